import assert from "node:assert/strict";
import { test } from "node:test";
import { orderText } from "../../extension/panel/order/order_choice.js";
import { Trouble } from "../../extension/shared/errors.js";
import { readText } from "../../extension/portal/read_text.js";
import { i18n } from "../extension/messages_on_screen.js";

/** What is read takes a time that grows with the length of the raw data alone, and no text of theirs is shown whole. */

Object.assign(globalThis, { chrome: { i18n } });

const SECOND = 1_000;

/** @param {number} number @param {object} [changes] */
const item = (number, changes = {}) => ({
  order_item_id: `item-${number}`,
  merchant_sku: `SKU-${number}`,
  product_title: `Beech Ladle ${number}`,
  request_order_quantity: 99_999,
  item_price: { base_price: 10, item_tax: null },
  ...changes,
});

/** @param {object[]} order_items @param {object} [changes] */
const rawData = (order_items, changes = {}) =>
  JSON.stringify({ merchant_order_id: "ab".repeat(16), reference_order_id: "406114853511", ...changes, order_items });

/** @template T @param {() => T} work @returns {T} */
function quickly(work) {
  const begun = performance.now();
  try {
    return work();
  } finally {
    assert.ok(performance.now() - begun < 2 * SECOND, `${performance.now() - begun} ms`);
  }
}

/** @param {number} count @returns {object[]} */
const items = (count) => Array.from({ length: count }, (_, number) => item(number));

test("an order of the most items, each of the largest quantity in a hundred parcels, is read", () => {
  const rows = items(1_000).map((_, number) => ({
    merchant_sku: `SKU-${number}`,
    response_shipment_sku_quantity: 9_999,
  }));
  const shipments = Array.from({ length: 100 }, () => ({ shipment_items: rows }));
  const text = rawData(items(1_000), { shipments });
  const begun = performance.now();
  JSON.parse(text);
  const once = performance.now() - begun;
  const [{ order }] = readText(text).found;
  assert.ok(performance.now() - begun < 40 * once + 3 * SECOND, "the whole text is read, and no more than that");
  assert.equal(order.order_items.length, 1_000);
  assert.deepEqual(
    [order.order_items[0].request_order_quantity, order.order_items[999].shipped_quantity],
    [99_999, 99_999],
  );
});

test("the totals of an order may be as large as its items make them, a price not", () => {
  const totals = { order_totals: { item_price: { base_price: 999_989_999_000.01 } } };
  const [{ order }] = readText(rawData([item(1, { item_price: { base_price: 9_999_999.99 } })], totals)).found;
  assert.equal(order.order_totals?.item_price.base_price, "999989999000.01");
  const dear = rawData([item(1, { item_price: { base_price: 10_000_000 } })]);
  assert.throws(() => readText(dear), { code: "portal_raw_item" });
});

test("an order of more items than the helper takes is refused before its items are read", () => {
  const text = rawData(items(1_001));
  const { code, facts } = Trouble.from(quickly(() => caught(() => readText(text))));
  assert.deepEqual([code, facts], ["portal_too_many_items", ["1001", "1000"]]);
});

/** @param {() => unknown} work @returns {unknown} */
function caught(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("a number is as long as a program may write it, and no longer", () => {
  const price = (/** @type {string} */ base_price) => readText(rawData([item(1, { item_price: { base_price } })]));
  assert.equal(price("17.169999999999998").found[0].order.order_items[0].item_price.base_price, "17.17");
  for (const digits of [`1.${"0".repeat(1_000_000)}1`, "9".repeat(1_000_000), `0.${"3".repeat(200_000)}`]) {
    assert.throws(() => quickly(() => price(digits)), { code: "portal_raw_item" });
  }
  const quantity = rawData([item(1, { request_order_quantity: `1.${"0".repeat(1_000_000)}1` })]);
  assert.throws(() => quickly(() => readText(quantity)), { code: "portal_raw_item" });
});

test("of a title as long as a book its beginning is read, and named in remarks", () => {
  const long = item(1, { product_title: "Ladle ".repeat(500_000), request_order_quantity: "2" });
  const [{ order, remarks }] = quickly(() => readText(rawData([long])).found);
  assert.equal(order.order_items[0].product_title.length, 500);
  assert.ok(JSON.stringify(remarks).length < 2_000);
});

test("a key that stands a hundred thousand times is a contradiction, told in a sentence", () => {
  const twice = Array.from({ length: 100_000 }, (_, at) => `"status": "${"x".repeat(300)}${at}"`).join(", ");
  const text = rawData([item(1)]).replace("{", `{${twice},`);
  const begun = performance.now();
  const { code, facts } = Trouble.from(caught(() => readText(text)));
  assert.ok(performance.now() - begun < 5 * SECOND);
  assert.equal(code, "portal_raw_twice");
  assert.ok(facts.join("").length < 1_000);
});

test("an order that is chosen among others is told by its first items", () => {
  const [{ order }] = readText(rawData(items(1_000))).found;
  const text = orderText(order);
  assert.match(text, /99999 \u00d7 Beech Ladle 9, \u2026$/);
  assert.ok(text.length < 500);
});
