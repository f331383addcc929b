import assert from "node:assert/strict";
import { test } from "node:test";
import { afterForm, afterStatus, beginFlow, draftForForm } from "../../extension/panel/flow_state.js";
import { Trouble } from "../../extension/shared/errors.js";
import { REFUSAL, refundOf } from "./browser.js";
import { LOST, SPOONS, itemOf, orderOf, standingOf } from "./orders.js";

/** What follows on each step of a refund in the panel. */

/**
 * @typedef {import("../../extension/shared/messages.js").Draft} Draft
 * @typedef {import("../../extension/shared/messages.js").Outgoing} Outgoing
 * @typedef {import("../../extension/shared/documents.d.ts").RefundStatus} RefundStatus
 */

const STANDING = standingOf([itemOf("spoons", SPOONS)]);
const ORDER = orderOf(STANDING);
/** @type {Draft} */
const DRAFT = { items: {}, confirmed: [], status: null, request_id: "typed" };
const LINE = {
  order_item_id: "spoons",
  total_quantity_returned: 0,
  order_return_refund_qty: 2,
  refund_reason: /** @type {"Package never arrived"} */ (LOST),
  refund_feedback: null,
  notes: "",
  refund_amount: SPOONS[1].refund_amount,
};
const REFUND = { ...refundOf("sent", "order"), lines: [LINE] };
const REFUSED = new Trouble("refused", { problem: REFUSAL });

/** @param {Trouble} trouble @returns {Outgoing} */
const outgoing = (trouble) => ({
  refund: REFUND,
  trouble: trouble.toDocument(),
  tried: true,
  since: "2026-11-23T06:00:00Z",
});

/** @param {Partial<RefundStatus>} changes @returns {RefundStatus} */
const status = (changes) => /** @type {RefundStatus} */ ({ id: 1, request_id: "sent", lines: [], ...changes });

test("an order that was not touched begins with an empty form; one with a draft, with what was typed", () => {
  const flow = beginFlow(ORDER, null, null);
  assert.deepEqual([flow.sent, flow.refused, draftForForm(flow, STANDING)], [null, null, null]);
  assert.equal(draftForForm(beginFlow(ORDER, DRAFT, null), STANDING), DRAFT);
});

test("a draft that was sent is not filled in: it would answer the next click with the refund that was", () => {
  const standing = { ...STANDING, refunds: [status({ request_id: "typed" })] };
  assert.equal(draftForForm(beginFlow(ORDER, DRAFT, null), standing), null);
});

test("the status that the seller said holds where the page shows none that is current", () => {
  const said = { ...DRAFT, status: /** @type {const} */ ("complete") };
  for (const [order, expected] of [
    [orderOf(STANDING, { status: null }), "complete by seller"],
    [orderOf(STANDING, { status: "created", status_source: "raw_data" }), "complete by seller"],
    [orderOf(STANDING, { status: "inprogress" }), "inprogress by overlay"],
  ]) {
    const flow = beginFlow(/** @type {typeof ORDER} */ (order), said, null);
    assert.equal(`${flow.order.status} by ${flow.order.status_source}`, expected);
  }
});

test("what waits in this browser is followed; also what the helper could not take for a fault of its own", () => {
  const fault = new Trouble("refused", { problem: { ...REFUSAL, status: 500 } });
  for (const trouble of [new Trouble("helper_away"), new Trouble("pairing_ended"), fault]) {
    const waiting = outgoing(trouble);
    assert.deepEqual(beginFlow(ORDER, null, waiting).sent, { status: null, outgoing: waiting });
  }
});

test("what the helper refused comes back to the form as it was, with the reason", () => {
  const begun = beginFlow(ORDER, DRAFT, outgoing(REFUSED));
  assert.equal(begun.sent, null);
  assert.equal(begun.refused?.request_id, "sent");
  const draft = draftForForm(begun, STANDING);
  assert.deepEqual(
    [draft?.items.spoons.order_return_refund_qty, draft?.items.spoons.refund_reason, draft?.request_id],
    ["2", LOST, undefined],
  );
  const followed = afterStatus(beginFlow(ORDER, null, null), { kind: "refused", refund: REFUND, trouble: REFUSED });
  assert.deepEqual([followed.toMend, followed.refused], [[LINE], { request_id: "sent", trouble: REFUSED }]);
});

test("the form was sent: it is followed; undone, the form is there again as it was", () => {
  const sent = { status: status({ state: "held" }), outgoing: null };
  const flow = afterForm(beginFlow(ORDER, null, null), { kind: "sent", sent, draft: DRAFT });
  assert.equal(flow.sent, sent);
  for (const kind of /** @type {const} */ (["undone", "gone"])) {
    const back = afterStatus(flow, { kind, refund: REFUND });
    assert.deepEqual([back.sent, draftForForm(back, STANDING)], [null, DRAFT]);
  }
});

test("a refund more of the order begins with an empty form", () => {
  const flow = afterStatus({ ...beginFlow(ORDER, DRAFT, null) }, { kind: "more" });
  assert.equal(draftForForm(flow, STANDING), null);
});

test("a rejected refund is mended in the form: the lines that were not accepted, for what is left now", () => {
  const lines = [
    { ...LINE, merchant_sku: "", product_title: "", result: /** @type {const} */ ("rejected"), error_message: "No." },
    {
      ...LINE,
      order_item_id: "bowl",
      merchant_sku: "",
      product_title: "",
      result: /** @type {const} */ ("accepted"),
      error_message: null,
    },
  ];
  const flow = afterStatus(beginFlow(ORDER, DRAFT, null), { kind: "fix", status: status({ lines }) });
  assert.deepEqual(Object.keys(draftForForm(flow, STANDING)?.items ?? {}), ["spoons"]);
  assert.equal(flow.refused, null);
});

test("the seller says the status: the order is asked for anew with it, and what was typed stays", () => {
  const flow = afterForm(beginFlow(orderOf(STANDING, { status: "other" }), null, null), {
    kind: "status",
    status: "inprogress",
    draft: DRAFT,
  });
  assert.deepEqual(
    [flow.order.status, flow.order.status_source, flow.draft, flow.sent],
    ["inprogress", "seller", DRAFT, null],
  );
});

test("what was refused is shown once", () => {
  const flow = afterForm(beginFlow(ORDER, null, outgoing(REFUSED)), { kind: "again", draft: null });
  assert.deepEqual([flow.refused, flow.toMend], [null, null]);
});
