import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { tidy } from "../../shared/money.js";
import { MOST_UNITS } from "../../shared/most_units.js";

/**
 * The amounts of an item, which follow its quantity as long as the seller has not changed them. Nothing is calculated: they
 * are those that the helper gave for the quantity, and until it has given them there are none.
 *
 * @typedef {import("./item_state.js").ItemState} ItemState
 */

/** @param {ItemState} state @returns {number | null} units to refund; null: what is typed is no such number */
export function chosenUnits({ values }) {
  const units = /^\d{1,9}$/.test(values.order_return_refund_qty) ? Number(values.order_return_refund_qty) : 0;
  return units >= 1 && units <= MOST_UNITS ? units : null;
}

/** @param {ItemState} state @returns {import("../../shared/documents.d.ts").Amounts | null} null: the helper has given none for this quantity */
export function fullAmounts(state) {
  const units = chosenUnits(state);
  const full = [state.standing.full_amount, state.asked].find((given) => given?.order_return_refund_qty === units);
  return (state.reading && full?.readings?.[state.reading]) || (full?.refund_amount ?? null);
}

/** @param {ItemState} state @returns {boolean} the helper is to be asked for the amounts */
export function lacksFullAmounts(state) {
  return state.chosen && chosenUnits(state) !== null && fullAmounts(state) === null;
}

/** @param {ItemState} state @returns {boolean} there are amounts that the helper is yet to give */
export function awaitsAmounts(state) {
  return lacksFullAmounts(state) && AMOUNT_NAMES.some((name) => !state.touched.includes(name));
}

/** @param {ItemState} state @returns {boolean} also where there are no full amounts to compare with */
export function holdsFullAmounts(state) {
  const full = fullAmounts(state);
  return full === null || AMOUNT_NAMES.every((name) => tidy(state.values[name]) === full[name]);
}

/** The helper's word, once it has judged what stands there. @param {ItemState} state @returns {boolean} */
export function isFull(state) {
  if (state.full !== null) return state.full;
  return fullAmounts(state) ? holdsFullAmounts(state) : !AMOUNT_NAMES.some((name) => state.touched.includes(name));
}

/**
 * @param {ItemState} state
 * @returns {ItemState} with the amounts and the quantity returned of its quantity, but for those that the seller changed
 */
export function followQuantity(state) {
  const { standing, touched } = state;
  const values = { ...state.values };
  const full = fullAmounts(state);
  for (const name of AMOUNT_NAMES) if (!touched.includes(name)) values[name] = full?.[name] ?? "";
  if (!touched.includes("total_quantity_returned")) {
    const returned = Math.min(Number(values.order_return_refund_qty), standing.returnable_quantity);
    values.total_quantity_returned = String(nothingReturned(state) ? 0 : returned);
  }
  return { ...state, values };
}

/** An amount that is the full one follows the quantity, whoever typed it. @param {ItemState} state @returns {ItemState} */
export function releaseFullAmounts(state) {
  const full = fullAmounts(state);
  const own = AMOUNT_NAMES.filter((name) => tidy(state.values[name]) !== full?.[name]);
  const touched = state.touched.filter((name) => !isAmount(name) || own.some((ownName) => ownName === name));
  return { ...state, touched };
}

/** @param {import("./item_state.js").FieldName} name @returns {boolean} */
export function isAmount(name) {
  return AMOUNT_NAMES.some((amountName) => amountName === name);
}

/** @param {ItemState} state @returns {boolean} the reason says that nothing came back */
function nothingReturned({ reasons, values }) {
  return reasons.some((reason) => reason.refund_reason === values.refund_reason && reason.nothing_returned);
}
