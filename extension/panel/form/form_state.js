import { initialItem, applyReading } from "./item_state.js";

/**
 * What the form holds: its items, what is confirmed, what is wrong, and how far sending it has come. Plain values: each
 * function gives a new state. Whether a refund is allowed and what is full is the helper's to say.
 *
 * @typedef {import("../../shared/documents.d.ts").Finding} Finding
 * @typedef {import("../../shared/documents.d.ts").Judgement} Judgement
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/errors.js").Trouble} Trouble
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {import("./item_state.js").ItemState} ItemState
 *
 * @typedef {object} FormState
 * @property {Order} order
 * @property {Standing} standing
 * @property {string} request_id of this refund: sent twice, it is still that refund
 * @property {ItemState[]} items in the order's sequence
 * @property {string[]} confirmed codes that the seller has confirmed, also of warnings that are gone meanwhile
 * @property {Finding[]} warnings to be confirmed
 * @property {boolean} unanswered the seller tried to send it without saying how prices are read
 * @property {string[]} errors sentences that belong to no item
 * @property {boolean} attempted the seller tried to send it: from then on what is missing is an error too
 * @property {boolean} busy it is being sent
 * @property {Trouble | null} trouble what keeps the helper from judging it
 */

/** The warning that nothing tells what a price is for. It is answered by a reading, not by a check box. */
export const UNKNOWN_BASIS = "price_basis_unknown";

/** Reading -> the code that confirms it. */
export const READING_CODES = /** @type {const} */ ({ unit: "price_basis_unit", line: "price_basis_line" });

/**
 * @param {Order} order
 * @param {Standing} standing
 * @param {Draft | null} draft what was typed before
 * @param {boolean} attempted
 * @returns {FormState}
 */
export function initialForm(order, standing, draft, attempted) {
  const refundable = standing.items.filter((item) => item.refundable_quantity > 0);
  const items = standing.items.map((item) =>
    initialItem(item, standing, draft?.items[item.order_item_id] ?? null, refundable.length === 1),
  );
  const state = {
    order,
    standing,
    request_id: draft?.request_id ?? crypto.randomUUID(),
    items,
    confirmed: [...new Set(draft?.confirmed ?? [])],
    warnings: toConfirm(standing.warnings),
    unanswered: false,
    errors: [],
    attempted,
    busy: false,
    trouble: null,
  };
  return readingOf(state) ? withReading(state) : state;
}

/**
 * @param {FormState} state
 * @param {string} order_item_id
 * @param {(item: ItemState) => ItemState} change
 * @returns {FormState}
 */
export function changeItem(state, order_item_id, change) {
  const items = state.items.map((item) => (item.standing.order_item_id === order_item_id ? change(item) : item));
  return { ...state, items };
}

/** The seller says how prices are read. @param {FormState} state @param {import("./item_state.js").Reading} reading @returns {FormState} */
export function chooseReading(state, reading) {
  const others = state.confirmed.filter((code) => !isReadingCode(code));
  return withReading({ ...state, confirmed: [...others, READING_CODES[reading]], unanswered: false });
}

/** @param {FormState} state @param {string} code of a warning @param {boolean} confirmed @returns {FormState} */
export function confirmWarning(state, code, confirmed) {
  const others = state.confirmed.filter((other) => other !== code);
  return { ...state, confirmed: confirmed ? [...others, code] : others };
}

/** What the helper says of the amounts and warns of. @param {FormState} state @param {Judgement} judgement @returns {FormState} */
export function applyJudgement(state, { lines, warnings }) {
  const items = state.items.map((item) => {
    const line = lines.find(({ order_item_id }) => order_item_id === item.standing.order_item_id);
    return { ...item, full: line?.full ?? null };
  });
  return { ...askToConfirm({ ...state, items }, warnings), trouble: null };
}

/** @param {FormState} state @param {Finding[]} warnings @returns {FormState} */
export function askToConfirm(state, warnings) {
  return { ...state, warnings: toConfirm(warnings) };
}

/** @param {FormState} state @returns {import("./item_state.js").Reading | null} null: the seller has not said it */
function readingOf({ confirmed }) {
  if (confirmed.includes(READING_CODES.line)) return "line";
  return confirmed.includes(READING_CODES.unit) ? "unit" : null;
}

/** @param {FormState} state @returns {FormState} */
function withReading(state) {
  const reading = readingOf(state);
  return { ...state, items: state.items.map((item) => applyReading(item, reading)) };
}

/** @param {Standing} standing @returns {import("./item_state.js").StandingItem[]} whose prices may be for a unit or for the whole line */
export function unclearItems({ items }) {
  return items.filter((item) => item.full_amount?.readings);
}

/** @param {string} code @returns {boolean} */
export function isReadingCode(code) {
  return code === READING_CODES.unit || code === READING_CODES.line;
}

/** @param {Finding[]} warnings */
function toConfirm(warnings) {
  return warnings.filter(({ code }) => code !== UNKNOWN_BASIS);
}
