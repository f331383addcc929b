import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addItem,
  emptyManualOrder,
  manualOrderDocument,
  removeItem,
  typeInItem,
  typeInOrder,
  withTrouble,
  withoutErrors,
} from "../../extension/panel/order/manual_order.js";
import { Trouble } from "../../extension/shared/errors.js";
import { i18n } from "./messages_on_screen.js";
import { finding } from "./orders.js";

/** An order that is typed: what the helper is asked, and where its errors stand. Nothing is checked in the browser. */

Object.assign(globalThis, { chrome: { i18n } });

/** @typedef {import("../../extension/panel/order/manual_order.js").ManualOrder} ManualOrder */

/** @param {ManualOrder} state @param {number} index @param {Record<string, string>} values @returns {ManualOrder} */
const typeItem = (state, index, values) =>
  Object.entries(values).reduce((next, [name, value]) => typeInItem(next, index, name, value), state);

/** @param {...import("../../extension/shared/documents.d.ts").Finding} errors */
const unread = (...errors) =>
  new Trouble("refused", {
    problem: {
      type: "urn:jet-refunds:problem:not_valid",
      title: "",
      status: 422,
      detail: "It cannot be read.",
      errors,
    },
  });

const TYPED = typeItem(
  typeInOrder(typeInOrder(emptyManualOrder(), "merchant_order_id", " abc "), "reference_order_id", "406114853511"),
  0,
  { order_item_id: "i1", request_order_quantity: "2", base_price: "$89.95", item_tax: "7.2", item_shipping_tax: "" },
);

test("what is typed becomes an order of the seller's own word: trimmed, prices in the helper's form", () => {
  const order = manualOrderDocument(typeInOrder(TYPED, "status", "inprogress"));
  assert.deepEqual(
    [order.merchant_order_id, order.reference_order_id, order.status, order.status_source],
    ["abc", "406114853511", "inprogress", "seller"],
  );
  assert.deepEqual(order.order_items, [
    {
      order_item_id: "i1",
      merchant_sku: "",
      product_title: "i1",
      request_order_quantity: 2,
      request_order_cancel_qty: 0,
      shipped_quantity: null,
      item_price: { base_price: "89.95", item_tax: "7.20", item_shipping_cost: null, item_shipping_tax: null },
      price_adjustment: null,
    },
  ]);
});

test("what is not typed is sent as missing, for the helper to ask for", () => {
  const { status, order_items } = manualOrderDocument(emptyManualOrder());
  assert.equal(status, null);
  assert.deepEqual([order_items[0].request_order_quantity, order_items[0].item_price.base_price], [null, ""]);
  const odd = manualOrderDocument(typeItem(TYPED, 0, { request_order_quantity: "1.5", base_price: "ten" }));
  assert.deepEqual(
    [odd.order_items[0].request_order_quantity, odd.order_items[0].item_price.base_price],
    [null, "ten"],
  );
});

test("each error stands at its field, in the field's own sentence", () => {
  const state = withTrouble(
    addItem(TYPED),
    unread(
      finding("not_valid", "/merchant_order_id"),
      finding("not_valid", "/order_items/1/order_item_id"),
      finding("not_valid", "/order_items/1/item_price/base_price"),
    ),
  );
  assert.match(state.errors.merchant_order_id, /^Copy the merchant_order_id from the raw data/);
  assert.deepEqual(state.items[0].errors, {});
  assert.match(state.items[1].errors.order_item_id, /^Copy the order_item_id/);
  assert.equal(state.items[1].errors.base_price, "Enter an amount such as 12.30.");
  assert.equal(state.error, "");
  assert.equal(state.values.merchant_order_id, " abc ", "what was typed stays");
});

test("an error of no field is said below the fields, and so is that the helper cannot be asked", () => {
  for (const pointer of ["/order_totals", "/order_items/7/order_item_id", "/order_items/0/item_price", ""]) {
    const state = withTrouble(TYPED, unread(finding("odd", pointer), finding("odd", "/merchant_order_id")));
    assert.equal(state.error, "It cannot be read.", pointer);
    assert.match(state.errors.merchant_order_id, /^Copy/);
  }
  const away = withTrouble(TYPED, new Trouble("helper_away", { facts: [23750] }));
  assert.match(away.error, /^Jet Refunds is not running on this computer/);
});

test("used again, its errors are gone and its values are not", () => {
  const state = withTrouble(TYPED, unread(finding("odd", "/order_items/0/order_item_id"), finding("odd", "")));
  assert.deepEqual(withoutErrors(state), TYPED);
});

test("another item, and an item less: what is typed for the others stays with them", () => {
  const second = typeItem(addItem(TYPED), 1, { order_item_id: "i2" });
  const third = typeItem(addItem(second), 2, { order_item_id: "i3" });
  assert.deepEqual(
    manualOrderDocument(removeItem(third, 1)).order_items.map((item) => item.order_item_id),
    ["i1", "i3"],
  );
  const wrong = withTrouble(second, unread(finding("odd", "/order_items/0/order_item_id")));
  assert.deepEqual(addItem(wrong).items[0].errors, {}, "the items are drawn anew");
});
