import { Trouble } from "../../shared/errors.js";
import { quantity, record, written } from "./numbers.js";

/**
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./orders_in_text.js").Raw} Raw
 */

/**
 * What the shipments say of one item. They know items by merchant_sku only, so an item whose SKU stands twice in the
 * order has no share of its own; and the snapshot of the Created entry knows no shipments yet.
 *
 * @param {Raw} raw
 * @param {Raw[]} items
 * @param {Raw} one
 * @param {import("./numbers.js").Remark} remark
 * @returns {{shipped: number | null, cancelled: number}}
 * @throws {Trouble} portal_raw_item
 */
export function shipping(raw, items, one, remark) {
  const sku = written(one.merchant_sku);
  const shipments = (Array.isArray(raw.shipments) ? raw.shipments : []).map(record).filter((one) => one !== null);
  if (!sku || !shipments.length || items.filter((other) => written(other.merchant_sku) === sku).length > 1) {
    return { shipped: null, cancelled: 0 };
  }
  const rows = shipments
    .flatMap((shipment) => (Array.isArray(shipment.shipment_items) ? shipment.shipment_items : []))
    .map(record)
    .filter((row) => row !== null && written(row.merchant_sku) === sku);
  const shipped = rows.map((row) =>
    quantity(row?.response_shipment_sku_quantity, `${sku}: response_shipment_sku_quantity`, remark),
  );
  const cancelled = rows.map((row) => {
    const some = quantity(row?.response_shipment_cancel_qty, `${sku}: response_shipment_cancel_qty`, remark);
    if (some === undefined) throw new Trouble("portal_raw_item", { facts: [sku, "response_shipment_cancel_qty"] });
    return some ?? 0;
  });
  return {
    shipped:
      rows.length && shipped.every((some) => typeof some === "number") ? shipped.reduce((a, b) => a + b, 0) : null,
    cancelled: cancelled.reduce((a, b) => a + b, 0),
  };
}
