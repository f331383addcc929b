import { Trouble } from "../../shared/errors.js";
import { adjustment, itemPrice } from "./amounts.js";
import { mayBeRounded, quantity, record, written } from "./numbers.js";
import { KEYS } from "./orders_in_text.js";
import { shipping } from "./shipments.js";

/**
 * Raw data -> order. Takes from an order document what order.json asks for and leaves the buyer where he is.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./orders_in_text.js").Raw} Raw
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 * @typedef {{code: string, facts: string[]}} Remark something the seller may want to know
 */

const ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** @type {Map<string, "created" | "ready" | "acknowledged" | "inprogress" | "complete">} */
const STATUSES = new Map([
  ["created", "created"],
  ["ready", "ready"],
  ["acknowledged", "acknowledged"],
  ["inprogress", "inprogress"],
  ["in progress", "inprogress"],
  ["complete", "complete"],
  ["completed", "complete"],
]);

/**
 * @param {Raw} raw
 * @returns {string[]} what the page may call this order by
 */
export function numbersOf(raw) {
  return [raw.reference_order_id, raw.merchant_order_id].map(written).filter((one) => one !== null);
}

/** @param {Raw} raw @returns {string[]} every number that somebody may know it by; one of a buyer's may be that of several orders */
export function allNumbersOf(raw) {
  const others = Object.entries(raw)
    .filter(([name]) => name.endsWith("order_id"))
    .map(([, value]) => written(value));
  return others.filter((one) => one !== null);
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

/**
 * An order whose raw data break off.
 *
 * @param {Raw} raw what of it is whole
 * @returns {{order: Order, remarks: Remark[]}}
 * @throws {Trouble} portal_cut_off: something that a refund cannot do without was not reached; portal_raw_*
 */
export function orderFromBeginning(raw) {
  const missing = KEYS.filter((key) => !(key in raw));
  if (missing.length) {
    const read = ["merchant_order_id", "reference_order_id", "order_totals", "order_items"].filter((key) => key in raw);
    throw new Trouble("portal_cut_off", { facts: [missing.join(", "), read.join(", ")] });
  }
  const { order, remarks } = orderFrom(raw);
  return { order, remarks: [{ code: "cut_off", facts: [Object.keys(raw).at(-1) ?? ""] }, ...remarks] };
}

/** @param {Json | undefined} value @param {string} name @param {RegExp} shape */
function id(value, name, shape) {
  const text = written(value);
  if (text === null || !shape.test(text) || mayBeRounded(value)) {
    throw new Trouble("portal_raw_field", { facts: [name] });
  }
  return text;
}

/** @param {Raw} raw @param {string} otherwise @param {import("./numbers.js").Remark} remark */
function number(raw, otherwise, remark) {
  const text = written(raw.reference_order_id);
  if (text !== null && NUMBER.test(text) && !mayBeRounded(raw.reference_order_id)) return text;
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
  const all = /** @type {Json[]} */ (raw.order_items).map(record);
  const items = all.filter((one) => one !== null);
  // What is no item stands for some that are not shown.
  if (!items.length || items.length < all.length) throw new Trouble("portal_raw_field", { facts: ["order_items"] });
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
