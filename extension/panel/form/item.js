import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { getMessage } from "../../shared/i18n.js";
import { button, el, freshId } from "../../shared/elements.js";
import { choice } from "../widgets/fields.js";
import { holdsFullAmounts, isFull } from "./item_amounts.js";
import { itemFacts } from "./item_facts.js";
import { itemFields } from "./item_fields.js";
import { FIELD_NAMES, applyFullAmounts, chooseItem, enterValue, tidyAmount } from "./item_state.js";

/**
 * An item of the order on screen.
 *
 * @typedef {import("./item_state.js").ItemState} ItemState
 * @typedef {import("./item_fields.js").ItemFields} ItemFields
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 *
 * @typedef {object} ItemView
 * @property {HTMLElement} element
 * @property {(state: ItemState) => void} render
 * @property {() => void} focus
 *
 * @typedef {(next: (state: ItemState) => ItemState) => void} ChangeItem
 */

/**
 * @param {ItemState} state its item is drawn once, the rest by render
 * @param {Standing} standing
 * @param {{change: ChangeItem, adjust: ChangeItem}} handlers change: the seller entered something; adjust: only its form is another
 * @returns {ItemView}
 */
export function itemView({ standing: item }, standing, { change, adjust }) {
  const factsId = freshId();
  const fields = itemFields(item, standing, factsId);
  const chosen = choice("checkbox", getMessage("refund_this_item"));
  const useFull = button(getMessage("use_full_amounts"), "quiet", () => {
    change(applyFullAmounts);
    fields.principal.control.focus(); // the button goes; the seller goes on at what it changed
  });
  const details = itemDetails(fields, useFull);
  const error = el("p", { class: "error", hidden: true });
  const element = itemElement(item, factsId, [chosen.element, fields.refund_reason.element, details], error);
  element.addEventListener("input", ({ target, isTrusted }) => {
    if (target === chosen.control) return change((state) => chooseItem(state, chosen.control.checked));
    const name = FIELD_NAMES.find((fieldName) => fields[fieldName].control === target);
    if (name) change((state) => enterValue(state, name, fields[name].control.value, isTrusted));
  });
  for (const name of AMOUNT_NAMES) {
    fields[name].control.addEventListener("blur", () => adjust((state) => tidyAmount(state, name)));
  }
  const { control: reason } = fields.refund_reason;
  /** @type {ItemState | null} */
  let shown = null;
  return {
    element,
    render: (state) => {
      if (state === shown) return;
      shown = state;
      chosen.control.checked = state.chosen;
      details.hidden = !state.chosen;
      element.classList.toggle("chosen", state.chosen);
      useFull.hidden = holdsFullAmounts(state);
      renderFields(fields, state, standing);
      error.textContent = state.error;
      error.hidden = !state.error;
    },
    focus: () => {
      reason.focus({ preventScroll: true }); // the item's title stays in sight where there is room
      reason.scrollIntoView({ block: "nearest" });
    },
  };
}

/** @param {ItemFields} fields @param {HTMLElement} useFull */
function itemDetails(fields, useFull) {
  return el(
    "div",
    { class: "details" },
    el("div", { class: "row" }, fields.total_quantity_returned.element, fields.order_return_refund_qty.element),
    el("div", { class: "row four" }, ...AMOUNT_NAMES.map((name) => fields[name].element)),
    ...AMOUNT_NAMES.map((name) => fields[name].error), // below all four: a quarter of the width is no place for a sentence
    useFull,
    fields.refund_feedback.element,
    fields.notes.element,
  );
}

/**
 * @param {import("../../shared/documents.d.ts").StandingItem} item
 * @param {string} factsId
 * @param {HTMLElement[]} entry what the seller fills in
 * @param {HTMLElement} error
 */
function itemElement(item, factsId, entry, error) {
  const titleId = freshId();
  const refundable = item.refundable_quantity > 0;
  return el(
    "div",
    { class: "item", role: "group", "aria-labelledby": titleId },
    el("h3", { id: titleId, title: item.product_title }, item.product_title),
    item.merchant_sku ? el("p", { class: "facts" }, getMessage("sku", item.merchant_sku)) : null,
    itemFacts(item, factsId),
    ...(refundable ? entry : [el("p", { class: "nothing-left" }, getMessage("nothing_left"))]),
    error,
  );
}

/** What is typed is left alone. @param {ItemFields} fields @param {ItemState} state @param {Standing} standing */
function renderFields(fields, state, { refund_feedbacks }) {
  for (const name of FIELD_NAMES) {
    const { control, blame } = fields[name];
    if (control.value !== state.values[name]) control.value = state.values[name];
    blame(state.errors[name] ?? null);
  }
  fields.refund_feedback.element.hidden = fields.notes.element.hidden = isFull(state);
  for (const option of fields.refund_feedback.control.options) {
    option.disabled = refund_feedbacks.some(
      ({ refund_feedback, not_with }) =>
        refund_feedback === option.value && not_with.some((reason) => reason === state.values.refund_reason),
    );
  }
}
