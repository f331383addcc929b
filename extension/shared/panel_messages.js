/**
 * What the content script and the panel say to each other, on a port of their own that no page can get hold of.
 *
 * @typedef {{read: unknown, manual: unknown} | {rested: boolean}} FromPage read: a PageRead (portal/reading.js); manual: what was
 *   typed in an earlier panel of this page, as the panel gave it; rested: whether the panel has lain at its place, and on top,
 *   for long enough
 * @typedef {{name: "rested"} | {name: "keep", manual: unknown} | {name: "close", held: string[]}} FromPanel rested: asks; keep: for
 *   the next panel in this page; held: codes of the keys that are down
 */

/** The name by which the panel asks whether a word is the content script's. */
export const IS_OPENER = "is_opener";
