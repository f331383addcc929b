import { Trouble } from "../shared/errors.js";
import { dropSentDraft } from "./drafts.js";
import { endpoint } from "./endpoint.js";
import { call, exchange, pairedHelper } from "./helper.js";
import { allOutgoing, dropOutgoing, outgoingOfRefund, saveOutgoing } from "./outgoing.js";
import { withRefundLock } from "./refund_lock.js";
import { remove, write } from "./store.js";

/**
 * Refunds on their way from the click to the helper. Each step holds the refund's lock, and looks under it whether the refund
 * still waits: what was taken back is not sent.
 *
 * @typedef {import("../shared/messages.js").EnteredRefund} EnteredRefund
 * @typedef {import("../shared/documents.d.ts").RefundStatus} RefundStatus
 * @typedef {import("../shared/messages.js").Outgoing} Outgoing
 * @typedef {import("../shared/messages.js").Sent} Sent
 */

/**
 * The seller clicked. Written down before it is sent: the page, the worker or the helper may go at any moment, and the
 * request_id makes sending again harmless.
 *
 * @param {EnteredRefund} refund
 * @returns {Promise<Sent>}
 * @throws {Trouble} the helper will not have it; it stays here until a page has shown that
 */
export function submit(refund) {
  return withRefundLock(refund.request_id, async () => {
    const known = await outgoingOfRefund(refund);
    const { port } = await endpoint();
    const trouble = new Trouble("helper_away", { facts: [port] }).toDocument();
    return handOver({ refund, trouble, tried: known?.tried ?? false, since: known?.since ?? new Date().toISOString() });
  });
}

/**
 * A page that shows what waits asks after it.
 *
 * @param {{request_id: string}} wanted
 * @returns {Promise<Sent | null>} null: it waits no more
 * @throws {Trouble} as of submit
 */
export function retry({ request_id }) {
  return withRefundLock(request_id, async () => {
    const outgoing = await outgoingOfRefund({ request_id });
    if (outgoing && isRefused(outgoing)) throw Trouble.fromDocument(outgoing.trouble); // nobody clicked again
    return outgoing && handOver(outgoing);
  });
}

/**
 * The seller takes back what waits here. What may have arrived is asked after: sent again it is the same refund, and
 * the helper can undo it, or say that it is too late.
 *
 * @param {{refund: EnteredRefund}} wanted
 */
export function takeBack({ refund }) {
  return withRefundLock(refund.request_id, async () => {
    const waiting = await outgoingOfRefund(refund);
    const taken = waiting ? waiting.tried && (await call("POST", "/v1/refunds", refund)) : await takenOver(refund);
    if (taken) {
      await call("POST", `/v1/refunds/${taken.id}/undo`, {});
      await remove("watched", taken.id);
    }
    await dropOutgoing(refund);
    return null;
  });
}

/** @param {EnteredRefund} refund @returns {Promise<RefundStatus | null>} what the helper made of it; null: it was taken back in another tab */
async function takenOver({ request_id, order }) {
  /** @type {import("../shared/documents.d.ts").Standing} */
  const { refunds } = await call("POST", "/v1/orders", order);
  return refunds.find((status) => status.request_id === request_id) ?? null;
}

/**
 * A page has shown that the helper refused it. If it was clicked again since, it stays.
 *
 * @param {{request_id: string}} shown
 */
export function forgetRefused({ request_id }) {
  return withRefundLock(request_id, async () => {
    const outgoing = await outgoingOfRefund({ request_id });
    if (outgoing && isRefused(outgoing)) await dropOutgoing(outgoing.refund);
    return null;
  });
}

/** @returns {Promise<boolean>} whether any refund needs the seller */
export async function sendWaiting() {
  let needsSeller = false;
  for (const { refund } of await allOutgoing()) {
    const left = await withRefundLock(refund.request_id, () => resend(refund));
    if (left && left.trouble.code !== "helper_away") needsSeller = true;
  }
  return needsSeller;
}

/** @param {{request_id: string}} refund @returns {Promise<Outgoing | null>} what waits still */
async function resend(refund) {
  const outgoing = await outgoingOfRefund(refund); // the list is older than this lock
  if (!outgoing || isRefused(outgoing)) return outgoing;
  const sent = await handOver(outgoing).catch(Trouble.from);
  return sent instanceof Trouble ? { ...outgoing, trouble: sent.toDocument() } : sent.outgoing;
}

/** @param {Outgoing} outgoing */
function isRefused({ trouble }) {
  return trouble.code === "refused" && !Trouble.fromDocument(trouble).passes;
}

/**
 * @param {Outgoing} outgoing
 * @returns {Promise<Sent>}
 * @throws {Trouble} the helper will not have it as it is
 */
async function handOver(outgoing) {
  await saveOutgoing(outgoing);
  let tried = false;
  /** @type {RefundStatus} */
  let status;
  try {
    const helper = await pairedHelper();
    tried = true;
    await saveOutgoing({ ...outgoing, tried }); // from here on it may have arrived, whatever is heard
    status = await exchange(helper, "POST", "/v1/refunds", outgoing.refund);
  } catch (error) {
    const trouble = Trouble.from(error);
    const waiting = {
      ...outgoing,
      tried: outgoing.tried || (tried && !TURNED_AWAY.has(trouble.code)),
      trouble: trouble.toDocument(),
    };
    await saveOutgoing(waiting);
    if (isRefused(waiting)) throw trouble;
    return { status: null, outgoing: waiting };
  }
  await write("watched", status.id, { id: status.id, unseen: false });
  await dropOutgoing(outgoing.refund);
  await dropSentDraft(outgoing.refund);
  return { status, outgoing: null };
}

/** The helper says so before it looks at what was sent. */
const TURNED_AWAY = new Set(["not_paired", "pairing_ended"]);
