import { Trouble } from "../shared/errors.js";
import { distinctOrders } from "./parse/choose_order.js";
import { orderFrom, orderFromBeginning } from "./parse/order_document.js";
import { cutOffOrdersIn, ordersIn } from "./parse/orders_in_text.js";
import { readingOf } from "./reading.js";

/**
 * @param {string} text that the seller pasted
 * @returns {import("./reading.js").Reading}
 * @throws {Trouble} portal_no_order_in_text, portal_raw_*, portal_cut_off
 */
export function readText(text) {
  const rawOrders = distinctOrders(ordersIn(text));
  if (rawOrders.length) return readingOf(rawOrders.map(orderFrom));
  const begun = cutOffOrdersIn(text);
  if (!begun.length) throw new Trouble("portal_no_order_in_text");
  return readingOf(begun.map(orderFromBeginning));
}
