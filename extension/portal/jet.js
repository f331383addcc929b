import { portal } from "./portal.js";
import { english } from "./vocabulary/english.js";
import { spanish } from "./vocabulary/spanish.js";

/** The Jet partner portal, with the words that the refund article quotes. Nobody has its markup. */
export const jet = portal({
  addresses: ["https://partner.jet.com"],
  languages: [english, spanish],
  number: /(?<![0-9a-z])(?:\d{12,18}|[0-9a-f]{32})(?![0-9a-z])/i,
});
