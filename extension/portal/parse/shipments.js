import { Trouble } from "../../shared/errors.js";
import { MOST_UNITS } from "../../shared/most_units.js";
import { asObject, readQuantity, scalarText } from "./numbers.js";

/**
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 * @typedef {import("./orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./numbers.js").AddRemark} AddRemark
 * @typedef {{shipped: number | null, cancelled: number}} ShippedUnits shipped null: the shipments do not tell
 */

/**
 * What the shipments tell about each item. They know items by merchant_sku only, so an item whose SKU stands twice in the
 * order has no share of its own; and the snapshot of the Created entry knows no shipments yet.
 *
 * @param {RawOrder} rawOrder
 * @param {JsonObject[]} rawItems all of the order
 * @param {AddRemark} addRemark
 * @returns {(rawItem: JsonObject) => ShippedUnits} throws Trouble portal_raw_item
 */
export function shipmentReader(rawOrder, rawItems, addRemark) {
  const items = bySku(rawItems);
  const rows = bySku(objectsOf(rawOrder.shipments).flatMap((shipment) => objectsOf(shipment.shipment_items)));
  return (rawItem) => {
    const sku = scalarText(rawItem.merchant_sku);
    if (!sku || items.get(sku)?.length !== 1) return { shipped: null, cancelled: 0 };
    return shippedUnits(sku, rows.get(sku) ?? [], addRemark);
  };
}

/** @param {JsonObject[]} rows @returns {Map<string | null, JsonObject[]>} */
function bySku(rows) {
  /** @type {Map<string | null, JsonObject[]>} */
  const grouped = new Map();
  for (const row of rows) {
    const sku = scalarText(row.merchant_sku);
    const same = grouped.get(sku);
    if (same) same.push(row);
    else grouped.set(sku, [row]);
  }
  return grouped;
}

/**
 * @param {string} sku
 * @param {JsonObject[]} rows of this SKU, in whatever shipment
 * @param {AddRemark} addRemark
 * @returns {ShippedUnits}
 * @throws {Trouble} portal_raw_item
 */
function shippedUnits(sku, rows, addRemark) {
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

/** @param {number[]} units @returns {number} no more than order.json takes */
function sum(units) {
  return Math.min(
    units.reduce((total, count) => total + count, 0),
    MOST_UNITS,
  );
}
