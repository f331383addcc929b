import { Trouble } from "../shared/errors.js";
import { allOutgoing, dropOutgoing, dropSent, keepOutgoing, outgoingAs } from "./drafts.js";
import { call, exchange, paired } from "./helper.js";
import { place } from "./pairing.js";
import { remove, write } from "./store.js";
import { alone } from "./turns.js";

/**
 * Refunds on their way from the click to the helper. Each has its turns, and looks in its turn whether it is still there:
 * what was taken back is not sent.
 *
 * @typedef {import("../shared/documents.js").Refund} Refund
 * @typedef {import("../shared/documents.js").RefundStatus} RefundStatus
 * @typedef {import("../shared/messages.js").Outgoing} Outgoing
 * @typedef {import("../shared/messages.js").Sent} Sent
 */

/**
 * The seller clicked. Written down before it is sent: the page, the worker or the helper may go at any moment, and the
 * request_id makes sending again harmless.
 *
 * @param {Refund} refund
 * @returns {Promise<Sent>}
 * @throws {Trouble} the helper will not have it; it stays here until a page has shown that
 */
export function refund(refund) {
  return alone(refund.request_id, async () => {
    const known = await outgoingAs(refund);
    const { port } = await place();
    const trouble = new Trouble("helper_away", { facts: [port] }).toDocument();
    return handOver({ refund, trouble, tried: known?.tried ?? false, since: known?.since ?? new Date().toISOString() });
  });
}

/**
 * A page that shows what waits asks after it.
 *
 * @param {{request_id: string}} wanted
 * @returns {Promise<Sent | null>} null: it waits no more
 * @throws {Trouble} as of refund
 */
export function again({ request_id }) {
  return alone(request_id, async () => {
    const one = await outgoingAs({ request_id });
    if (one && isRefused(one)) throw Trouble.of(one.trouble); // nobody clicked again
    return one && handOver(one);
  });
}

/**
 * The seller takes back what waits here. What may have arrived is asked after: sent again it is the same refund, and
 * the helper can undo it, or say that it is too late.
 *
 * @param {{refund: Refund}} wanted
 */
export function takeBack({ refund }) {
  return alone(refund.request_id, async () => {
    const waiting = await outgoingAs(refund);
    const taken = waiting ? waiting.tried && (await call("POST", "/v1/refunds", refund)) : await takenOver(refund);
    if (taken) {
      await call("POST", `/v1/refunds/${taken.id}/undo`, {});
      await remove("watched", taken.id);
    }
    await dropOutgoing(refund);
    return null;
  });
}

/** @param {Refund} refund @returns {Promise<RefundStatus | null>} what the helper made of it; null: it was taken back in another tab */
async function takenOver({ request_id, order }) {
  /** @type {import("../shared/documents.js").Standing} */
  const { refunds } = await call("POST", "/v1/orders", order);
  return refunds.find((one) => one.request_id === request_id) ?? null;
}

/**
 * A page has shown that the helper refused it. If it was clicked again since, it stays.
 *
 * @param {{request_id: string}} shown
 */
export function forget({ request_id }) {
  return alone(request_id, async () => {
    const one = await outgoingAs({ request_id });
    if (one && isRefused(one)) await dropOutgoing(one.refund);
    return null;
  });
}

/** @returns {Promise<boolean>} whether one needs the seller */
export async function sendWaiting() {
  let needsSeller = false;
  for (const { refund } of await allOutgoing()) {
    const left = await alone(refund.request_id, () => sendOne(refund));
    if (left && left.trouble.code !== "helper_away") needsSeller = true;
  }
  return needsSeller;
}

/** @param {{request_id: string}} refund @returns {Promise<Outgoing | null>} what waits still */
async function sendOne(refund) {
  const one = await outgoingAs(refund); // the list is older than this turn
  if (!one || isRefused(one)) return one;
  const sent = await handOver(one).catch(Trouble.from);
  return sent instanceof Trouble ? { ...one, trouble: sent.toDocument() } : sent.outgoing;
}

/** @param {Outgoing} one */
function isRefused({ trouble }) {
  return trouble.code === "refused" && !Trouble.of(trouble).passes;
}

/**
 * @param {Outgoing} one
 * @returns {Promise<Sent>}
 * @throws {Trouble} the helper will not have it as it is
 */
async function handOver(one) {
  await keepOutgoing(one);
  let tried = false;
  /** @type {RefundStatus} */
  let status;
  try {
    const helper = await paired();
    tried = true;
    await keepOutgoing({ ...one, tried }); // from here on it may have arrived, whatever is heard
    status = await exchange(helper, "POST", "/v1/refunds", one.refund);
  } catch (error) {
    const trouble = Trouble.from(error);
    const waiting = { ...one, tried: one.tried || (tried && !TURNED_AWAY.has(trouble.code)), trouble: trouble.toDocument() };
    await keepOutgoing(waiting);
    if (isRefused(waiting)) throw trouble;
    return { status: null, outgoing: waiting };
  }
  await write("watched", status.id, { id: status.id, unseen: false });
  await dropOutgoing(one.refund);
  await dropSent(one.refund);
  return { status, outgoing: null };
}

/** The helper says so before it looks at what was sent. */
const TURNED_AWAY = new Set(["not_paired", "token_refused"]);
