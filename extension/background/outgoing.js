import { read, readAll, remove, write } from "./store.js";

/**
 * What was clicked but not yet taken over by the helper. It outlives the page and the worker.
 *
 * @typedef {import("../shared/messages.js").Outgoing} Outgoing
 */

/** @returns {Promise<Outgoing[]>} oldest first */
export async function allOutgoing() {
  const all = await readAll("outgoing");
  return all.sort((a, b) => a.since.localeCompare(b.since));
}

/** @param {{merchant_order_id: string}} order @returns {Promise<Outgoing | null>} */
export async function outgoingOfOrder({ merchant_order_id }) {
  return (
    (await allOutgoing()).find((outgoing) => outgoing.refund.order.merchant_order_id === merchant_order_id) ?? null
  );
}

/** @param {{request_id: string}} refund @returns {Promise<Outgoing | null>} */
export async function outgoingOfRefund({ request_id }) {
  return (await read("outgoing", request_id)) ?? null;
}

/** @param {Outgoing} outgoing */
export async function saveOutgoing(outgoing) {
  await write("outgoing", outgoing.refund.request_id, outgoing);
}

/** @param {{request_id: string}} refund */
export async function dropOutgoing({ request_id }) {
  await remove("outgoing", request_id);
}
