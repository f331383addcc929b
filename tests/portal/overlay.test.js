import assert from "node:assert/strict";
import { test } from "node:test";
import { createdAt, oppositeOf } from "../../extension/portal/overlay/history.js";
import { itemMarks, mentionsMark, unitsBesideLabel } from "../../extension/portal/overlay/item_marks.js";
import {
  orderNumbersIn,
  orderNumbersInAddress,
  wordsAndNumbersIn,
} from "../../extension/portal/overlay/order_numbers.js";
import { exceptionOf, statusOf } from "../../extension/portal/overlay/order_state.js";
import { english } from "../../extension/portal/vocabulary/english.js";
import { spanish } from "../../extension/portal/vocabulary/spanish.js";
import { vocabulary } from "../../extension/portal/vocabulary/vocabulary.js";

/** What an overlay's text tells, decided without a page. */

const both = vocabulary([english, spanish], /(?<![0-9a-z])(?:\d{12,18}|[0-9a-f]{32})(?![0-9a-z])/i);

/** @typedef {import("../../extension/portal/overlay/overlay_facts.js").Fact} Fact */

/** @param {string} text @returns {Fact} that stands by itself */
const plain = (text) => ({ text, isLabel: false, besideNext: false });
/** @param {string} text @returns {Fact} with its value in the next fact */
const label = (text) => ({ text, isLabel: true, besideNext: true });

test("a labelled status counts, in its own text or in the text beside it", () => {
  assert.equal(statusOf([plain("Status: In Progress")], both), "inprogress");
  assert.equal(statusOf([label("Status"), plain("Completed")], both), "complete");
  assert.equal(statusOf([label("Estado del pedido"), plain("En curso")], both), "inprogress");
  assert.equal(statusOf([label("Status"), plain("Acknowledged"), plain("Completed")], both), "acknowledged");
});

test("a labelled status that has no name here is other, and a label with nothing beside it tells nothing", () => {
  assert.equal(statusOf([label("Status"), plain("Awaiting carrier")], both), "other");
  assert.equal(statusOf([{ ...label("Status"), besideNext: false }, plain("Awaiting carrier")], both), null);
});

test("without a label a status counts that stands by itself, unless two are different", () => {
  assert.equal(statusOf([plain("Order 1"), plain("Ready")], both), "ready");
  assert.equal(statusOf([plain("Ready"), plain("READY")], both), "ready");
  assert.equal(statusOf([plain("Ready"), plain("Completed")], both), null);
});

test("a heading of a column and a word before a date are no status", () => {
  assert.equal(statusOf([{ ...plain("Completed"), isLabel: true }, plain("3")], both), null);
  assert.equal(statusOf([plain("Created"), plain("11/03/2016")], both), null);
  assert.equal(statusOf([plain("Created"), plain("Nov 3")], both), "created");
});

test("an exception state is taken where it reads like one, wherever it stands", () => {
  const whole = "exception - order rejected";
  assert.equal(exceptionOf([plain("x"), plain(whole)], both), whole);
  assert.equal(exceptionOf([plain(`Exception state: ${whole}`)], both), whole);
  assert.equal(exceptionOf([label("Exception"), plain("Order rejected")], both), whole);
  assert.equal(exceptionOf([label("Excepci\u00f3n"), plain("Pedido rechazado")], both), whole);
});

test("of an exception state no word is taken that is not Jet's own: it may be about the buyer", () => {
  for (const [text, state] of [
    ["exception - order rejected, A Buyer", "exception - order rejected"],
    ["Exception \u2013 Jet manual canceled by A Buyer", "exception - jet manual canceled to complete state"],
    ["exception - A Buyer refused the parcel", "other"],
    ["Exception - late", "other"],
  ]) {
    assert.equal(exceptionOf([plain("x"), plain(text)], both), state, text);
    assert.equal(exceptionOf([plain(`Exception state: ${text}`)], both), state, text);
  }
  assert.equal(exceptionOf([label("Exception"), plain("Order rejected, A Buyer")], both), "exception - order rejected");
});

test("what stands beside an empty exception label is not taken", () => {
  assert.equal(exceptionOf([label("Exception"), plain("A Buyer")], both), null);
  assert.equal(exceptionOf([label("Exception"), plain("None")], both), null);
  assert.equal(exceptionOf([], both), null);
});

test("units stand before a label, behind it, or in the text after it", () => {
  for (const texts of [["Shipped: 2"], ["2 shipped"], ["Shipped", "2"], ["Price", "5", "Qty shipped:", "2"]]) {
    assert.equal(unitsBesideLabel(texts, both.shipped), 2, texts.join(" | "));
  }
});

test("no label, or a label without units, gives no quantity", () => {
  for (const texts of [[], ["2"], ["Shipped"], ["Shipped", "today"], ["Shipped to", "2"], ["Shipped", "123456"]]) {
    assert.equal(unitsBesideLabel(texts, both.shipped), null, texts.join(" | "));
  }
});

test("a SKU is mentioned where it stands whole", () => {
  for (const text of ["LAD-3", "SKU LAD-3, beech", "(LAD-3)"]) assert.ok(mentionsMark(text, "LAD-3"), text);
  for (const text of ["LAD-33", "XLAD-3", "LAD-3-B", "LAD_3", ""]) assert.ok(!mentionsMark(text, "LAD-3"), text);
});

test("an item is known by its SKU, else by its title, else by nothing", () => {
  const item = { order_item_id: "1", request_order_quantity: 1, request_order_cancel_qty: 0, shipped_quantity: null };
  const rest = { item_price: { base_price: "1", item_tax: null, item_shipping_cost: null, item_shipping_tax: null } };
  const items = [
    { ...item, ...rest, price_adjustment: null, merchant_sku: "LAD-3", product_title: "Beech Ladle" },
    { ...item, ...rest, price_adjustment: null, merchant_sku: "LAD-4", product_title: "Oak  Ladle" },
    { ...item, ...rest, price_adjustment: null, merchant_sku: "", product_title: "Elm Ladle" },
  ];
  assert.deepEqual(itemMarks(items, "LAD-3 and an Oak Ladle"), ["LAD-3", "Oak Ladle", null]);
});

test("the strictest wording decides which entry is Created", () => {
  const at = (/** @type {string[]} */ ...texts) =>
    createdAt(
      texts.map((text) => [text]),
      both.created,
    );
  assert.equal(at("The order was created by Jet", "Order created", "Completed"), 1);
  assert.equal(at("Acknowledged", "Nov 3, 2016 Created"), 1);
  assert.equal(at("Return created", "Acknowledged"), -1);
});

test("the latest entry is at the other end than Created", () => {
  assert.equal(oppositeOf(["created", "ready", "complete"], "created"), "complete");
  assert.equal(oppositeOf(["complete", "ready", "created"], "created"), "complete");
  assert.equal(oppositeOf(["ready", "created", "complete"], "created"), null);
  assert.equal(oppositeOf(["created"], "created"), null);
  assert.equal(oppositeOf(["ready", "complete"], null), null);
});

test("order numbers are read in groups, and not out of longer numbers", () => {
  assert.deepEqual(orderNumbersIn("Order 731-150-284-466 of 2016", both), ["731150284466"]);
  assert.deepEqual(orderNumbersIn("a731150284466 1234567890123456789", both), []);
  assert.deepEqual(
    wordsAndNumbersIn("Order 731\u2011150\u2011284\u2011466, LAD-3"),
    new Set(["Order", "731150284466", "LAD-3"]),
  );
});

test("an address tells a number in its path, its fragment, or a parameter called order", () => {
  const numbers = (/** @type {string} */ path) => orderNumbersInAddress(`https://portal.example/${path}`, both);
  assert.deepEqual(numbers("orders/731150284466"), ["731150284466"]);
  assert.deepEqual(numbers("#/731150284466"), ["731150284466"]);
  assert.deepEqual(numbers("?orderId=731150284466&page=111111111111"), ["731150284466"]);
});
