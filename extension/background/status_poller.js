import { FINAL_STATES } from "../shared/refund_states.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { permitted } from "../shared/permissions.js";
import { call } from "./helper.js";
import { sendWaiting } from "./outbox.js";
import { allOutgoing } from "./outgoing.js";
import { health } from "./pairing.js";
import { readAll, remove, write } from "./store.js";

/**
 * Sees every refund through: tries again while the helper cannot be asked, follows those under way, and says on the
 * extension's icon how many wait and whether any needs the seller.
 *
 * @typedef {import("../shared/documents.d.ts").RefundStatus} RefundStatus
 */

export const ALARM = "watch";
const ALARM_MINUTES = 0.5; // browsers allow no less

/**
 * A page shows where a refund stands, so the seller has seen it.
 *
 * @param {RefundStatus} status
 * @returns {Promise<RefundStatus>} the same
 */
export async function markSeen(status) {
  if (FINAL_STATES.includes(status.state)) await remove("watched", status.id);
  return status;
}

/** One round: what waits is tried, what is under way is asked after, and the icon says the sum of it. */
async function poll() {
  const kept = await sendWaiting();
  const unseen = await pollWatched();
  const waiting = (await allOutgoing()).length + (await readAll("watched")).filter((watched) => !watched.unseen).length;
  const needsSeller = kept || unseen || (await helperNeedsSeller());
  await badge(waiting, needsSeller);
  if (waiting || needsSeller) await chrome.alarms.create(ALARM, { periodInMinutes: ALARM_MINUTES });
  else await chrome.alarms.clear(ALARM);
}

/** The background starts: Firefox forgot the alarm if the extension was switched off, and sends no event when it is on again. */
export async function resumePolling() {
  if (await chrome.alarms.get(ALARM)) return;
  if ((await allOutgoing()).length || (await readAll("watched")).length) pollSoon();
}

let wanted = false;
/** @type {Promise<void> | null} */
let rounds = null;

/** A round beside what is being answered. Rounds do not overlap, so that no older round has the last word on the icon. */
export function pollSoon() {
  wanted = true;
  rounds ??= untilDone();
}

async function untilDone() {
  while (wanted) {
    wanted = false;
    await poll().catch((error) => console.error("Jet Refunds could not look after its refunds:", error));
  }
  rounds = null;
}

/** @returns {Promise<boolean>} whether an answer waits to be seen */
async function pollWatched() {
  let unseen = false;
  for (const watched of await readAll("watched")) {
    try {
      const status = await call("GET", `/v1/refunds/${watched.id}`);
      if (status.state === "accepted" || status.state === "cancelled") await remove("watched", watched.id);
      else if (FINAL_STATES.includes(status.state)) await write("watched", watched.id, { ...watched, unseen: true });
      unseen ||= status.needs_person || status.state === "rejected" || status.state === "partly_accepted";
    } catch (error) {
      const trouble = Trouble.from(error);
      if (trouble.problem?.status === 404) {
        await remove("watched", watched.id); // the helper has another ledger than the ledger it was sent to
      } else if (trouble.passes) return unseen;
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
  const title = needsSeller
    ? getMessage("needs_you")
    : waiting
      ? getMessage("number_waiting", waiting)
      : getMessage("extension_name");
  await chrome.action.setTitle({ title }); // a screen reader does not say the badge
  await chrome.action.setBadgeBackgroundColor({ color: needsSeller ? "#b3261e" : "#5b2c91" });
  await chrome.action.setBadgeText({ text: needsSeller ? "!" : waiting ? String(waiting) : "" });
}
