import { awaitsAmounts, chosenUnits, lacksFullAmounts } from "./item_amounts.js";
import { takeFullAmount } from "./item_state.js";

/**
 * The full amounts that the standing does not hold: those of a quantity that the seller has chosen. The helper is asked for
 * them, so that no answer grows with a quantity.
 *
 * @typedef {import("./form_state.js").FormState} FormState
 * @typedef {import("../../shared/documents.d.ts").Quantities} Quantities
 */

/** @param {FormState} state @returns {Quantities | null} null: there is nothing to ask for */
export function quantitiesToAsk({ order, items }) {
  const lacking = items.filter(lacksFullAmounts).map((item) => ({
    order_item_id: item.standing.order_item_id,
    order_return_refund_qty: chosenUnits(item) ?? 0,
  }));
  return lacking.length ? { schema_version: 1, order, items: lacking } : null;
}

/** @param {FormState} state as it is now @param {import("../../shared/documents.d.ts").FullAmounts} answer @returns {FormState} */
export function withFullAmounts(state, answer) {
  const given = new Map(answer.items.map(({ order_item_id, full_amount }) => [order_item_id, full_amount]));
  const items = state.items.map((item) => {
    const full_amount = given.get(item.standing.order_item_id);
    return full_amount ? takeFullAmount(item, full_amount) : item;
  });
  return { ...state, items };
}

/** @param {FormState} state @returns {boolean} a click would send amounts that the helper is yet to give */
export function awaitsAnyAmounts({ items }) {
  return items.some(awaitsAmounts);
}
