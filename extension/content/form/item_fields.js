import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { getMessage } from "../../shared/i18n.js";
import { tidy } from "../../shared/money.js";
import { el } from "../panel/elements.js";
import { field, moneyInput, quantityInput, select } from "../panel/fields.js";

/**
 * What is typed for one item, and how it becomes a line of the refund or a draft.
 *
 * @typedef {import("../../shared/documents.d.ts").StandingItem} StandingItem
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 * @typedef {import("../../shared/messages.js").ItemDraft} ItemDraft
 * @typedef {import("../../shared/amount_names.js").AmountName} AmountName
 * @typedef {Record<"total_quantity_returned" | "order_return_refund_qty" | "refund_reason" | "refund_feedback" | "notes" | AmountName,
 *   import("../panel/fields.js").Field<any>>} ItemFields
 */

/**
 * @param {StandingItem} item
 * @param {import("../../shared/documents.d.ts").Standing} standing
 * @param {string} describedBy
 * @returns {ItemFields}
 */
export function itemFields(item, standing, describedBy) {
  const wide = { kind: "wide" };
  const reasons = standing.refund_reasons.map((one) => one.refund_reason);
  const feedbacks = standing.refund_feedbacks.map((one) => one.refund_feedback);
  return {
    total_quantity_returned: field(getMessage("total_quantity_returned"), quantityInput(item.returnable_quantity), {
      describedBy,
    }),
    order_return_refund_qty: field(getMessage("order_return_refund_qty"), quantityInput(item.refundable_quantity), {
      describedBy,
    }),
    refund_reason: field(getMessage("refund_reason"), select(getMessage("choose_a_reason"), reasons), wide),
    refund_feedback: field(getMessage("refund_feedback"), select(getMessage("choose_why"), feedbacks), wide),
    notes: field(getMessage("notes"), el("textarea", { rows: 1, maxlength: 1000 }), wide),
    principal: field(getMessage("principal"), moneyInput()),
    tax: field(getMessage("tax"), moneyInput()),
    shipping_cost: field(getMessage("shipping_cost"), moneyInput()),
    shipping_tax: field(getMessage("shipping_tax"), moneyInput()),
  };
}

/** @param {ItemFields} fields @param {ItemDraft} draft */
export function fillFields(fields, { refund_amount, touched, ...typed }) {
  const byName = /** @type {Record<string, import("../panel/fields.js").Field<any>>} */ (fields);
  for (const [name, value] of Object.entries({ ...typed, ...refund_amount })) {
    if (byName[name]) byName[name].control.value = value;
  }
  for (const name of touched) if (byName[name]) byName[name].touched = true;
}

/**
 * @param {string} order_item_id
 * @param {ItemFields} fields
 * @param {boolean} full what explains a smaller amount is then left out
 * @returns {EnteredLine}
 */
export function lineOf(order_item_id, fields, full) {
  return {
    order_item_id,
    total_quantity_returned: whole(fields.total_quantity_returned.control.value),
    order_return_refund_qty: whole(fields.order_return_refund_qty.control.value),
    refund_reason: fields.refund_reason.control.value,
    refund_feedback: full ? null : fields.refund_feedback.control.value || null,
    notes: full ? "" : fields.notes.control.value,
    refund_amount: amountOf((name) => tidy(fields[name].control.value)),
  };
}

/** @param {ItemFields} fields @param {boolean} chosen @returns {ItemDraft} */
export function itemDraftOf(fields, chosen) {
  return {
    chosen,
    total_quantity_returned: fields.total_quantity_returned.control.value,
    order_return_refund_qty: fields.order_return_refund_qty.control.value,
    refund_reason: fields.refund_reason.control.value,
    refund_feedback: fields.refund_feedback.control.value,
    notes: fields.notes.control.value,
    refund_amount: amountOf((name) => fields[name].control.value),
    touched: Object.entries(fields)
      .filter(([, one]) => one.touched)
      .map(([name]) => name),
  };
}

/** @param {ItemFields} fields @param {import("../../shared/documents.d.ts").RefundAmount} all */
export function holdsAll(fields, all) {
  return AMOUNT_NAMES.every((name) => tidy(fields[name].control.value) === all[name]);
}

/** @param {(name: AmountName) => string} value @returns {import("../../shared/documents.d.ts").RefundAmount} */
function amountOf(value) {
  return {
    principal: value("principal"),
    tax: value("tax"),
    shipping_cost: value("shipping_cost"),
    shipping_tax: value("shipping_tax"),
  };
}

/** @param {string} typed @returns {number | string | null} */
function whole(typed) {
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}
