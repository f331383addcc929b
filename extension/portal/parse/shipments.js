import { Trouble } from "../../shared/errors.js";
import { asObject, readQuantity, scalarText } from "./numbers.js";

/**
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 * @typedef {import("./orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./numbers.js").AddRemark} AddRemark
 * @typedef {{shipped: number | null, cancelled: number}} ShippedUnits shipped null: the shipments do not tell
 */

/**
 * What the shipments tell about an item. They know items by merchant_sku only, so an item whose SKU stands twice in the
 * order has no share of its own; and the snapshot of the Created entry knows no shipments yet.
 *
 * @param {RawOrder} rawOrder
 * @param {JsonObject[]} rawItems all of the order
 * @param {JsonObject} rawItem
 * @param {AddRemark} addRemark
 * @returns {ShippedUnits}
 * @throws {Trouble} portal_raw_item
 */
export function readShipments(rawOrder, rawItems, rawItem, addRemark) {
  const sku = scalarText(rawItem.merchant_sku);
  const shipments = objectsOf(rawOrder.shipments);
  if (!sku || !shipments.length || rawItems.filter((other) => scalarText(other.merchant_sku) === sku).length > 1) {
    return { shipped: null, cancelled: 0 };
  }
  const rows = shipments
    .flatMap((shipment) => objectsOf(shipment.shipment_items))
    .filter((row) => scalarText(row.merchant_sku) === sku);
  const quantity = (/** @type {JsonObject} */ row, /** @type {string} */ field) =>
    readQuantity(row[field], `${sku}: ${field}`, addRemark);
  const shipped = rows.map((row) => quantity(row, "response_shipment_sku_quantity"));
  const cancelled = rows.map((row) => {
    const units = quantity(row, "response_shipment_cancel_qty");
    if (units === undefined) throw new Trouble("portal_raw_item", { facts: [sku, "response_shipment_cancel_qty"] });
    return units ?? 0;
  });
  const known = shipped.filter((units) => typeof units === "number");
  return { shipped: rows.length && known.length === rows.length ? sum(known) : null, cancelled: sum(cancelled) };
}

/** @param {import("./lenient_json.js").Json | undefined} value @returns {JsonObject[]} what is an object in a list */
function objectsOf(value) {
  return (Array.isArray(value) ? value : []).map(asObject).filter((object) => object !== null);
}

/** @param {number[]} units */
function sum(units) {
  return units.reduce((total, count) => total + count, 0);
}
