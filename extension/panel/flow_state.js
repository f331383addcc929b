import { Trouble } from "../shared/errors.js";
import { draftOfLines, notAccepted } from "./form/draft.js";

/**
 * How far the refund of an order has come in the panel, and what follows on each step. Plain values.
 *
 * @typedef {import("../shared/documents.d.ts").Order} Order
 * @typedef {import("../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../shared/messages.js").Draft} Draft
 * @typedef {import("../shared/messages.js").Outgoing} Outgoing
 * @typedef {import("../shared/messages.js").Sent} Sent
 *
 * @typedef {object} FlowState
 * @property {Order} order
 * @property {Draft | null} draft what the form is filled in with
 * @property {(import("../shared/messages.js").EnteredLine | import("../shared/documents.d.ts").StatusLine)[] | null} toMend lines
 *   of a refund that the form is filled in with instead; null: there is none to mend
 * @property {import("./form/form_session.js").Refused | null} refused why the helper would not have that refund
 * @property {Sent | null} sent the refund that is followed; null: the form is next
 */

/**
 * @param {Order} order as it was read
 * @param {Draft | null} draft
 * @param {Outgoing | null} outgoing what was clicked before and waits in this browser
 * @returns {FlowState}
 */
export function beginFlow(order, draft, outgoing) {
  const flow = { order: withDraftStatus(order, draft), draft, toMend: null, refused: null, sent: null };
  if (!outgoing) return flow;
  const trouble = Trouble.fromDocument(outgoing.trouble);
  if (trouble.code === "refused" && !trouble.passes) return withRefusedRefund(flow, outgoing.refund, trouble);
  return { ...flow, sent: { status: null, outgoing } };
}

/** Where the page shows no status that is current, what the seller said before still holds. @param {Order} order @param {Draft | null} draft @returns {Order} */
function withDraftStatus(order, draft) {
  const unsaid = order.status === null || order.status_source === "raw_data";
  return draft?.status && unsaid ? { ...order, status: draft.status, status_source: "seller" } : order;
}

/**
 * @param {FlowState} flow
 * @param {Standing} standing
 * @returns {Draft | null} what the form is filled in with. A draft that was sent is not: it would bring back that refund
 */
export function draftForForm({ draft, toMend }, standing) {
  if (toMend) return draftOfLines(toMend, standing);
  return standing.refunds.some(({ request_id }) => request_id === draft?.request_id) ? null : draft;
}

/** @param {FlowState} flow @param {import("./form/form_step.js").Answer} answer @returns {FlowState} */
export function afterForm({ order }, answer) {
  return {
    order: answer.kind === "status" ? { ...order, status: answer.status, status_source: "seller" } : order,
    draft: answer.draft,
    toMend: null,
    refused: null,
    sent: answer.kind === "sent" ? answer.sent : null,
  };
}

/** @param {FlowState} flow @param {import("./status/status_view.js").Outcome} outcome @returns {FlowState} the form is next */
export function afterStatus(flow, outcome) {
  const next = { ...flow, sent: null };
  if (outcome.kind === "more") return { ...next, draft: null };
  if (outcome.kind === "fix") return { ...next, toMend: notAccepted(outcome.status.lines) };
  if (outcome.kind === "refused") return withRefusedRefund(next, outcome.refund, outcome.trouble);
  return next;
}

/** @param {FlowState} flow @param {import("../shared/messages.js").EnteredRefund} refund @param {Trouble} trouble @returns {FlowState} */
function withRefusedRefund(flow, { request_id, lines }, trouble) {
  return { ...flow, toMend: lines, refused: { request_id, trouble } };
}
