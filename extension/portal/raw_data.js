import { objectsIn } from "./json.js";
import { price, quantity, written } from "./numbers.js";
import { Trouble } from "../shared/errors.js";

/**
 * Any text -> order. Takes from an order document what order.json asks for and leaves the buyer where he is.
 *
 * @typedef {import("./json.js").Json} Json
 * @typedef {{[key: string]: Json}} Raw
 * @typedef {import("../shared/documents.js").Order} Order
 * @typedef {import("../shared/documents.js").OrderItem} OrderItem
 * @typedef {{code: string, facts: string[]}} Remark something the seller may want to know
 */

const ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** @type {Map<string, "created" | "ready" | "acknowledged" | "inprogress" | "complete">} */
const STATUSES = new Map([
  ["created", "created"], ["ready", "ready"], ["acknowledged", "acknowledged"], ["inprogress", "inprogress"],
  ["in progress", "inprogress"], ["complete", "complete"], ["completed", "complete"],
]);

/**
 * @param {string} text
 * @returns {Raw[]} the order documents in it, whatever they are wrapped in
 */
export function ordersIn(text) {
  return objectsIn(text).flatMap(within);
}

/** @param {Json} json @returns {Raw[]} */
function within(json) {
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap(within);
  const raw = /** @type {Raw} */ (json);
  if (Array.isArray(raw.order_items) && written(raw.merchant_order_id)) return [raw];
  return Object.values(raw).flatMap(within);
}

/**
 * @param {Raw} raw
 * @returns {string[]} what the page may call this order by
 */
export function numbersOf(raw) {
  return [raw.reference_order_id, raw.merchant_order_id].map(written).filter((one) => one !== null);
}

/**
 * @param {Raw} raw
 * @returns {{order: Order, remarks: Remark[]}}
 * @throws {Trouble} portal_raw_field: something that a refund cannot do without is missing or makes no sense
 */
export function orderFrom(raw) {
  /** @type {Remark[]} */
  const remarks = [];
  const remark = (/** @type {string} */ code, /** @type {string[]} */ ...facts) => void remarks.push({ code, facts });
  const merchant_order_id = id(raw.merchant_order_id, "merchant_order_id", ID);
  const status = STATUSES.get((written(raw.status) ?? "").toLowerCase()) ?? null;
  /** @type {Order} */
  const order = {
    schema_version: 1,
    merchant_order_id,
    reference_order_id: number(raw, merchant_order_id, remark),
    // The snapshot of the Created entry says created for ever; anything later is an answer.
    status: status === "created" ? null : status,
    status_source: "raw_data",
    exception_state: written(raw.exception_state)?.slice(0, 200) ?? null,
    order_placed_date: date(raw.order_placed_date, remark),
    order_totals: totals(raw, remark),
    order_items: items(raw, remark),
  };
  return { order, remarks };
}

/** @param {Json | undefined} value @param {string} name @param {RegExp} shape */
function id(value, name, shape) {
  const text = written(value);
  if (text === null || !shape.test(text)) throw new Trouble("portal_raw_field", { facts: [name] });
  return text;
}

/** @param {Raw} raw @param {string} otherwise @param {import("./numbers.js").Remark} remark */
function number(raw, otherwise, remark) {
  const text = written(raw.reference_order_id);
  if (text !== null && NUMBER.test(text)) return text;
  remark("no_reference_order_id");
  return otherwise.slice(0, 40);
}

/** @param {Json | undefined} value @param {import("./numbers.js").Remark} remark */
function date(value, remark) {
  const text = written(value);
  if (text !== null && text.length <= 40 && DATE.test(text) && !Number.isNaN(Date.parse(text))) return text;
  remark("no_order_placed_date");
  return null;
}

/** @param {Raw} raw @param {import("./numbers.js").Remark} remark */
function totals(raw, remark) {
  const prices = record(record(raw.order_totals)?.item_price);
  return prices ? { item_price: itemPrice(prices, "order_totals", remark) } : null;
}

/** @param {Raw} raw @param {import("./numbers.js").Remark} remark @returns {OrderItem[]} */
function items(raw, remark) {
  const items = /** @type {Json[]} */ (raw.order_items).map(record).filter((one) => one !== null);
  if (!items.length) throw new Trouble("portal_raw_field", { facts: ["order_items"] });
  return items.map((one) => item(one, shipping(raw, items, one, remark), remark));
}

/**
 * @param {Raw} raw
 * @param {{shipped: number | null, cancelled: number}} said by the shipments
 * @param {import("./numbers.js").Remark} remark
 * @returns {OrderItem}
 */
function item(raw, said, remark) {
  const order_item_id = id(raw.order_item_id, "order_item_id", ID);
  const merchant_sku = (written(raw.merchant_sku) ?? "").slice(0, 200);
  const title = written(raw.product_title);
  if (title === null) remark("no_product_title", order_item_id);
  const name = title ?? (merchant_sku || order_item_id);
  const ordered = quantity(raw.request_order_quantity, `${name}: request_order_quantity`, remark);
  if (!ordered) throw new Trouble("portal_raw_item", { facts: [name, "request_order_quantity"] });
  const cancelled = quantity(raw.request_order_cancel_qty, `${name}: request_order_cancel_qty`, remark);
  if (cancelled === undefined) throw new Trouble("portal_raw_item", { facts: [name, "request_order_cancel_qty"] });
  const prices = record(raw.item_price);
  if (!prices) remark("no_item_price", name);
  return {
    order_item_id,
    merchant_sku,
    product_title: [...name].slice(0, 500).join(""),
    request_order_quantity: ordered,
    request_order_cancel_qty: Math.max(cancelled ?? 0, said.cancelled),
    shipped_quantity: said.shipped,
    item_price: itemPrice(prices ?? {}, name, remark),
    price_adjustment: adjustment(raw.price_adjustment, name, remark),
  };
}

/**
 * What the shipments say of one item. They know items by merchant_sku only, so an item whose SKU stands twice in the
 * order has no share of its own; and the snapshot of the Created entry knows no shipments yet.
 *
 * @param {Raw} raw
 * @param {Raw[]} items
 * @param {Raw} one
 * @param {import("./numbers.js").Remark} remark
 */
function shipping(raw, items, one, remark) {
  const sku = written(one.merchant_sku);
  const shipments = (Array.isArray(raw.shipments) ? raw.shipments : []).map(record).filter((one) => one !== null);
  if (!sku || !shipments.length || items.filter((other) => written(other.merchant_sku) === sku).length > 1) {
    return { shipped: null, cancelled: 0 };
  }
  const rows = shipments
    .flatMap((shipment) => (Array.isArray(shipment.shipment_items) ? shipment.shipment_items : []))
    .map(record)
    .filter((row) => row !== null && written(row.merchant_sku) === sku);
  const shipped = rows.map((row) => quantity(row?.response_shipment_sku_quantity, `${sku}: response_shipment_sku_quantity`, remark));
  const cancelled = rows.map((row) => quantity(row?.response_shipment_cancel_qty, `${sku}: response_shipment_cancel_qty`, remark));
  return {
    shipped: shipped.every((some) => typeof some === "number") ? shipped.reduce((a, b) => a + b, 0) : null,
    cancelled: cancelled.reduce((/** @type {number} */ a, b) => a + (b ?? 0), 0),
  };
}

/** @param {Raw} raw @param {string} name @param {import("./numbers.js").Remark} remark */
function itemPrice(raw, name, remark) {
  const part = (/** @type {string} */ key) => {
    const some = price(raw[key], `${name}: ${key}`, remark);
    if (some === undefined) throw new Trouble("portal_raw_item", { facts: [name, key] });
    return some;
  };
  return {
    base_price: part("base_price"),
    item_tax: part("item_tax"),
    item_shipping_cost: part("item_shipping_cost"),
    item_shipping_tax: part("item_shipping_tax"),
  };
}

/**
 * A bare number is principal [field]; some programs write money that was taken off with a minus.
 *
 * @param {Json | undefined} value
 * @param {string} name
 * @param {import("./numbers.js").Remark} remark
 */
function adjustment(value, name, remark) {
  const parts = record(value);
  const positive = (/** @type {Json | undefined} */ some) => {
    const digits = written(some);
    const amount = price(digits === null ? some : digits.replace(/^-/, ""), `${name}: price_adjustment`, () => undefined);
    if (amount === undefined) throw new Trouble("portal_raw_item", { facts: [name, "price_adjustment"] });
    return amount;
  };
  if (!parts) {
    const principal = positive(value);
    return principal === null ? null : { principal };
  }
  remark("price_adjustment", name);
  return {
    principal: positive(parts.principal),
    tax: positive(parts.tax),
    shipping_cost: positive(parts.shipping_cost),
    shipping_tax: positive(parts.shipping_tax),
  };
}

/** @param {Json | undefined} value @returns {Raw | null} */
function record(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === null
    ? /** @type {Raw} */ (value) : null;
}
