import { getMessage } from "../../shared/i18n.js";
import { refundLines } from "./entered_refund.js";
import { UNKNOWN_BASIS, unclearItems } from "./form_state.js";
import { isAmount } from "./item_amounts.js";
import { FIELD_NAMES } from "./item_state.js";

/**
 * Where a finding of the helper stands in the form: at the field that its pointer names, at its item, or above all items.
 *
 * @typedef {import("../../shared/documents.d.ts").Finding} Finding
 * @typedef {import("./form_state.js").FormState} FormState
 * @typedef {import("./item_state.js").ItemState} ItemState
 */

/**
 * @param {FormState} state
 * @param {Finding[]} findings pointers as RFC 6901 has them, into the refund that was sent
 * @returns {FormState} with these errors and no others. Before the seller has tried to send the form, a field that is
 *   empty and was not touched is not an error
 */
export function placeErrors(state, findings) {
  const items = state.items.map((item) => ({ ...item, errors: {}, error: "" }));
  /** @type {string[]} */
  const errors = [];
  for (const finding of findings) {
    const { order_item_id, path } = locate(state, finding.pointer);
    const at = items.findIndex((item) => item.standing.order_item_id === order_item_id);
    if (at !== -1) items[at] = placeInItem(items[at], path, finding, state.attempted);
    else if (state.attempted || finding.pointer !== "/confirmed") errors.push(finding.message);
  }
  const asked = unclearItems(state.standing).length > 0 && findings.some(({ code }) => code === UNKNOWN_BASIS);
  return { ...state, items, errors: [...new Set(errors)], unanswered: asked ? state.attempted : state.unanswered };
}

/**
 * @param {FormState} state
 * @param {string} pointer
 * @returns {{order_item_id: string | undefined, path: string}} undefined: it points at no item; path: below the item
 */
function locate(state, pointer) {
  const [, list, index, path = ""] = /^\/(lines|order\/order_items)\/(\d+)\/?(.*)$/.exec(pointer) ?? [];
  if (!list) return { order_item_id: undefined, path };
  const rows = list === "lines" ? refundLines(state) : state.order.order_items;
  return { order_item_id: rows[Number(index)]?.order_item_id, path };
}

/** @param {ItemState} item @param {string} path such as "notes" or "refund_amount/tax" @param {Finding} finding @param {boolean} attempted @returns {ItemState} */
function placeInItem(item, path, { code, message }, attempted) {
  const [parent, child] = path.split("/");
  const name = FIELD_NAMES.find((fieldName) => fieldName === (child ?? parent));
  if (!name) return { ...item, error: message };
  const missing = !item.touched.includes(name) && item.values[name] === "";
  if (missing && (!attempted || isAmount(name))) return item; // an amount is missing as long as the quantity is wrong
  const sentence = code === "not_valid" ? getMessage(`wrong_${name}`) : message;
  return { ...item, errors: { ...item.errors, [name]: sentence } };
}
