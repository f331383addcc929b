import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { isolated } from "../../shared/plain_text.js";

/**
 * Whether what was read leaves no doubt which order it is.
 *
 * @typedef {import("../../portal/portal.js").Reading} Reading
 * @typedef {import("../../portal/portal.js").FoundOrder} FoundOrder
 * @typedef {Reading | Trouble | null} Read of the page; null: it shows no order
 * @typedef {{kind: "certain", found: FoundOrder} | {kind: "doubt", reading: Reading} | {kind: "none", sentence: string}} OrderChoice
 *   doubt: the seller chooses; none: the seller pastes or types it, and the sentence says why
 */

const MOST_TITLES = 10; // by which an order is known

/** @param {Read} read @returns {OrderChoice} */
export function chooseOrder(read) {
  if (read instanceof Trouble) return { kind: "none", sentence: troubleText(read) };
  if (!read) return { kind: "none", sentence: getMessage("no_order_here") };
  return read.found.length === 1 && !read.doubt
    ? { kind: "certain", found: read.found[0] }
    : { kind: "doubt", reading: read };
}

/**
 * What is pasted or typed may be another order than the order that lies open. Then the seller is asked.
 *
 * @param {Reading} reading
 * @param {string | null} open by which number the page calls the order that lies open
 * @returns {Reading}
 */
export function compareWithOpen(reading, open) {
  if (reading.doubt || open === null) return reading;
  const [{ order }] = reading.found;
  if ([order.reference_order_id, order.merchant_order_id].includes(open)) return reading;
  return { ...reading, doubt: "stale_overlay", facts: [open, order.reference_order_id] };
}

/** @param {import("../../shared/documents.d.ts").Order} order @returns {string} its number and what is in it, for the seller's choice */
export function orderText({ reference_order_id, order_items }) {
  const titles = order_items
    .slice(0, MOST_TITLES)
    .map((item) => `${item.request_order_quantity} \u00d7 ${isolated(item.product_title)}`);
  const more = order_items.length > MOST_TITLES ? ["\u2026"] : [];
  return getMessage("order_with", reference_order_id, [...titles, ...more].join(", "));
}
