import { jet } from "./jet.js";

/** Every portal that is known, one a line. */
export const portals = [
  jet,
];
