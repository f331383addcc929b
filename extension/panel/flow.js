import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { afterForm, afterStatus, beginFlow, draftForForm } from "./flow_state.js";
import { formStep } from "./form/form_step.js";
import { orderStep } from "./order/order_step.js";
import { retry } from "./retry.js";
import { statusStep } from "./status/status_step.js";

/**
 * The flow of a refund: from what was read of the page until the seller closes the panel.
 *
 * @typedef {import("./flow_state.js").FlowState} FlowState
 * @typedef {import("./order/order_step.js").ChosenOrder} ChosenOrder
 * @typedef {import("./widgets/panel.js").Panel} Panel
 */

/**
 * @param {Panel} panel
 * @param {import("./opener.js").Opener} opener
 * @returns {Promise<void>} until the seller closes the panel
 */
export async function runFlow(panel, opener) {
  try {
    await refundOrder(panel, opener, await orderStep(panel, opener));
  } catch (error) {
    if (!panel.closed.aborted) throw error;
  }
}

/**
 * @param {Panel} panel
 * @param {import("./opener.js").Opener} opener
 * @param {ChosenOrder} chosen
 * @returns {Promise<void>} rejected when the seller closes the panel
 */
async function refundOrder(panel, opener, chosen) {
  panel.name(chosen.order.reference_order_id);
  const { merchant_order_id } = chosen.order;
  const outgoing = await retry(panel, () => ask("outgoing", { merchant_order_id }));
  const draft = await retry(panel, () => ask("draft", { merchant_order_id }));
  let flow = beginFlow(chosen.order, draft, outgoing);
  for (;;) {
    flow = flow.sent ? await followRefund(panel, flow, flow.sent) : await fillInForm(panel, opener, flow, chosen);
  }
}

/**
 * @param {Panel} panel
 * @param {import("./opener.js").Opener} opener
 * @param {FlowState} flow
 * @param {ChosenOrder} chosen
 * @returns {Promise<FlowState>}
 */
async function fillInForm(panel, { rested }, flow, { remarks, from }) {
  const { order, refused } = flow;
  const standing = await retry(panel, () => ask("standing", order));
  const draft = draftForForm(flow, standing);
  const wasSeen = async () => panel.wasSeen() && (await rested());
  return afterForm(flow, await formStep(panel, { order, standing, remarks, from, draft, refused, wasSeen }));
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
