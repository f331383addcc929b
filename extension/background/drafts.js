import { clear, read, readAll, remove, write } from "./store.js";

/**
 * What was typed and not sent. It outlives the page and the worker.
 *
 * @typedef {import("../shared/messages.js").Draft} Draft
 */

/** What is never sent is not kept for ever: notes may name a buyer. */
const DRAFT_MS = 30 * 24 * 3_600_000;

/** @param {{merchant_order_id: string}} order @returns {Promise<Draft | null>} */
export async function loadDraft({ merchant_order_id }) {
  return (await read("drafts", merchant_order_id))?.draft ?? null;
}

/** @param {{merchant_order_id: string, draft: Draft | null}} kept null: nothing is typed any more @returns {Promise<null>} */
export async function saveDraft({ merchant_order_id, draft }) {
  await (draft
    ? write("drafts", merchant_order_id, { merchant_order_id, draft, at: Date.now() })
    : remove("drafts", merchant_order_id));
  return null;
}

/** The helper has it; what is typed for a further refund of the order stays. @param {import("../shared/messages.js").EnteredRefund} refund */
export async function dropSentDraft({ request_id, order: { merchant_order_id } }) {
  if ((await loadDraft({ merchant_order_id }))?.request_id === request_id) await remove("drafts", merchant_order_id);
}

/** What was not typed in for thirty days. */
export async function dropOldDrafts() {
  for (const { merchant_order_id, at } of await readAll("drafts")) {
    if (Date.now() - at > DRAFT_MS) await remove("drafts", merchant_order_id);
  }
}

/** All of them. @returns {Promise<void>} */
export function dropDrafts() {
  return clear("drafts");
}
