import { findOverlays } from "./overlay/find_overlays.js";
import { scanOverlay } from "./overlay/overlay_scan.js";
import { roots } from "./page/dom.js";
import { PATIENCE } from "./page/page_changes.js";
import { scanPage } from "./page/page_scan.js";
import { readOrder } from "./read_order.js";
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
 * @typedef {import("./parse/order_document.js").FoundOrder} FoundOrder
 * @typedef {import("./reading.js").Reading} Reading
 *
 * @typedef {object} OpenOverlay an order that lies open
 * @property {Element} element
 * @property {string | null} number by which it calls its order
 * @property {Element | null} anchor after which the Refund button goes
 *
 * @typedef {object} Portal
 * @property {string[]} addresses
 * @property {() => Iterable<Node>} roots the sections of the page that change each for itself: the document, shadow roots, frames
 * @property {() => OpenOverlay | null} findOverlay the order on top, if any lies open
 * @property {(element: Element) => OpenOverlay} describeOverlay an overlay that was found before, as it is now
 * @property {(overlay: OpenOverlay, signal: AbortSignal, patience?: Partial<import("./page/page_changes.js").Patience>) => Promise<Reading>} read
 *   reads the overlay as it is now; throws Trouble portal_*
 */

/** @param {Declaration} declaration @returns {Portal} */
export function portal({ addresses, languages, number }) {
  const spoken = vocabulary(languages, number);
  return {
    addresses,
    roots: () => roots(document.documentElement),
    findOverlay: () => findOverlays(spoken, scanPage()).map(openOverlay).at(-1) ?? null,
    describeOverlay: (element) => openOverlay(scanOverlay(element, spoken, scanPage())),
    read: ({ element }, signal, patience = {}) =>
      readOrder(element, { vocabulary: spoken, patience: { ...PATIENCE, ...patience }, signal }),
  };
}

/** @param {import("./overlay/overlay_scan.js").OverlayScan} scan @returns {OpenOverlay} what outlives the moment of the scan */
function openOverlay({ element, number, anchor }) {
  return { element, number, anchor };
}
