import { sum } from "../../shared/money.js";
import { isReadingCode, unclearItems } from "./form_state.js";
import { itemDraftOf, lineOf } from "./item_line.js";

/**
 * The form's state as documents: the refund that the helper judges or takes, and the draft that outlives the page.
 *
 * @typedef {import("./form_state.js").FormState} FormState
 */

/** @param {FormState} state @returns {import("../../shared/messages.js").EnteredLine[]} of the items that are chosen */
export function refundLines({ items }) {
  return items.filter(({ chosen }) => chosen).map(lineOf);
}

/** @param {FormState} state @returns {string | null} the sum of what is typed, such as "19.99"; null: nothing is chosen, or not all of it is an amount */
export function refundTotal(state) {
  const lines = refundLines(state);
  return lines.length ? sum(lines.flatMap((line) => Object.values(line.refund_amount))) : null;
}

/** @param {FormState} state @returns {string[]} the code that says how prices are read, where that is asked */
export function confirmedReadings({ standing, confirmed }) {
  return unclearItems(standing).length ? confirmed.filter(isReadingCode) : [];
}

/** @param {FormState} state @returns {string[]} codes of what is on screen and confirmed */
export function confirmedCodes(state) {
  const warnings = new Set(state.warnings.map(({ code }) => code));
  return [...confirmedReadings(state), ...[...warnings].filter((code) => state.confirmed.includes(code))];
}

/** @param {FormState} state @param {string[]} confirmed codes @returns {import("../../shared/messages.js").EnteredRefund} */
export function enteredRefund(state, confirmed) {
  const { request_id, order } = state;
  return { schema_version: 1, request_id, order, lines: refundLines(state), confirmed };
}

/** @param {FormState} state @returns {import("../../shared/messages.js").Draft} for another refund: without a request_id */
export function draftOfForm({ order, items, confirmed }) {
  return {
    items: Object.fromEntries(items.map((item) => [item.standing.order_item_id, itemDraftOf(item)])),
    confirmed,
    status: order.status_source === "seller" ? order.status : null,
  };
}

/** @param {FormState} state @returns {import("../../shared/messages.js").Draft} for this same refund */
export function draftOfRefund(state) {
  return { ...draftOfForm(state), request_id: state.request_id };
}
