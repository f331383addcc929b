import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { tidy } from "../../shared/money.js";
import { chosenUnits, followQuantity, isAmount, releaseFullAmounts } from "./item_amounts.js";

/**
 * What the form holds for an item of the order, and how it changes. Plain values: each function gives a new state, and the
 * screen is drawn from it.
 *
 * @typedef {import("../../shared/amount_names.js").AmountName} AmountName
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/documents.d.ts").StandingItem} StandingItem
 * @typedef {import("../../shared/messages.js").ItemDraft} ItemDraft
 * @typedef {"total_quantity_returned" | "order_return_refund_qty" | "refund_reason" | "refund_feedback" | "notes" | AmountName} FieldName
 * @typedef {"unit" | "line"} Reading how prices are read where the order leaves that open
 *
 * @typedef {object} ItemState
 * @property {StandingItem} standing what the helper says of it
 * @property {import("../../shared/documents.d.ts").RefundReasonOption[]} reasons
 * @property {boolean} chosen
 * @property {Record<FieldName, string>} values as they stand in the fields
 * @property {FieldName[]} touched changed by the seller; quantity returned and amounts that are not touched follow the quantity
 * @property {import("../../shared/documents.d.ts").FullAmount | null} asked what the helper said of another quantity than all that is left
 * @property {Reading | null} reading null: the seller has not said it yet
 * @property {boolean | null} full whether the amounts are the full ones, as the helper says; null: it has not judged them yet
 * @property {Partial<Record<FieldName, string>>} errors field -> sentence
 * @property {string} error what is wrong with the item and belongs to no field; "" for nothing
 */

/** @type {readonly FieldName[]} */
export const FIELD_NAMES = [
  "total_quantity_returned",
  "order_return_refund_qty",
  "refund_reason",
  "refund_feedback",
  "notes",
  ...AMOUNT_NAMES,
];

/**
 * @param {StandingItem} item
 * @param {Standing} standing
 * @param {ItemDraft | null} draft what was typed before
 * @param {boolean} chosen where there is no draft
 * @returns {ItemState} without a draft: all that is left of the item. Amounts that the seller has not changed are the helper's, also
 *   where the draft is older
 */
export function initialItem(item, standing, draft, chosen) {
  const refundable = item.refundable_quantity > 0;
  const state = {
    standing: item,
    reasons: standing.refund_reasons,
    chosen: refundable && (draft?.chosen ?? chosen),
    values: draft ? draftValues(draft, standing) : emptyValues(String(item.refundable_quantity)),
    touched: draft ? FIELD_NAMES.filter((name) => draft.touched.includes(name)) : [],
    asked: null,
    reading: null,
    full: null,
    errors: {},
    error: "",
  };
  return followQuantity(releaseFullAmounts(state));
}

/** @param {string} order_return_refund_qty @returns {Record<FieldName, string>} */
function emptyValues(order_return_refund_qty) {
  return /** @type {Record<FieldName, string>} */ ({
    ...Object.fromEntries(FIELD_NAMES.map((name) => [name, ""])),
    order_return_refund_qty,
  });
}

/** A reason or a why that is offered no more is not chosen. @param {ItemDraft} draft @param {Standing} standing */
function draftValues({ refund_amount, ...draft }, { refund_reasons, refund_feedbacks }) {
  const reasonOffered = refund_reasons.some(({ refund_reason }) => refund_reason === draft.refund_reason);
  const feedbackOffered = refund_feedbacks.some(({ refund_feedback }) => refund_feedback === draft.refund_feedback);
  return {
    total_quantity_returned: draft.total_quantity_returned,
    order_return_refund_qty: draft.order_return_refund_qty,
    refund_reason: reasonOffered ? draft.refund_reason : "",
    refund_feedback: feedbackOffered ? draft.refund_feedback : "",
    notes: draft.notes,
    ...refund_amount,
  };
}

/**
 * A field has another value. A reason chooses its item; what the helper said of the amounts holds no more.
 *
 * @param {ItemState} state
 * @param {FieldName} name
 * @param {string} value
 * @param {boolean} bySeller not by a script of the page
 * @returns {ItemState}
 */
export function enterValue(state, name, value, bySeller) {
  const entered = {
    ...state,
    values: { ...state.values, [name]: value },
    touched: bySeller && !state.touched.includes(name) ? [...state.touched, name] : state.touched,
    chosen: state.chosen || (name === "refund_reason" && value !== ""),
    full: null,
  };
  if (name === "refund_reason" || name === "order_return_refund_qty") return followQuantity(entered);
  return isAmount(name) ? releaseFullAmounts(entered) : entered;
}

/** @param {ItemState} state @param {boolean} chosen @returns {ItemState} */
export function chooseItem(state, chosen) {
  return { ...state, chosen, full: null };
}

/** The seller leaves the field of an amount: "$5" becomes "5.00". @param {ItemState} state @param {AmountName} name @returns {ItemState} */
export function tidyAmount(state, name) {
  return { ...state, values: { ...state.values, [name]: tidy(state.values[name]) } };
}

/** The amounts follow the quantity again. @param {ItemState} state @returns {ItemState} */
export function applyFullAmounts(state) {
  return followQuantity({ ...state, touched: state.touched.filter((name) => !isAmount(name)), full: null });
}

/**
 * @param {ItemState} state
 * @param {import("../../shared/documents.d.ts").FullAmount} asked what the helper said when it was asked; the quantity may be another by now
 * @returns {ItemState}
 */
export function takeFullAmount(state, asked) {
  if (asked.order_return_refund_qty !== chosenUnits(state)) return state;
  return followQuantity(releaseFullAmounts({ ...state, asked }));
}

/** Where the order leaves it open, prices are read as the seller says. @param {ItemState} state @param {Reading | null} reading @returns {ItemState} */
export function applyReading(state, reading) {
  return state.standing.full_amount?.readings ? followQuantity(releaseFullAmounts({ ...state, reading })) : state;
}
