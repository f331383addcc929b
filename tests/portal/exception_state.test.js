import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Trouble } from "../../extension/shared/errors.js";
import { knownExceptionState } from "../../extension/portal/parse/exception_state.js";
import { readText } from "../../extension/portal/read_text.js";
import { english } from "../../extension/portal/vocabulary/english.js";

/** Of an exception state nothing is read but which of the known exceptions it is. */

const REJECTED = "exception - order rejected";
const CANCELED = "exception - jet manual canceled to complete state";

/** As the helper reads them, too: tests/unit/test_order.py. @type {[string | null, string | null][]} */
const STATES = [
  [REJECTED, REJECTED],
  [CANCELED, CANCELED],
  ["Exception \u2013 Order Rejected", REJECTED],
  ["order_rejected", REJECTED],
  ["exception - order rejected, Maria Example, 1 Nowhere St", REJECTED],
  ["EXCEPTION: jet manual canceled to complete state (Maria Example called)", CANCELED],
  ["exception - order rejectedly", "other"],
  ["exception - customer Maria Example refused the parcel", "other"],
  ["Maria Example, 1 Nowhere St", "other"],
  ["Maria: exception - order rejected", "other"],
  ["\u738b\u5c0f\u660e", "other"],
  ["exception", "other"],
  ["-", "other"],
  [null, null],
];

test("a known exception is known by what it begins with; another is other, and no word beside it is kept", () => {
  for (const [text, state] of STATES) assert.equal(knownExceptionState(text), state, String(text));
});

test("the known exceptions are those of the schema", () => {
  const { $defs } = JSON.parse(readFileSync(new URL("../../schemas/common.json", import.meta.url), "utf8"));
  for (const state of $defs.exception_state.enum) assert.equal(knownExceptionState(state), state);
  assert.deepEqual(Object.keys(english.exceptions), $defs.exception_state.enum.slice(0, -1));
});

test("an exception as long as a book is read as fast as any", () => {
  const begun = performance.now();
  assert.equal(knownExceptionState(`exception - order rejected ${"Maria Example ".repeat(1_000_000)}`), REJECTED);
  assert.equal(knownExceptionState("x".repeat(10_000_000)), "other");
  assert.ok(performance.now() - begun < 2_000);
});

/** @param {unknown} exception_state */
const rawData = (exception_state) =>
  JSON.stringify({
    merchant_order_id: "ab".repeat(16),
    reference_order_id: "406114853511",
    status: "complete",
    exception_state,
    notes: "Maria Example wants it blue",
    buyer: { name: "Maria Example" },
    order_items: [
      {
        order_item_id: "cd".repeat(16),
        merchant_sku: "LAD-3",
        product_title: "Beech Ladle",
        request_order_quantity: 1,
        item_price: { base_price: 10 },
        gift_message: "From Maria Example",
      },
    ],
  });

test("an order that is read has no word about its buyer, whatever the raw data write into their texts", () => {
  for (const written of [
    "exception - Maria Example refused it",
    "Maria Example",
    ["Maria Example"],
    { by: "Maria Example" },
  ]) {
    const { found } = readText(rawData(written));
    assert.doesNotMatch(JSON.stringify(found), /Maria/, String(written));
  }
  assert.equal(readText(rawData("exception - Maria Example refused it")).found[0].order.exception_state, "other");
  assert.equal(readText(rawData(null)).found[0].order.exception_state, null);
});

test("an exception state that is no text is none", () => {
  for (const written of [[], {}, true, ""]) {
    assert.equal(readText(rawData(written)).found[0].order.exception_state, null, String(written));
  }
  assert.throws(() => readText("{}"), Trouble);
});
