import assert from "node:assert/strict";
import { test } from "node:test";

import { orderFrom, orderFromBeginning } from "../../extension/portal/parse/order_document.js";
import { cutOffOrdersIn, ordersIn } from "../../extension/portal/parse/orders_in_text.js";

/** Raw data that say two things, or that a program has made of numbers and letters what nobody wrote. */

const PRICE = `"base_price": 10.00, "item_tax": 0.80`;

/** @param {{order?: string, item?: string, price?: string}} more members */
function text({ order = "", item = "", price = PRICE }) {
  return `{"merchant_order_id": "${"ab".repeat(16)}", "reference_order_id": "406114860001", "status": "created", ${order}
    "buyer": {"name": "Agatha Hollingbourne"}, "order_items": [{"order_item_id": "${"0".repeat(31)}1", "merchant_sku": "LAMP-1",
    "product_title": "Desk lamp", "request_order_quantity": 1, ${item} "item_price": {${price}}}]}`;
}

/** @param {string} raw */
const read = (raw) => orderFrom(ordersIn(raw)[0]);

/** @param {string} raw @param {string[]} facts */
function refused(raw, facts) {
  assert.throws(() => read(raw), { code: "portal_raw_twice", facts });
}

test("a key that stands twice and differs is refused, with both values", () => {
  refused(text({ price: `${PRICE}, "base_price": 100.00` }), ["Desk lamp: base_price", "10.00", "100.00"]);
  refused(text({ item: `"request_order_quantity": 3,` }), ["Desk lamp: request_order_quantity", "1", "3"]);
  refused(text({ order: `"merchant_order_id": "${"cd".repeat(16)}",` }), [
    "merchant_order_id",
    "ab".repeat(16),
    "cd".repeat(16),
  ]);
  refused(text({ order: `"status": "complete",` }), ["status", "created", "complete"]);
  refused(text({ order: `"order_totals": {"item_price": null}, "order_totals": null,` }), [
    "order_totals",
    "{…}",
    "null",
  ]);
  refused(text({ item: `"product_title": "Sofa",` }), ["Sofa: product_title", "Desk lamp", "Sofa"]);
  refused(text({ order: `"order_items": [],` }), ["order_items", "[…]", "[…]"]);
  refused(
    text({
      order: `"shipments": [{"shipment_items": [{"merchant_sku": "LAMP-1", "response_shipment_sku_quantity": 1,
      "response_shipment_sku_quantity": 2}]}],`,
    }),
    ["LAMP-1: response_shipment_sku_quantity", "1", "2"],
  );
});

test("the same twice is harmless, and what is not read is neither refused nor named", () => {
  assert.equal(
    read(text({ price: `${PRICE}, "base_price": 10.00` })).order.order_items[0].item_price.base_price,
    "10.00",
  );
  assert.doesNotThrow(() => read(text({ order: `"buyer": {"name": "B"}, "phone": "1", "phone": "2",` })));
  assert.doesNotThrow(() => read(text({ order: `"note": {"status": 1, "status": 2},` })));
});

test("a document that breaks off is not spared, nor a list that is written as a table", () => {
  const begun = text({ price: `${PRICE}, "base_price": 100.00` }).slice(0, -1) + `, "note": "broken`;
  assert.throws(() => orderFromBeginning(cutOffOrdersIn(begun)[0]), { code: "portal_raw_twice" });
  const table = text({ order: `"status": "complete",` }).replace("[", `{"0": `).replace(/\]\}$/, "}}");
  refused(table, ["status", "created", "complete"]);
});

test("half a letter is shown as what it is, and no letter is cut in two", () => {
  for (const title of ["Ribbon \\ud83c", "Ribbon \ud83c", "Ribbon \\udf88", "\\ud83c Ribbon"]) {
    const [item] = read(text({ item: "" }).replace("Desk lamp", title)).order.order_items;
    assert.equal(item.product_title, title.startsWith("Ribbon") ? "Ribbon \ufffd" : "\ufffd Ribbon");
  }
  const [item] = read(
    text({})
      .replace("LAMP-1", "x" + "🦊".repeat(300))
      .replace("Desk lamp", "🎈".repeat(600)),
  ).order.order_items;
  assert.equal(item.merchant_sku, "x" + "🦊".repeat(199));
  assert.equal(item.product_title, "🎈".repeat(500));
});

test("cents that a program has calculated with are cents again, and that is said", () => {
  for (const [written, cents] of [
    ["17.169999999999998", "17.17"],
    ["17.170000000000002", "17.17"],
    ["0.30000000000000004", "0.30"],
    ["9.9999999999999999", "10.00"],
    ["1.7169999999999998e1", "17.17"],
    ["0.00000000000000001", "0.00"],
    ["19.9900499", "19.99"],
  ]) {
    const { order, remarks } = read(text({ price: `"base_price": ${written}, "item_tax": 0.80` }));
    assert.equal(order.order_items[0].item_price.base_price, cents, written);
    assert.deepEqual(remarks.find(({ code }) => code === "rounded")?.facts, ["Desk lamp: base_price", written, cents]);
  }
});

test("a document that holds two orders by one name holds two orders, also where it is cut off", () => {
  const [first, second] = [text({}), text({ price: `"base_price": 100.00, "item_tax": 0.80` })];
  for (const document of [
    `{"order": ${first}, "order": ${second}}`,
    `{"data": {"orders": [${first}], "orders": [${second}]}}`,
    `{"order": ${first}, "order": ${second}, "order": null}`,
    `{"order": ${first}, "order": "none"}`,
  ]) {
    const prices = ordersIn(document).map((order) => JSON.stringify(order.order_items));
    assert.ok(
      prices.some((price) => price.includes('"10.00"')),
      document,
    );
    assert.equal(
      prices.some((price) => price.includes('"100.00"')),
      document.includes("100.00"),
      document,
    );
    const begun = cutOffOrdersIn(`${document.slice(0, -1)}, "more": {"a`);
    assert.equal(begun.length, ordersIn(document).length, document);
  }
});

test("what is not within a hundredth of a cent of cents is no price", () => {
  for (const written of ["17.1649999999999", "17.1633333333333", "0.0049999999", "19.9901500001", "-0.0000000001"]) {
    assert.throws(
      () => read(text({ price: `"base_price": ${written}, "item_tax": 0.80` })),
      { code: "portal_raw_item" },
      written,
    );
  }
});

test("a zero with a minus is zero", () => {
  for (const written of ["-0", "-0.0", '"-0.00"', "-0e0"]) {
    const { order } = read(text({ price: `"base_price": 10, "item_tax": ${written}` }));
    assert.equal(Number(order.order_items[0].item_price.item_tax), 0, written);
    assert.ok(!order.order_items[0].item_price.item_tax?.startsWith("-"));
  }
  assert.throws(() => read(text({ price: `"base_price": -1` })), { code: "portal_raw_item" });
});

const LENGTH = 60_000;
const REPEATED = [
  '\\"{', "{/*", "{//", "[", "{", '{"a":', '{"a":[', "{“a", "{'a", '"', "\\", '{"\\', '{"a\\"', "{+ ", "{1", "{a", "{a:1,", '{"a":{},',
  '{"a":1 "b":{', '\\"[', '"[', "&quot;{", "1: {\n", "{\u00a0", '{"a": "b"} ', "{”", "{/**/", "{/*x*/“",
]; // prettier-ignore

for (const part of REPEATED) {
  test(`${JSON.stringify(part)} again and again is read in a time that grows with its length alone`, () => {
    const many = part.repeat(Math.ceil(LENGTH / part.length));
    for (const end of ["", '"*/', "}"]) {
      const start = process.cpuUsage().user;
      ordersIn(`"merchant_order_id" "order_items" ${many}${end}`);
      cutOffOrdersIn(`"merchant_order_id" "order_items" ${many}${end}`);
      const seconds = (process.cpuUsage().user - start) / 1e6;
      assert.ok(seconds < 1, `${seconds} s with ${end} at the end`);
    }
  });
}
