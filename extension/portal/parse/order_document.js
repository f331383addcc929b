import { Trouble } from "../../shared/errors.js";
import { readAdjustment, readItemPrice } from "./amounts.js";
import { refuseContradictions } from "./contradictions.js";
import { knownExceptionState } from "./exception_state.js";
import { MOST_OF_TOTAL, asObject, mayBeRounded, readQuantity, scalarText, shortened } from "./numbers.js";
import { REQUIRED_KEYS } from "./orders_in_text.js";
import { shipmentReader } from "./shipments.js";

/**
 * Raw data -> order. Takes from an order document what order.json asks for and leaves the buyer where he is.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 * @typedef {import("./orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./numbers.js").AddRemark} AddRemark
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 * @typedef {{code: string, facts: string[]}} Remark something the seller may want to know
 * @typedef {{order: Order, remarks: Remark[]}} FoundOrder
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
const MOST_ITEMS = 1_000; // that order.json takes
const MOST_LETTERS = 500; // that it takes of a title
const FOR_THE_SELLER = ["merchant_order_id", "reference_order_id", "order_totals", "order_items"];

/**
 * @param {RawOrder} rawOrder
 * @returns {string[]} what the page may call this order by
 */
export function numbersOf(rawOrder) {
  return [rawOrder.reference_order_id, rawOrder.merchant_order_id].map(scalarText).filter((number) => number !== null);
}

/** @param {RawOrder} rawOrder @returns {string[]} every number that somebody may know it by; a buyer's number may be that of several orders */
export function allNumbersOf(rawOrder) {
  const numbers = Object.entries(rawOrder)
    .filter(([name]) => name.endsWith("order_id"))
    .map(([, value]) => scalarText(value));
  return numbers.filter((number) => number !== null);
}

/** @param {RawOrder} rawOrder @returns {boolean} it is the snapshot of the Created entry */
export function isCreated(rawOrder) {
  return scalarText(rawOrder.status)?.toLowerCase() === "created";
}

/**
 * @param {RawOrder} rawOrder
 * @returns {FoundOrder}
 * @throws {Trouble} portal_too_many_items; portal_raw_field, portal_raw_item: something that a refund cannot do without is missing or makes no
 *   sense; portal_raw_twice: it stands there twice, and differs
 */
export function orderFrom(rawOrder) {
  refuseContradictions(rawOrder);
  /** @type {Remark[]} */
  const remarks = [];
  /** @type {AddRemark} */
  const addRemark = (code, ...facts) => void remarks.push({ code, facts });
  const merchant_order_id = readId(rawOrder.merchant_order_id, "merchant_order_id");
  const status = STATUSES.get((scalarText(rawOrder.status) ?? "").toLowerCase()) ?? null;
  /** @type {Order} */
  const order = {
    schema_version: 1,
    merchant_order_id,
    reference_order_id: readNumber(rawOrder, merchant_order_id, addRemark),
    // The snapshot of the Created entry says created for ever; anything later is an answer.
    status: status === "created" ? null : status,
    status_source: "raw_data",
    exception_state: knownExceptionState(scalarText(rawOrder.exception_state)),
    order_placed_date: readDate(rawOrder.order_placed_date, addRemark),
    order_totals: readTotals(rawOrder, addRemark),
    order_items: readItems(rawOrder, addRemark),
  };
  return { order, remarks };
}

/**
 * An order whose raw data break off.
 *
 * @param {RawOrder} rawOrder what of it is whole
 * @returns {FoundOrder}
 * @throws {Trouble} portal_cut_off: something that a refund cannot do without was not reached; portal_raw_*
 */
export function orderFromBeginning(rawOrder) {
  const missing = REQUIRED_KEYS.filter((key) => !(key in rawOrder));
  if (missing.length) {
    const reached = FOR_THE_SELLER.filter((key) => key in rawOrder);
    throw new Trouble("portal_cut_off", { facts: [missing.join(", "), reached.join(", ")] });
  }
  const { order, remarks } = orderFrom(rawOrder);
  return { order, remarks: [{ code: "cut_off", facts: [Object.keys(rawOrder).at(-1) ?? ""] }, ...remarks] };
}

/** @param {Json | undefined} value @param {string} name */
function readId(value, name) {
  const text = scalarText(value);
  if (text === null || !ID.test(text) || mayBeRounded(value)) {
    throw new Trouble("portal_raw_field", { facts: [name] });
  }
  return text;
}

/** @param {RawOrder} rawOrder @param {string} otherwise @param {AddRemark} addRemark */
function readNumber(rawOrder, otherwise, addRemark) {
  const text = scalarText(rawOrder.reference_order_id);
  if (text !== null && NUMBER.test(text) && !mayBeRounded(rawOrder.reference_order_id)) return text;
  addRemark("no_reference_order_id");
  return otherwise.slice(0, 40);
}

/** @param {Json | undefined} value @param {AddRemark} addRemark */
function readDate(value, addRemark) {
  const text = scalarText(value);
  if (text !== null && text.length <= 40 && DATE.test(text) && !Number.isNaN(Date.parse(text))) return text;
  addRemark("no_order_placed_date");
  return null;
}

/** @param {RawOrder} rawOrder @param {AddRemark} addRemark */
function readTotals(rawOrder, addRemark) {
  const rawPrice = asObject(asObject(rawOrder.order_totals)?.item_price);
  return rawPrice ? { item_price: readItemPrice(rawPrice, "order_totals", addRemark, MOST_OF_TOTAL) } : null;
}

/** @param {RawOrder} rawOrder @param {AddRemark} addRemark @returns {OrderItem[]} */
function readItems(rawOrder, addRemark) {
  const listed = Array.isArray(rawOrder.order_items) ? rawOrder.order_items.map(asObject) : [];
  const rawItems = listed.filter((rawItem) => rawItem !== null);
  // What is no item stands for items that are not shown.
  if (!rawItems.length || rawItems.length < listed.length) {
    throw new Trouble("portal_raw_field", { facts: ["order_items"] });
  }
  if (rawItems.length > MOST_ITEMS) {
    throw new Trouble("portal_too_many_items", { facts: [rawItems.length, MOST_ITEMS] });
  }
  const shipmentsOf = shipmentReader(rawOrder, rawItems, addRemark);
  return rawItems.map((rawItem) => readItem(rawItem, shipmentsOf(rawItem), addRemark));
}

/**
 * @param {JsonObject} rawItem
 * @param {import("./shipments.js").ShippedUnits} shipments
 * @param {AddRemark} addRemark
 * @returns {OrderItem}
 */
function readItem(rawItem, shipments, addRemark) {
  const order_item_id = readId(rawItem.order_item_id, "order_item_id");
  const merchant_sku = shortened(scalarText(rawItem.merchant_sku) ?? "", 200);
  const title = shortened(scalarText(rawItem.product_title) ?? "", MOST_LETTERS);
  if (!title) addRemark("no_product_title", order_item_id);
  const name = title || merchant_sku || order_item_id;
  const ordered = readQuantity(rawItem.request_order_quantity, `${name}: request_order_quantity`, addRemark);
  if (!ordered) throw new Trouble("portal_raw_item", { facts: [name, "request_order_quantity"] });
  const cancelled = readQuantity(rawItem.request_order_cancel_qty, `${name}: request_order_cancel_qty`, addRemark);
  if (cancelled === undefined) throw new Trouble("portal_raw_item", { facts: [name, "request_order_cancel_qty"] });
  const rawPrice = asObject(rawItem.item_price);
  if (!rawPrice) addRemark("no_item_price", name);
  return {
    order_item_id,
    merchant_sku,
    product_title: name,
    request_order_quantity: ordered,
    request_order_cancel_qty: Math.max(cancelled ?? 0, shipments.cancelled),
    shipped_quantity: shipments.shipped,
    item_price: readItemPrice(rawPrice ?? {}, name, addRemark),
    price_adjustment: readAdjustment(rawItem.price_adjustment, name, addRemark),
  };
}
