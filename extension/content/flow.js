import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { afterForm, afterStatus, beginFlow, draftForForm } from "./flow_state.js";
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
 * @typedef {import("../portal/portal.js").Portal} Portal
 * @typedef {import("./flow_state.js").FlowState} FlowState
 * @typedef {import("./order/order_step.js").ChosenOrder} ChosenOrder
 * @typedef {import("./panel/panel.js").Panel} Panel
 */

/**
 * The seller clicked Refund in an order.
 *
 * @param {Portal} portal
 * @param {import("../portal/portal.js").OpenOverlay} overlay in which the order lies open
 * @param {HTMLButtonElement} pressed
 * @returns {Promise<void>} until the seller closes the panel
 */
export async function runFlow(portal, overlay, pressed) {
  if (!chrome.runtime?.id) return showContextGone(openPanel());
  await whenIdle(async () => {
    pressed.textContent = getMessage("reading");
    const read = await portal.read(overlay, new AbortController().signal).catch(Trouble.from);
    pressed.textContent = getMessage("refund");
    const panel = openPanel();
    await untilClosed(panel, async () => refundOrder(panel, await orderStep(panel, portal, read, overlay.number)));
  });
}

/**
 * The seller asked for the panel without the button: for the order that lies open, or for an order that is pasted.
 *
 * @param {Portal} portal
 * @returns {Promise<void>} until the seller closes the panel
 */
export async function runFlowFromPopup(portal) {
  await whenIdle(async () => {
    const panel = openPanel();
    const overlay = portal.findOverlay();
    const shown = overlay && overlay.number;
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

/** No two flows at a time: a second click would read while the first still reads. @param {() => Promise<void>} work */
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

/** @param {Panel} panel @param {ChosenOrder} chosen @returns {Promise<void>} rejected when the seller closes the panel */
async function refundOrder(panel, chosen) {
  panel.name(chosen.order.reference_order_id);
  const { merchant_order_id } = chosen.order;
  const outgoing = await retry(panel, () => ask("outgoing", { merchant_order_id }));
  const draft = await retry(panel, () => ask("draft", { merchant_order_id }));
  let flow = beginFlow(chosen.order, draft, outgoing);
  for (;;) {
    flow = flow.sent ? await followRefund(panel, flow, flow.sent) : await fillInForm(panel, flow, chosen);
  }
}

/** @param {Panel} panel @param {FlowState} flow @param {ChosenOrder} chosen @returns {Promise<FlowState>} */
async function fillInForm(panel, flow, { remarks, from }) {
  const { order, refused } = flow;
  const standing = await retry(panel, () => ask("standing", order));
  const draft = draftForForm(flow, standing);
  return afterForm(flow, await formStep(panel, { order, standing, remarks, from, draft, refused }));
}

/** @param {Panel} panel @param {FlowState} flow @param {import("../shared/messages.js").Sent} sent @returns {Promise<FlowState>} */
async function followRefund(panel, flow, sent) {
  const outcome = await statusStep(panel, sent);
  const status = outcome.kind === "gone" ? await takenOver(panel, flow.order, outcome.refund) : null;
  if (status) return { ...flow, sent: { status, outgoing: null } };
  panel.say(outcome.kind === "undone" || outcome.kind === "gone" ? getMessage("state_cancelled") : "");
  return afterStatus(flow, outcome);
}

/**
 * @param {Panel} panel
 * @param {import("../shared/documents.d.ts").Order} order
 * @param {{request_id: string}} refund which waits in this browser no more
 * @returns {Promise<import("../shared/documents.d.ts").RefundStatus | null>} null: it was taken back in another tab
 */
async function takenOver(panel, order, { request_id }) {
  const { refunds } = await retry(panel, () => ask("standing", order));
  return refunds.find((status) => status.request_id === request_id) ?? null;
}
