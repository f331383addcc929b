import { numberOf, findOverlays, placeFor } from "./overlay/find_overlays.js";
import { roots } from "./page/dom.js";
import { PATIENCE } from "./page/page_changes.js";
import { readOrder, readText } from "./read_order.js";
import { vocabulary } from "./vocabulary/vocabulary.js";

/**
 * The shape of a portal: where it is, and by which words a person finds things in it. How they are then found is the
 * same for every portal: overlay/find_overlays.js finds what lies open, read_order.js tells how it is read.
 *
 * @typedef {object} Declaration
 * @property {string[]} addresses origins
 * @property {import("./vocabulary/vocabulary.js").Language[]} languages in which it may speak
 * @property {RegExp} number an order's number
 *
 * @typedef {import("../shared/documents.d.ts").Order} Order
 * @typedef {import("./parse/order_document.js").Remark} Remark
 * @typedef {{order: Order, remarks: Remark[]}} Found
 * @typedef {"two_orders" | "two_overlays" | "stale_overlay"} Doubt
 *
 * @typedef {object} Reading What was read. One found and no doubt: go on. Else the seller is asked getMessage(`doubt_${doubt}`, ...facts)
 *   and chooses among what was found, pastes, or closes.
 * @property {Found[]} found at least one
 * @property {Doubt | null} doubt two_orders: one document holds several; two_overlays: two orders lie open; stale_overlay: the page
 *   calls its order by one number in one place and by another elsewhere
 * @property {string[]} facts of the doubt: the order numbers in question
 *
 * @typedef {object} Portal
 * @property {string[]} addresses
 * @property {() => Iterable<Node>} roots the parts of the page that change each for itself: the document, shadow roots, frames
 * @property {() => Element | null} findOverlay the order that lies open, if any
 * @property {(overlay: Element) => string | null} numberIn by which it calls its order
 * @property {(overlay: Element) => Element | null} placeFor after which element the button goes
 * @property {(overlay: Element, signal: AbortSignal, patience?: Partial<import("./page/page_changes.js").Patience>) => Promise<Reading>} read
 *   throws Trouble portal_*
 * @property {(text: string) => Reading} readText the same from any text; throws Trouble portal_no_order_in_text, portal_raw_*, portal_cut_off
 */

/** @param {Declaration} declaration @returns {Portal} */
export function portal({ addresses, languages, number }) {
  const spoken = vocabulary(languages, number);
  return {
    addresses,
    roots: () => roots(document.documentElement),
    findOverlay: () => findOverlays(spoken).at(-1) ?? null,
    numberIn: (overlay) => numberOf(overlay, spoken),
    placeFor: (overlay) => placeFor(overlay, spoken),
    read: (overlay, signal, patience = {}) => readOrder(overlay, spoken, { ...PATIENCE, ...patience }, signal),
    readText,
  };
}
