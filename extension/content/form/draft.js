import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { ask } from "../../shared/messages.js";

/**
 * What was typed, kept in the background so that it survives a reload.
 *
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 * @typedef {import("../../shared/documents.d.ts").StatusLine} StatusLine
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 */

const QUIET_MS = 150;

/**
 * @param {string} merchant_order_id
 * @param {() => Draft} draft
 * @param {AbortSignal} signal ends the keeping
 */
export function keeper(merchant_order_id, draft, signal) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    return ask("keep_draft", { merchant_order_id, draft: draft() });
  };
  const late = () => {
    if (timer) save().catch(console.warn); // the page is going; there is nobody left to tell
  };
  addEventListener("pagehide", late, { signal });
  signal.addEventListener("abort", late);
  return {
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(() => save().catch(console.warn), QUIET_MS);
    },
    drop: () => {
      clearTimeout(timer);
      timer = undefined;
      return ask("keep_draft", { merchant_order_id, draft: null });
    },
  };
}

/**
 * A form filled in with what a refund asked for, to be mended and sent again.
 *
 * @param {(EnteredLine | StatusLine)[]} lines
 * @param {Standing} standing
 * @returns {Draft}
 */
export function draftOf(lines, standing) {
  /** @type {Draft} */
  const draft = { items: {}, confirmed: [], status: null };
  for (const item of standing.items) {
    const line = lines.find((one) => one.order_item_id === item.order_item_id);
    if (line) draft.items[item.order_item_id] = itemDraft(line, item);
  }
  return draft;
}

/** @param {EnteredLine | StatusLine} line @param {import("../../shared/documents.d.ts").StandingItem} item */
function itemDraft(line, item) {
  const quantity = String(line.order_return_refund_qty ?? "");
  const all = item.amounts.find((one) => String(one.order_return_refund_qty) === quantity)?.refund_amount;
  return {
    chosen: true,
    total_quantity_returned: String(line.total_quantity_returned ?? ""),
    order_return_refund_qty: quantity,
    refund_reason: line.refund_reason,
    refund_feedback: line.refund_feedback ?? "",
    notes: line.notes,
    refund_amount: line.refund_amount,
    touched: ["total_quantity_returned", ...AMOUNT_NAMES.filter((name) => line.refund_amount[name] !== all?.[name])],
  };
}
