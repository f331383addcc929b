import { scalarText } from "./numbers.js";
import { allNumbersOf, numbersOf } from "./order_document.js";

/**
 * Which of the documents is the order that the page shows.
 *
 * @typedef {import("./orders_in_text.js").RawOrder} RawOrder
 *
 * @typedef {object} ShownNumbers
 * @property {string} number by which the overlay calls its order
 * @property {Set<string>} inOverlay every word and number of the overlay
 *
 * @typedef {object} Choice
 * @property {RawOrder[]} rawOrders a single order where there is no doubt; else those that are in question
 * @property {"two_orders" | "stale_overlay" | null} doubt
 * @property {string} number by which the page calls its order, elsewhere than the document
 */

/** @param {RawOrder} rawOrder @param {ShownNumbers} shown @returns {boolean} the overlay shows a number of this order */
export function isShown(rawOrder, { number, inOverlay }) {
  return numbersOf(rawOrder).some((own) => own === number || inOverlay.has(own));
}

/**
 * @param {RawOrder[]} rawOrders different orders, not empty
 * @param {ShownNumbers} shown
 * @param {string[]} inAddress order numbers in the page's address
 * @returns {Choice}
 */
export function chooseOrder(rawOrders, shown, inAddress) {
  const { number } = shown;
  const mine = rawOrders.filter((rawOrder) => isShown(rawOrder, shown));
  if (!mine.length) return { rawOrders, doubt: "stale_overlay", number };
  const titled = mine.filter((rawOrder) => numbersOf(rawOrder).includes(number));
  const chosen = titled.length === 1 ? titled : mine;
  if (chosen.length > 1) return { rawOrders: chosen, doubt: "two_orders", number };
  const numbers = allNumbersOf(chosen[0]);
  if (!numbers.includes(number)) return { rawOrders: chosen, doubt: "stale_overlay", number };
  if (inAddress.length && !inAddress.some((other) => numbers.includes(other))) {
    return { rawOrders: chosen, doubt: "stale_overlay", number: inAddress[0] };
  }
  return { rawOrders: chosen, doubt: null, number };
}

/** @param {RawOrder[]} rawOrders @returns {RawOrder[]} each order once; two that differ in their items or shipments are different */
export function distinctOrders(rawOrders) {
  const content = (/** @type {RawOrder} */ { merchant_order_id, order_items, shipments }) =>
    JSON.stringify([scalarText(merchant_order_id), order_items, shipments]);
  if (rawOrders.length < 2) return rawOrders;
  const last = rawOrders.toReversed().map((rawOrder) => /** @type {const} */ ([content(rawOrder), rawOrder]));
  return [...new Map(last).values()].toReversed();
}
