import { getMessage } from "../../shared/i18n.js";
import { tidy } from "../../shared/money.js";
import { button, el, freshId } from "../panel/elements.js";
import { field, moneyInput, quantityInput, textInput } from "../panel/fields.js";

/**
 * One item of an order that is typed.
 *
 * @typedef {object} ManualItem
 * @property {HTMLElement} element
 * @property {() => import("../../shared/documents.d.ts").OrderItem} document as typed, which may be wrong
 * @property {() => Record<string, string>} typed
 * @property {(name: string) => boolean} blame whether there is such a field
 * @property {() => void} forgive
 * @property {() => void} look
 */

/** A price's name in the order -> its name in the refund, which the messages go by. */
const PRICES = {
  base_price: "principal",
  item_tax: "tax",
  item_shipping_cost: "shipping_cost",
  item_shipping_tax: "shipping_tax",
};
const MOST = 99_999; // units, as the schema has it

/**
 * @param {number} number from 1
 * @param {Record<string, string>} typed before
 * @param {(() => void) | null} remove
 * @returns {ManualItem}
 */
export function manualItem(number, typed, remove) {
  const titleId = freshId();
  /** @type {Record<string, import("../panel/fields.js").Field<HTMLInputElement>>} */
  const fields = {
    order_item_id: field("order_item_id", textInput(64)),
    product_title: field(getMessage("product_title_label"), textInput(500)),
    request_order_quantity: field(getMessage("request_order_quantity_label"), quantityInput(MOST)),
    ...Object.fromEntries(Object.entries(PRICES).map(([name, part]) => [name, field(getMessage(part), moneyInput())])),
  };
  for (const [name, one] of Object.entries(fields)) one.control.value = typed[name] ?? "";
  const text = (/** @type {string} */ name) => fields[name].control.value.trim();
  const price = (/** @type {string} */ name) => (text(name) ? tidy(text(name)) : null);
  const prices = Object.keys(PRICES);
  const removing = remove ? button(getMessage("remove"), "quiet", remove) : null;
  removing?.setAttribute("aria-label", getMessage("remove_item", number));
  return {
    element: el(
      "div",
      { class: "hand-item", role: "group", "aria-labelledby": titleId },
      el("div", { class: "beside-title" }, el("h3", { id: titleId }, getMessage("item_number", number)), removing),
      fields.order_item_id.element,
      el("div", { class: "row" }, fields.product_title.element, fields.request_order_quantity.element),
      el("div", { class: "row four" }, ...prices.map((name) => fields[name].element)),
      ...prices.map((name) => fields[name].error), // below all four: a quarter of the width is no place for a sentence
    ),
    document: () => ({
      order_item_id: text("order_item_id"),
      merchant_sku: "",
      product_title: text("product_title") || text("order_item_id"),
      request_order_quantity: /** @type {number} */ (
        /^\d{1,9}$/.test(text("request_order_quantity")) ? Number(text("request_order_quantity")) : null
      ),
      request_order_cancel_qty: 0,
      shipped_quantity: null,
      item_price: {
        base_price: price("base_price") ?? "", // without a price there is nothing to refund: the helper asks for it
        item_tax: price("item_tax"),
        item_shipping_cost: price("item_shipping_cost"),
        item_shipping_tax: price("item_shipping_tax"),
      },
      price_adjustment: null,
    }),
    typed: () => Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.control.value])),
    blame: (name) => {
      const part = /** @type {Record<string, string>} */ (PRICES)[name];
      fields[name]?.blame(getMessage(`wrong_${part ?? name}`));
      return name in fields;
    },
    forgive: () => Object.values(fields).forEach((one) => one.blame(null)),
    look: () => fields.order_item_id.control.focus(),
  };
}
