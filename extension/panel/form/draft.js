import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { ask } from "../../shared/messages.js";

/**
 * What was typed, kept in the background so that it survives a reload.
 *
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {import("../../shared/messages.js").ItemDraft} ItemDraft
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 * @typedef {import("../../shared/documents.d.ts").StatusLine} StatusLine
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 */

const QUIET_MS = 150;

/**
 * @param {string} merchant_order_id
 * @param {() => Draft} draft what stands in the form when it is kept
 * @param {AbortSignal} signal ends the keeping, after what was typed last
 * @returns {{soon: () => void, drop: () => Promise<null>}} soon: keeps it when the seller rests from typing; drop: it was sent
 */
export function draftKeeper(merchant_order_id, draft, signal) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const save = () => {
    cancel();
    return ask("keep_draft", { merchant_order_id, draft: draft() });
  };
  const saveLate = () => {
    if (timer) save().catch(console.warn); // the page is going; there is nobody left to tell
  };
  addEventListener("pagehide", saveLate, { signal });
  signal.addEventListener("abort", saveLate);
  return {
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(() => save().catch(console.warn), QUIET_MS);
    },
    drop: () => {
      cancel();
      return ask("keep_draft", { merchant_order_id, draft: null });
    },
  };
}

/**
 * A form filled in with what a refund asked for, to be mended and sent again.
 *
 * @param {(EnteredLine | StatusLine)[]} lines
 * @param {Standing} standing
 * @returns {Draft} for another refund: without a request_id
 */
export function draftOfLines(lines, standing) {
  /** @type {Draft} */
  const draft = { items: {}, confirmed: [], status: null };
  for (const item of standing.items) {
    const line = lines.find(({ order_item_id }) => order_item_id === item.order_item_id);
    if (line) draft.items[item.order_item_id] = draftOfLine(line);
  }
  return draft;
}

/** @param {StatusLine[]} lines @returns {StatusLine[]} those that can be sent once more */
export function notAccepted(lines) {
  return lines.filter(({ result }) => result !== "accepted");
}

/** @param {EnteredLine | StatusLine} line @returns {ItemDraft} as if all of it had been typed */
function draftOfLine(line) {
  return {
    chosen: true,
    total_quantity_returned: String(line.total_quantity_returned ?? ""),
    order_return_refund_qty: String(line.order_return_refund_qty ?? ""),
    refund_reason: line.refund_reason,
    refund_feedback: line.refund_feedback ?? "",
    notes: line.notes,
    refund_amount: line.refund_amount,
    touched: ["total_quantity_returned", ...AMOUNT_NAMES],
  };
}
