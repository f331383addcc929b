import { portal } from "./portal.js";

/** The words and places of the Jet partner portal, as the refund article quotes them. Nobody has its markup. */
export const jet = portal({
  addresses: ["https://partner.jet.com"],
  rawData: /^(?:view|show|see) (?:the )?raw data\b/i,
  hideRawData: /^(?:hide|close) (?:the )?raw data\b/i,
  history: /^(?:order )?history\b/i,
  created: [
    /^(?:order )?created(?: (?:on|at|by)\b.*)?\W*$/i,
    /^(?!.*\b(?:return|refund|shipment|label|case)\b).*\bcreated\b/i,
  ],
  close: /^(?:close|dismiss|done|ok|back|[x\u00d7\u2715\u2716])(?: (?:the )?(?:raw data|dialog|window|overlay))?$/i,
  number: /(?<![0-9a-z])(?:\d{12,18}|[0-9a-f]{32})(?![0-9a-z])/i,
  status: /^(?:order )?status\s*:?\s*(.*)$/i,
  statuses: [
    [/^created$/i, "created"],
    [/^ready$/i, "ready"],
    [/^acknowledged$/i, "acknowledged"],
    [/^in ?progress$/i, "inprogress"],
    [/^completed?$/i, "complete"],
    [/^(?:cancell?ed|rejected|declined)$/i, "other"],
  ],
  exception: /^exception(?: state)?\s*:?\s*(.*)$/i,
  shipped: /^(?:(?:units|quantity|qty) )?shipped(?: (?:units|quantity|qty))?$/i,
  cancelled: /^(?:(?:units|quantity|qty) )?cancell?ed(?: (?:units|quantity|qty))?$/i,
});
