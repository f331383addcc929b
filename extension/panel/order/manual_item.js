import { getMessage } from "../../shared/i18n.js";
import { MOST_UNITS } from "../../shared/most_units.js";
import { button, el, freshId } from "../../shared/elements.js";
import { field, moneyInput, quantityInput, textInput } from "../widgets/fields.js";
import { ITEM_FIELDS, PRICES } from "./manual_order.js";

/**
 * An item of an order that is typed, on screen.
 *
 * @typedef {object} ManualItem
 * @property {HTMLElement} element
 * @property {(errors: Record<string, string>) => void} showErrors field -> sentence
 * @property {() => void} focus
 */

/**
 * @param {number} number from 1
 * @param {Record<string, string>} values typed before
 * @param {{typed: (name: string, value: string) => void, remove: (() => void) | null}} handlers
 * @returns {ManualItem}
 */
export function manualItem(number, values, { typed, remove }) {
  const titleId = freshId();
  const fields = itemFields();
  for (const name of ITEM_FIELDS) {
    const { control } = fields[name];
    control.value = values[name];
    control.addEventListener("input", () => typed(name, control.value));
  }
  const prices = Object.keys(PRICES);
  const removeButton = remove ? button(getMessage("remove"), "quiet", remove) : null;
  removeButton?.setAttribute("aria-label", getMessage("remove_item", number));
  return {
    element: el(
      "div",
      { class: "hand-item", role: "group", "aria-labelledby": titleId },
      el("div", { class: "beside-title" }, el("h3", { id: titleId }, getMessage("item_number", number)), removeButton),
      fields.order_item_id.element,
      el("div", { class: "row" }, fields.product_title.element, fields.request_order_quantity.element),
      el("div", { class: "row four" }, ...prices.map((name) => fields[name].element)),
      ...prices.map((name) => fields[name].error), // below all four: a quarter of the width is no place for a sentence
    ),
    showErrors: (errors) => {
      for (const name of ITEM_FIELDS) fields[name].blame(errors[name] ?? null);
    },
    focus: () => fields.order_item_id.control.focus(),
  };
}

/** @returns {Record<string, import("../widgets/fields.js").Field<HTMLInputElement>>} empty */
function itemFields() {
  const prices = Object.entries(PRICES).map(([name, amountName]) => [
    name,
    field(getMessage(amountName), moneyInput()),
  ]);
  return {
    order_item_id: field("order_item_id", textInput(64)),
    product_title: field(getMessage("product_title_label"), textInput(500)),
    request_order_quantity: field(getMessage("request_order_quantity_label"), quantityInput(MOST_UNITS)),
    ...Object.fromEntries(prices),
  };
}
