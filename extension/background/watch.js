import { FINAL } from "../shared/documents.js";
import { Trouble } from "../shared/errors.js";
import { permitted } from "../shared/permissions.js";
import { words } from "../shared/words.js";
import { allOutgoing, dropOutgoing, keepOutgoing } from "./drafts.js";
import { call, hello } from "./helper.js";
import { health, place } from "./pairing.js";
import { readAll, remove, write } from "./store.js";

/**
 * Sees every refund through: hands it to the helper, tries again while the helper cannot be asked, follows those under
 * way, and says on the extension's icon how many wait and whether one needs the seller.
 *
 * @typedef {import("../shared/documents.js").Refund} Refund
 * @typedef {import("../shared/documents.js").RefundStatus} RefundStatus
 * @typedef {import("../shared/messages.js").Outgoing} Outgoing
 */

export const ALARM = "watch";
const ALARM_MINUTES = 0.5; // browsers allow no less

/**
 * The seller clicked. Written down before it is sent: the page, the worker or the helper may go at any moment, and the
 * request_id makes sending again harmless.
 *
 * @param {Refund} refund
 * @returns {Promise<import("../shared/messages.js").Sent>}
 */
export async function refund(refund) {
  const known = (await allOutgoing()).find((one) => one.refund.request_id === refund.request_id);
  const { port } = await place();
  const trouble = new Trouble("helper_away", { facts: [port] }).toDocument();
  const asked = { refund, trouble, tried: known?.tried ?? false, since: known?.since ?? new Date().toISOString() };
  await keepOutgoing(asked);
  const sent = await hand(asked);
  if (sent instanceof Trouble) await dropOutgoing(refund); // the seller is looking at the form, and mends it there
  watchSoon();
  if (sent instanceof Trouble) throw sent;
  return sent;
}

/**
 * Refunds on their way to the helper at this moment, by request_id, so that no second round sends them too.
 *
 * @type {Map<string, Promise<import("../shared/messages.js").Sent | Trouble>>}
 */
const inHand = new Map();

/**
 * @param {Outgoing} one
 * @returns {Promise<import("../shared/messages.js").Sent | Trouble>} Trouble: the helper will not have it as it is
 */
function hand(one) {
  const { request_id } = one.refund;
  const under = inHand.get(request_id) ?? handOver(one).finally(() => inHand.delete(request_id));
  inHand.set(request_id, under);
  return under;
}

/** @param {Outgoing} one @returns {Promise<import("../shared/messages.js").Sent | Trouble>} */
async function handOver(one) {
  /** @type {RefundStatus} */
  let status;
  let tried = one.tried;
  try {
    await hello((await place()).port);
    tried = true;
    await keepOutgoing({ ...one, tried }); // from here on it may have arrived, whatever is heard
    status = await call("POST", "/v1/refunds", one.refund);
  } catch (error) {
    const trouble = Trouble.from(error);
    if (trouble.code === "refused" && !trouble.passes) return trouble;
    const waiting = { ...one, tried: tried && !TURNED_AWAY.has(trouble.code), trouble: trouble.toDocument() };
    await keepOutgoing(waiting);
    return { status: null, outgoing: waiting };
  }
  await follow(status);
  await dropOutgoing(one.refund);
  return { status, outgoing: null };
}

/** The helper says so before it looks at what was sent. */
const TURNED_AWAY = new Set(["not_paired", "token_refused", "helper_old", "extension_old", "other_program", "no_permission"]);

/**
 * The seller takes back what waits here. What may have arrived is asked after: sent again it is the same refund, and
 * the helper can undo it, or say that it is too late.
 *
 * @param {{refund: Refund}} wanted
 */
export async function takeBack({ refund }) {
  await inHand.get(refund.request_id);
  const waiting = (await allOutgoing()).find((one) => one.refund.request_id === refund.request_id);
  if (!waiting || waiting.tried) {
    const status = await call("POST", "/v1/refunds", refund);
    await call("POST", `/v1/refunds/${status.id}/undo`, {});
    await remove("watched", status.id);
  }
  await dropOutgoing(refund);
  watchSoon();
  return null;
}

/** @param {RefundStatus} status */
async function follow(status) {
  await write("watched", status.id, { id: status.id, unseen: false });
}

/**
 * A page shows where a refund stands, so the seller has seen it.
 *
 * @param {RefundStatus} status
 */
export async function seen(status) {
  if (FINAL.includes(status.state)) await remove("watched", status.id);
  return status;
}

/** One round: what waits is tried, what is under way is asked after, and the icon says the sum of it. */
async function watch() {
  const refused = await sendWaiting();
  const unseen = await askAfterWatched();
  const waiting = (await allOutgoing()).length + (await readAll("watched")).filter((one) => !one.unseen).length;
  const needsSeller = refused || unseen || (await helperNeedsSeller());
  await badge(waiting, needsSeller);
  if (waiting || needsSeller) await chrome.alarms.create(ALARM, { periodInMinutes: ALARM_MINUTES });
  else await chrome.alarms.clear(ALARM);
}

/** The background starts: Firefox forgot the alarm if the extension was switched off, and sends no event when it is on again. */
export async function resume() {
  if (await chrome.alarms.get(ALARM)) return;
  if ((await allOutgoing()).length || (await readAll("watched")).length) watchSoon();
}

let wanted = false;
/** @type {Promise<void> | null} */
let rounds = null;

/** A round beside what is being answered. One after the other, so that no older one has the last word on the icon. */
export function watchSoon() {
  wanted = true;
  rounds ??= untilDone();
}

async function untilDone() {
  while (wanted) {
    wanted = false;
    await watch().catch((error) => console.error("Jet Refunds could not look after its refunds:", error));
  }
  rounds = null;
}

/** @returns {Promise<boolean>} whether one needs the seller */
async function sendWaiting() {
  let needsSeller = false;
  for (const one of await allOutgoing()) {
    if (inHand.has(one.refund.request_id)) continue;
    const sent = Trouble.of(one.trouble).passes ? await hand(one) : Trouble.of(one.trouble);
    if (sent instanceof Trouble) await keepOutgoing({ ...one, trouble: sent.toDocument() });
    if (sent instanceof Trouble || (sent.outgoing && sent.outgoing.trouble.code !== "helper_away")) needsSeller = true;
  }
  return needsSeller;
}

/** @returns {Promise<boolean>} whether an answer waits to be seen */
async function askAfterWatched() {
  let unseen = false;
  for (const one of await readAll("watched")) {
    try {
      const status = await call("GET", `/v1/refunds/${one.id}`);
      if (status.state === "accepted" || status.state === "cancelled") await remove("watched", one.id);
      else if (FINAL.includes(status.state)) await write("watched", one.id, { ...one, unseen: true });
      unseen ||= status.needs_person || status.state === "rejected" || status.state === "partly_accepted";
    } catch (error) {
      const trouble = Trouble.from(error);
      if (trouble.problem?.status === 404) await remove("watched", one.id); // another ledger than the one it was sent to
      else if (trouble.passes) return unseen;
    }
  }
  return unseen;
}

/** @returns {Promise<boolean>} whether the connection, or a part of the helper, asks for a person */
async function helperNeedsSeller() {
  try {
    await permitted();
    return (await health()).parts.some((part) => part.state === "needs_you");
  } catch (error) {
    return !["helper_away", "not_paired"].includes(Trouble.from(error).code);
  }
}

/** @param {number} waiting @param {boolean} needsSeller */
async function badge(waiting, needsSeller) {
  const said = needsSeller ? words("needs_you") : waiting ? words("number_waiting", waiting) : words("extension_name");
  await chrome.action.setTitle({ title: said }); // a screen reader does not say the badge
  await chrome.action.setBadgeBackgroundColor({ color: needsSeller ? "#b3261e" : "#5b2c91" });
  await chrome.action.setBadgeText({ text: needsSeller ? "!" : waiting ? String(waiting) : "" });
}
