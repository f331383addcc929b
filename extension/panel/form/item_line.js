import { tidy } from "../../shared/money.js";
import { isFull } from "./item_amounts.js";

/**
 * An item's state as a line of the refund, and as a draft.
 *
 * @typedef {import("./item_state.js").ItemState} ItemState
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 * @typedef {import("../../shared/documents.d.ts").RefundAmount} RefundAmount
 */

/** @param {ItemState} state @returns {EnteredLine} a full line has no feedback and no notes, which explain a smaller amount */
export function lineOf(state) {
  const { standing, values } = state;
  const full = isFull(state);
  return {
    order_item_id: standing.order_item_id,
    total_quantity_returned: quantityOf(values.total_quantity_returned),
    order_return_refund_qty: quantityOf(values.order_return_refund_qty),
    refund_reason: /** @type {EnteredLine["refund_reason"]} */ (values.refund_reason),
    refund_feedback: full ? null : /** @type {EnteredLine["refund_feedback"]} */ (values.refund_feedback || null),
    notes: full ? "" : values.notes,
    refund_amount: amountsOf((name) => tidy(values[name])),
  };
}

/** @param {ItemState} state @returns {import("../../shared/messages.js").ItemDraft} all of it, as it was typed */
export function itemDraftOf({ chosen, values, touched }) {
  return {
    chosen,
    total_quantity_returned: values.total_quantity_returned,
    order_return_refund_qty: values.order_return_refund_qty,
    refund_reason: values.refund_reason,
    refund_feedback: values.refund_feedback,
    notes: values.notes,
    refund_amount: amountsOf((name) => values[name]),
    touched,
  };
}

/** @param {(name: import("../../shared/amount_names.js").AmountName) => string} amount @returns {RefundAmount} */
function amountsOf(amount) {
  return {
    principal: amount("principal"),
    tax: amount("tax"),
    shipping_cost: amount("shipping_cost"),
    shipping_tax: amount("shipping_tax"),
  };
}

/** @param {string} text @returns {number | string | null} as it was typed, where it is no whole number; null: nothing was typed */
function quantityOf(text) {
  if (text === "") return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
