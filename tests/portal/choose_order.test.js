import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseOrder, distinctOrders, isShown } from "../../extension/portal/parse/choose_order.js";
import { readingOf, readingOfOverlays, staleReading } from "../../extension/portal/reading.js";

/** Which of the documents is the order that the page shows, and when the seller is asked. */

const ID = "8a0c3f5ce0b94a0f9a5d8f7d5c1b2a3e";

/**
 * @param {string} number
 * @param {import("../../extension/portal/parse/lenient_json.js").JsonObject} [others]
 * @returns {import("../../extension/portal/parse/orders_in_text.js").RawOrder}
 */
const raw = (number, others = {}) => ({
  merchant_order_id: `${number}ffff`,
  reference_order_id: number,
  order_items: [{ order_item_id: "1" }],
  ...others,
});

/** @param {string} number @param {string[]} others that stand elsewhere in the overlay */
const shown = (number, ...others) => ({ number, inOverlay: new Set(others) });

const mine = raw("731150284466");
const other = raw("111111111111");

test("the order of the overlay's number is taken, whatever else the document holds", () => {
  assert.deepEqual(chooseOrder([mine], shown("731150284466"), []), {
    rawOrders: [mine],
    doubt: null,
    number: "731150284466",
  });
  assert.deepEqual(chooseOrder([other, mine], shown("731150284466", "111111111111"), []).rawOrders, [mine]);
});

test("an order that the overlay shows nowhere is a doubt", () => {
  const choice = chooseOrder([other], shown("731150284466"), []);
  assert.deepEqual([choice.doubt, choice.number, choice.rawOrders], ["stale_overlay", "731150284466", [other]]);
});

test("two orders of the overlay's number, or of none, are a doubt", () => {
  const second = raw("731150284466", { order_items: [] });
  assert.deepEqual(chooseOrder([mine, second], shown("731150284466"), []).doubt, "two_orders");
  const third = raw("222222222222");
  const choice = chooseOrder([other, third], shown("731150284466", "111111111111", "222222222222"), []);
  assert.deepEqual([choice.doubt, choice.rawOrders], ["two_orders", [other, third]]);
});

test("an order that the overlay mentions and does not call by its number is a doubt, unless any of its numbers is that", () => {
  assert.equal(chooseOrder([other], shown("731150284466", "111111111111"), []).doubt, "stale_overlay");
  const alternative = raw("111111111111", { alt_order_id: "731150284466" });
  assert.equal(chooseOrder([alternative], shown("731150284466", "111111111111"), []).doubt, null);
});

test("an address that names another order is a doubt", () => {
  const choice = chooseOrder([mine], shown("731150284466"), ["999999999999"]);
  assert.deepEqual([choice.doubt, choice.number], ["stale_overlay", "999999999999"]);
  assert.equal(chooseOrder([mine], shown("731150284466"), ["999999999999", "731150284466"]).doubt, null);
});

test("an order is shown by its reference_order_id or by its merchant_order_id", () => {
  const order = raw("731150284466", { merchant_order_id: ID });
  assert.ok(isShown(order, shown("1", ID)));
  assert.ok(isShown(order, shown("731150284466")));
  assert.ok(!isShown(order, shown("1", "2")));
});

test("a document that stands twice is a single order, and different items make two", () => {
  const later = raw("731150284466", { status: "complete" });
  assert.deepEqual(distinctOrders([mine, later]), [mine]);
  const changed = raw("731150284466", { order_items: [] });
  assert.deepEqual(distinctOrders([mine, changed]), [mine, changed]);
  assert.deepEqual(distinctOrders([mine]), [mine]);
});

test("a reading tells the numbers that are in doubt", () => {
  const found = (/** @type {string} */ number) =>
    /** @type {import("../../extension/portal/reading.js").FoundOrder} */ (
      /** @type {unknown} */ ({ order: { reference_order_id: number }, remarks: [] })
    );
  const [a, b] = [found("1"), found("2")];
  assert.deepEqual(readingOf([a]), { found: [a], doubt: null, facts: [] });
  assert.deepEqual(readingOf([a, b]), { found: [a, b], doubt: "two_orders", facts: ["1", "2"] });
  assert.deepEqual(staleReading([a], "3"), { found: [a], doubt: "stale_overlay", facts: ["3", "1"] });
  assert.deepEqual(readingOfOverlays([readingOf([a]), readingOf([b])], ["1", null]), {
    found: [a, b],
    doubt: "two_overlays",
    facts: ["1", "null"],
  });
});
