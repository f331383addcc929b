/**
 * What was read from a page or a text. An order without doubt: go on. Else the seller is asked getMessage(`doubt_${doubt}`, ...facts)
 * and chooses among what was found, pastes, or closes.
 *
 * @typedef {import("./parse/order_document.js").FoundOrder} FoundOrder
 *
 * @typedef {object} Reading
 * @property {FoundOrder[]} found not empty
 * @property {"two_orders" | "two_overlays" | "stale_overlay" | "unseen" | null} doubt two_orders: a document holds several;
 *   two_overlays: two orders lie open; stale_overlay: the page calls its order by another number elsewhere;
 *   unseen: the page has got the raw data, but shows nothing of what is in them
 * @property {string[]} facts of the doubt: the order numbers in question
 *
 * @typedef {object} PageRead What a page shows.
 * @property {Reading | null} reading null: no order lies open, or it could not be read
 * @property {import("../shared/errors.js").TroubleDocument | null} trouble why it could not be read
 * @property {string | null} number by which the page calls the order that lies open
 */

/** @param {FoundOrder[]} found @returns {Reading} several orders are a doubt */
export function readingOf(found) {
  if (found.length === 1) return { found, doubt: null, facts: [] };
  return { found, doubt: "two_orders", facts: numbersOf(found) };
}

/** @param {FoundOrder[]} found @param {string} number by which the page calls its order elsewhere @returns {Reading} */
export function staleReading(found, number) {
  return { found, doubt: "stale_overlay", facts: [number, ...numbersOf(found)] };
}

/** @param {FoundOrder[]} found @param {string} number by which the page calls its order @returns {Reading} */
export function unseenReading(found, number) {
  return { found, doubt: "unseen", facts: [number] };
}

/**
 * @param {Reading[]} readings the overlay's that was clicked first
 * @param {(string | null)[]} numbers of all overlays that lie open
 * @returns {Reading}
 */
export function readingOfOverlays(readings, numbers) {
  return { found: readings.flatMap(({ found }) => found), doubt: "two_overlays", facts: numbers.map(String) };
}

/** @param {FoundOrder[]} found */
function numbersOf(found) {
  return found.map(({ order }) => order.reference_order_id);
}
