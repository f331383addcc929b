import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { tidy } from "../../shared/money.js";

/**
 * The amounts of an item, which follow its quantity as long as the seller has not changed them. Nothing is calculated: they
 * are those that the helper gave for the quantity.
 *
 * @typedef {import("./item_state.js").ItemState} ItemState
 */

/** @param {ItemState} state @returns {import("../../shared/documents.d.ts").RefundAmount | null} null: the helper gave none for this quantity */
export function fullAmounts({ standing, reading, values }) {
  const amounts = (reading && standing.readings?.[reading]) || standing.amounts;
  const row = amounts.find(
    ({ order_return_refund_qty }) => String(order_return_refund_qty) === values.order_return_refund_qty,
  );
  return row?.refund_amount ?? null;
}

/** @param {ItemState} state @returns {boolean} also where there are no full amounts to compare with */
export function holdsFullAmounts(state) {
  const full = fullAmounts(state);
  return full === null || AMOUNT_NAMES.every((name) => tidy(state.values[name]) === full[name]);
}

/** The helper's word, once it has judged what stands there. @param {ItemState} state @returns {boolean} */
export function isFull(state) {
  return state.full ?? holdsFullAmounts(state);
}

/**
 * @param {ItemState} state
 * @returns {ItemState} with the amounts and the quantity returned of its quantity, but for those that the seller changed
 */
export function followQuantity(state) {
  const { standing, touched } = state;
  const values = { ...state.values };
  const full = fullAmounts(state);
  for (const name of AMOUNT_NAMES) if (full && !touched.includes(name)) values[name] = full[name];
  if (!touched.includes("total_quantity_returned")) {
    const returned = Math.min(Number(values.order_return_refund_qty), standing.returnable_quantity);
    values.total_quantity_returned = String(nothingReturned(state) ? 0 : returned);
  }
  return { ...state, values };
}

/** @param {ItemState} state @returns {boolean} the reason says that nothing came back */
function nothingReturned({ reasons, values }) {
  return reasons.some((reason) => reason.refund_reason === values.refund_reason && reason.nothing_returned);
}
