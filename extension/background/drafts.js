import { clear, read, readAll, remove, write } from "./store.js";

/** What was typed, and what was clicked but not yet taken over by the helper. Both outlive the page and the worker. */

/**
 * @typedef {import("../shared/messages.js").Draft} Draft
 * @typedef {import("../shared/messages.js").Outgoing} Outgoing
 */

/** What is never sent is not kept for ever: notes may name a buyer. */
const DRAFT_MS = 30 * 24 * 3_600_000;

/** @param {{merchant_order_id: string}} order @returns {Promise<Draft | null>} */
export async function draft({ merchant_order_id }) {
  return (await read("drafts", merchant_order_id))?.draft ?? null;
}

/** @param {{merchant_order_id: string, draft: Draft | null}} kept */
export async function keepDraft({ merchant_order_id, draft }) {
  await (draft ? write("drafts", merchant_order_id, { merchant_order_id, draft, at: Date.now() }) : remove("drafts", merchant_order_id));
  return null;
}

/** The helper has it; what is typed for a further refund of the order stays. @param {import("../shared/documents.js").Refund} refund */
export async function dropSent({ request_id, order: { merchant_order_id } }) {
  if ((await draft({ merchant_order_id }))?.request_id === request_id) await remove("drafts", merchant_order_id);
}

export async function dropOldDrafts() {
  for (const { merchant_order_id, at } of await readAll("drafts")) {
    if (Date.now() - at > DRAFT_MS) await remove("drafts", merchant_order_id);
  }
}

export function dropDrafts() {
  return clear("drafts");
}

/** @returns {Promise<Outgoing[]>} oldest first */
export async function allOutgoing() {
  const all = await readAll("outgoing");
  return all.sort((a, b) => a.since.localeCompare(b.since));
}

/** @param {{merchant_order_id: string}} order @returns {Promise<Outgoing | null>} */
export async function outgoing({ merchant_order_id }) {
  return (await allOutgoing()).find((one) => one.refund.order.merchant_order_id === merchant_order_id) ?? null;
}

/** @param {{request_id: string}} refund @returns {Promise<Outgoing | null>} */
export async function outgoingAs({ request_id }) {
  return (await read("outgoing", request_id)) ?? null;
}

/** @param {Outgoing} one */
export async function keepOutgoing(one) {
  await write("outgoing", one.refund.request_id, one);
}

/** @param {{request_id: string}} refund */
export async function dropOutgoing({ request_id }) {
  await remove("outgoing", request_id);
}
