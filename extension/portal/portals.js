import { jet } from "./jet.js";

/** Every portal that is known, one a line. */
// prettier-ignore
export const portals = [
  jet,
];
