import { allOrdersIn } from "../parse/orders_in_text.js";
import { foldedPlaces } from "./document_places.js";
import { hiddenSources } from "./hidden_sources.js";
import { collectByScroll } from "./virtual_scroll.js";

/**
 * Where an order document may be that is not on the page as plain text: folded away, there and never shown,
 * or shown only when it is scrolled to.
 *
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {{rawOrders: RawOrder[], element: Element | null}} HiddenDocument element: null where it is never shown
 */

/**
 * @param {(rawOrder: RawOrder) => boolean} wanted
 * @param {{folds: {unfold: () => boolean}, rowFolds: {unfold: (area: Element, end: number) => Promise<boolean>}, opened: () => Element | null}} opening
 *   opened: what the click opened
 * @param {Element | null} except that need not be scrolled: it holds a whole other order
 * @param {number} end performance.now() at which to give up
 * @param {AbortSignal} signal
 * @returns {Promise<HiddenDocument | null>} null: not found, or something was unfolded and the page is to be looked at again
 */
export async function searchHarder(wanted, { folds, rowFolds, opened }, except, end, signal) {
  const held = inThePage(wanted);
  if (held) return held;
  const area = opened();
  if (area && (await rowFolds.unfold(area, end))) return null;
  if (folds.unfold()) return null;
  const scrolled = await collectByScroll(except, rowFolds.unfold, end, signal);
  return scrolled?.rawOrders.some(wanted) ? scrolled : null;
}

/** @param {(rawOrder: RawOrder) => boolean} wanted @returns {HiddenDocument | null} */
function inThePage(wanted) {
  const folded = foldedPlaces().find(({ rawOrders }) => rawOrders.some(wanted));
  if (folded) return folded;
  for (const text of hiddenSources()) {
    const rawOrders = allOrdersIn(text);
    if (rawOrders.some(wanted)) return { rawOrders, element: null };
  }
  return null;
}
