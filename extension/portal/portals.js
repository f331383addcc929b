import { jet } from "./jet.js";

/** Every portal that is known, a line each. */
// prettier-ignore
export const portals = [
  jet,
];
