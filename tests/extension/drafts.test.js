import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { dropOldDrafts } from "../../extension/background/drafts.js";
import { ask, fresh, helper, kept, refundOf } from "./browser.js";

/** What was typed goes when it was sent, when it is old, and when the pairing is forgotten. */

const ORDER = { merchant_order_id: "order" };
const DAY_MS = 24 * 3_600_000;
const OPTIONS = "chrome-extension://ours/options/options.html";

/** @param {string} request_id */
const typed = (request_id) => ({ items: {}, confirmed: [], status: null, request_id });

beforeEach(fresh);

test("taken by the helper, the draft is gone although no page lived to say so", async () => {
  await ask("keep_draft", { ...ORDER, draft: typed("one") });
  assert.deepEqual((await ask("draft", ORDER)).ok, typed("one"));
  await ask("refund", refundOf("one", "order"));
  assert.equal((await ask("draft", ORDER)).ok, null);
});

test("what is typed for a further refund of the order stays", async () => {
  await ask("keep_draft", { ...ORDER, draft: typed("two") });
  await ask("refund", refundOf("one", "order"));
  assert.deepEqual((await ask("draft", ORDER)).ok, typed("two"));
});

test("after thirty days it is dropped", async (context) => {
  await ask("keep_draft", { ...ORDER, draft: typed("one") });
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() + 29 * DAY_MS });
  await dropOldDrafts();
  assert.deepEqual((await ask("draft", ORDER)).ok, typed("one"));
  context.mock.timers.setTime(Date.now() + 2 * DAY_MS);
  await dropOldDrafts();
  assert.equal((await ask("draft", ORDER)).ok, null);
});

test("with the pairing goes what was typed, not what was clicked", async () => {
  await ask("keep_draft", { ...ORDER, draft: typed("two") });
  helper.mood = "away";
  await ask("refund", refundOf("one", "order"));
  await ask("unpair", null, OPTIONS);
  assert.equal((await ask("draft", ORDER)).ok, null);
  assert.deepEqual(
    (await kept()).map((one) => one.refund.request_id),
    ["one"],
  );
});
