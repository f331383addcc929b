import { troubleText } from "../../shared/error_text.js";
import { getMessage } from "../../shared/i18n.js";
import { tidy } from "../../shared/money.js";

/**
 * The numbers of an order as they are typed, and what the helper says is wrong with them. Plain values: each function gives
 * a new state. Nothing is checked here.
 *
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 * @typedef {{values: Record<string, string>, errors: Record<string, string>}} Typed by field name
 * @typedef {Typed & {items: Typed[], error: string}} ManualOrder error: what belongs to no field; "" for nothing
 */

/** The order's fields, beside its status. */
export const ORDER_FIELDS = /** @type {const} */ (["merchant_order_id", "reference_order_id"]);

/** A price's name in the order -> its name in the refund, which the messages go by. @type {Readonly<Record<string, string>>} */
export const PRICES = {
  base_price: "principal",
  item_tax: "tax",
  item_shipping_cost: "shipping_cost",
  item_shipping_tax: "shipping_tax",
};

/** @type {readonly string[]} */
export const ITEM_FIELDS = ["order_item_id", "product_title", "request_order_quantity", ...Object.keys(PRICES)];

/** @returns {ManualOrder} nothing is typed; an order has an item at least */
export function emptyManualOrder() {
  return { values: emptyValues([...ORDER_FIELDS, "status"]), errors: {}, items: [emptyItem()], error: "" };
}

/** @returns {Typed} */
function emptyItem() {
  return { values: emptyValues(ITEM_FIELDS), errors: {} };
}

/** @param {readonly string[]} names @returns {Record<string, string>} */
function emptyValues(names) {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

/** @param {ManualOrder} state @param {string} name of a field of the order, or "status" @param {string} value @returns {ManualOrder} */
export function typeInOrder(state, name, value) {
  return { ...state, values: { ...state.values, [name]: value } };
}

/** @param {ManualOrder} state @param {number} index @param {string} name @param {string} value @returns {ManualOrder} */
export function typeInItem(state, index, name, value) {
  const items = state.items.map((item, at) =>
    at === index ? { ...item, values: { ...item.values, [name]: value } } : item,
  );
  return { ...state, items };
}

/** @param {ManualOrder} state @returns {ManualOrder} */
export function addItem(state) {
  return { ...state, items: [...state.items.map(withoutError), emptyItem()] };
}

/** @param {ManualOrder} state @param {number} index @returns {ManualOrder} */
export function removeItem(state, index) {
  return { ...state, items: state.items.filter((_, at) => at !== index).map(withoutError) };
}

/** @param {ManualOrder} state @returns {ManualOrder} */
export function withoutErrors(state) {
  return { ...state, errors: {}, items: state.items.map(withoutError), error: "" };
}

/** @param {Typed} item @returns {Typed} */
function withoutError(item) {
  return { ...item, errors: {} };
}

/**
 * @param {ManualOrder} state without errors
 * @param {import("../../shared/errors.js").Trouble} trouble why the helper gave no answer to it
 * @returns {ManualOrder} each error at its field; the trouble itself where it is of no field
 */
export function withTrouble(state, trouble) {
  const errors = trouble.problem?.errors ?? [];
  const placed = errors.reduce((next, { pointer }) => placeError(next, pointer) ?? next, state);
  const elsewhere = errors.some(({ pointer }) => placeError(state, pointer) === null);
  return elsewhere || !errors.length ? { ...placed, error: troubleText(trouble) } : placed;
}

/** @param {ManualOrder} state @param {string} pointer RFC 6901, into the order @returns {ManualOrder | null} null: there is no such field */
function placeError(state, pointer) {
  const [, index, name] = /^\/order_items\/(\d+)\/(?:item_price\/)?(\w+)$/.exec(pointer) ?? [];
  if (index) {
    if (!state.items[Number(index)] || !ITEM_FIELDS.includes(name)) return null;
    const sentence = getMessage(`wrong_${PRICES[name] ?? name}`);
    const items = state.items.map((item, at) =>
      at === Number(index) ? { ...item, errors: { ...item.errors, [name]: sentence } } : item,
    );
    return { ...state, items };
  }
  const field = ORDER_FIELDS.find((fieldName) => pointer === `/${fieldName}`);
  return field ? { ...state, errors: { ...state.errors, [field]: getMessage(`wrong_${field}`) } } : null;
}

/** @param {ManualOrder} state @returns {Order} as typed, which may be wrong: the helper says what is */
export function manualOrderDocument({ values, items }) {
  return {
    schema_version: 1,
    merchant_order_id: values.merchant_order_id.trim(),
    reference_order_id: values.reference_order_id.trim(),
    status: /** @type {Order["status"]} */ (values.status || null),
    status_source: "seller",
    exception_state: null,
    order_placed_date: null,
    order_totals: null,
    order_items: items.map(itemDocument),
  };
}

/** @param {Typed} item @returns {OrderItem} */
function itemDocument({ values }) {
  const text = (/** @type {string} */ name) => values[name].trim();
  const price = (/** @type {string} */ name) => (text(name) ? tidy(text(name)) : null);
  const quantity = /^\d{1,9}$/.test(text("request_order_quantity")) ? Number(text("request_order_quantity")) : null;
  return {
    order_item_id: text("order_item_id"),
    merchant_sku: "",
    product_title: text("product_title") || text("order_item_id"),
    request_order_quantity: /** @type {number} */ (quantity),
    request_order_cancel_qty: 0,
    shipped_quantity: null,
    item_price: {
      base_price: price("base_price") ?? "", // without a price there is nothing to refund: the helper asks for it
      item_tax: price("item_tax"),
      item_shipping_cost: price("item_shipping_cost"),
      item_shipping_tax: price("item_shipping_tax"),
    },
    price_adjustment: null,
  };
}
