import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { draftOf } from "./form/draft.js";
import { formStep } from "./form/form_step.js";
import { orderStep } from "./order/order_step.js";
import { button } from "./panel/elements.js";
import { notice, openPanel } from "./panel/panel.js";
import { remedyButton } from "./panel/remedy_button.js";
import { retry } from "./retry.js";
import { statusStep } from "./status/status_step.js";

/**
 * The flow of a refund: from the click on Refund, or from the icon's popup, until the seller closes the panel.
 *
 * @typedef {import("../shared/documents.d.ts").Order} Order
 * @typedef {import("../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../shared/messages.js").Draft} Draft
 * @typedef {import("../portal/portal.js").Portal} Portal
 * @typedef {import("./panel/panel.js").Panel} Panel
 */

/**
 * @param {Portal} portal
 * @param {Element} overlay
 * @param {HTMLButtonElement} pressed
 */
export async function runFlow(portal, overlay, pressed) {
  if (!chrome.runtime?.id) return showContextGone(openPanel());
  await whenIdle(async () => {
    pressed.textContent = getMessage("reading");
    const shown = portal.numberIn(overlay);
    const read = await portal.read(overlay, new AbortController().signal).catch(Trouble.from);
    pressed.textContent = getMessage("refund");
    const panel = openPanel();
    await untilClosed(panel, async () => refundOrder(panel, await orderStep(panel, portal, read, shown)));
  });
}

/**
 * The seller asked for the panel without the button: the order that lies open, or one that is pasted.
 *
 * @param {Portal} portal
 */
export async function runFlowFromPopup(portal) {
  await whenIdle(async () => {
    const panel = openPanel();
    const overlay = portal.findOverlay();
    const shown = overlay && portal.numberIn(overlay);
    panel.show(
      [notice(getMessage("reading"))],
      button(getMessage("close"), "plain", () => panel.close()),
    );
    await untilClosed(panel, async () => {
      const read = overlay && (await portal.read(overlay, panel.closed).catch(Trouble.from));
      await refundOrder(panel, await orderStep(panel, portal, read, shown));
    });
  });
}

let busy = false;

/** One flow at a time: a second click would read while the first one reads. @param {() => Promise<void>} work */
async function whenIdle(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } finally {
    busy = false;
  }
}

/** @param {Panel} panel @param {() => Promise<void>} work */
async function untilClosed(panel, work) {
  try {
    await work();
  } catch (error) {
    if (!panel.closed.aborted) throw error;
  }
}

/** @param {Panel} panel @returns {Promise<void>} until the seller closes it */
async function showContextGone(panel) {
  const gone = new Trouble("context_gone");
  panel.show(
    [notice(troubleText(gone), remedyButton(gone))],
    button(getMessage("close"), "main", () => panel.close()),
  );
  await new Promise((resolve) => panel.closed.addEventListener("abort", resolve));
}

/** @param {Panel} panel @param {import("./order/order_step.js").ChosenOrder} certain */
async function refundOrder(panel, { order, remarks, from }) {
  panel.name(order.reference_order_id);
  const { merchant_order_id } = order;
  const outgoing = await retry(panel, () => ask("outgoing", { merchant_order_id }));
  let draft = await retry(panel, () => ask("draft", { merchant_order_id }));
  if (draft?.status && (order.status === null || order.status_source === "raw_data")) {
    order = { ...order, status: draft.status, status_source: "seller" };
  }
  /** @type {import("../shared/messages.js").Sent | null} */
  let sent = null;
  /** @type {import("./form/form_step.js").Refused | null} */
  let refused = null;
  /** @param {(import("../shared/messages.js").EnteredLine | import("../shared/documents.d.ts").StatusLine)[]} lines */
  const fillInAgain = async (lines) => {
    draft = draftOf(lines, await retry(panel, () => ask("standing", order)));
  };
  /** @param {import("../shared/messages.js").EnteredRefund} refund @param {Trouble} why */
  const mend = async (refund, why) => {
    await fillInAgain(refund.lines);
    refused = { request_id: refund.request_id, trouble: why };
  };
  /** @param {import("../shared/messages.js").EnteredRefund} refund @returns {Promise<import("../shared/messages.js").Sent | null>} */
  const handedOver = async ({ request_id }) => {
    const { refunds } = await retry(panel, () => ask("standing", order));
    const status = refunds.find((one) => one.request_id === request_id);
    return status ? { status, outgoing: null } : null;
  };
  const before = outgoing && Trouble.of(outgoing.trouble);
  const refusedBefore = before?.code === "refused" && !before.passes;
  if (outgoing && before && refusedBefore) await mend(outgoing.refund, before);
  else if (outgoing) sent = { status: null, outgoing };
  for (;;) {
    if (!sent) {
      const standing = await retry(panel, () => ask("standing", order));
      if (standing.refunds.some((one) => one.request_id === draft?.request_id)) draft = null; // it was sent, and would bring back that refund
      const answer = await formStep(panel, { order, standing, remarks, from, draft, refused });
      ({ draft, refused } = { draft: answer.draft, refused: null });
      if (answer.kind === "status") order = { ...order, status: answer.status, status_source: "seller" };
      if (answer.kind === "sent") sent = answer.sent;
      continue;
    }
    const outcome = await statusStep(panel, sent);
    sent = null;
    if (outcome.kind === "gone") sent = await handedOver(outcome.refund);
    if (sent) continue;
    panel.say(outcome.kind === "undone" || outcome.kind === "gone" ? getMessage("state_cancelled") : "");
    if (outcome.kind === "more") draft = null;
    if (outcome.kind === "fix") await fillInAgain(outcome.status.lines.filter((line) => line.result !== "accepted"));
    if (outcome.kind === "refused") await mend(outcome.refund, outcome.trouble);
  }
}
