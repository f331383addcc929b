import { Trouble } from "../../shared/errors.js";
import { orderFrom } from "./order_document.js";

/**
 * The order of the Created entry, which knows nothing of what came later, brought up to date.
 *
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 *
 * @typedef {object} ShownState
 * @property {import("../../shared/documents.d.ts").OrderStatus} status null: not shown
 * @property {import("../../shared/documents.d.ts").ExceptionState | null} exception_state null: not shown
 * @property {{shipped: number | null, cancelled: number | null}[]} quantities units of each item; null: not shown
 */

/** @param {Order} order @param {ShownState} shown by the overlay @returns {Order} */
export function withShownState(order, { status, exception_state, quantities }) {
  return {
    ...order,
    order_items: order.order_items.map((item, at) => ({
      ...item,
      shipped_quantity: quantities[at].shipped ?? item.shipped_quantity,
      request_order_cancel_qty: Math.max(quantities[at].cancelled ?? 0, item.request_order_cancel_qty),
    })),
    exception_state: exception_state ?? order.exception_state,
    status: status ?? order.status,
    status_source: status === null && order.status !== null ? "raw_data" : "overlay",
  };
}

/**
 * @param {Order} order
 * @param {import("./orders_in_text.js").RawOrder} rawOrder the same order by its latest entry, without which a refund can do
 * @returns {Order} unchanged where the latest entry cannot be read
 */
export function withLatestEntry(order, rawOrder) {
  const latest = readableOrder(rawOrder);
  if (!latest) return order;
  const items = order.order_items.map((item) => {
    const later = latest.order_items.find(({ order_item_id }) => order_item_id === item.order_item_id);
    return later ? withLatestItem(item, later) : item;
  });
  return { ...order, exception_state: order.exception_state ?? latest.exception_state, order_items: items };
}

/** @param {OrderItem} item @param {OrderItem} later @returns {OrderItem} */
function withLatestItem(item, later) {
  return {
    ...item,
    shipped_quantity: item.shipped_quantity ?? later.shipped_quantity,
    request_order_cancel_qty: Math.max(item.request_order_cancel_qty, later.request_order_cancel_qty),
    price_adjustment: later.price_adjustment ?? item.price_adjustment,
  };
}

/** @param {import("./orders_in_text.js").RawOrder} rawOrder @returns {Order | null} */
function readableOrder(rawOrder) {
  try {
    return orderFrom(rawOrder).order;
  } catch (error) {
    if (error instanceof Trouble) return null;
    throw error;
  }
}
