import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseOrder, compareWithOpen, orderText } from "../../extension/panel/order/order_choice.js";
import { Trouble } from "../../extension/shared/errors.js";
import { i18n } from "./messages_on_screen.js";
import { SPOONS, itemOf, orderOf, standingOf } from "./orders.js";

/** Which order it is: nothing is guessed. */

Object.assign(globalThis, { chrome: { i18n } });

const FOUND = { order: orderOf(standingOf([itemOf("spoons", SPOONS)])), remarks: [] };
const OTHER = { order: { ...FOUND.order, merchant_order_id: "other", reference_order_id: "999" }, remarks: [] };
const SURE = { found: [FOUND], doubt: null, facts: [] };

test("an order without a doubt is certain", () => {
  assert.deepEqual(chooseOrder(SURE), { kind: "certain", found: FOUND });
});

test("two orders, or a page that shows another one too, are the seller's to choose from", () => {
  for (const reading of [
    { found: [FOUND, OTHER], doubt: /** @type {const} */ ("two_orders"), facts: [] },
    { ...SURE, doubt: /** @type {const} */ ("stale_overlay"), facts: ["1", "2"] },
  ]) {
    assert.deepEqual(chooseOrder(reading), { kind: "doubt", reading });
  }
});

test("no order, or one that could not be read: the sentence says which", () => {
  assert.match(JSON.stringify(chooseOrder(null)), /No order was found on this page\./);
  const choice = chooseOrder(new Trouble("portal_no_raw_data"));
  assert.match(JSON.stringify(choice), /View raw data showed no order\./);
});

test("what is pasted or typed over an open order is compared with it, by either of its numbers", () => {
  assert.equal(compareWithOpen(SURE, null), SURE, "none lies open");
  assert.equal(compareWithOpen(SURE, "406114853511"), SURE);
  assert.equal(compareWithOpen(SURE, "order"), SURE);
  assert.deepEqual(compareWithOpen(SURE, "999"), { ...SURE, doubt: "stale_overlay", facts: ["999", "406114853511"] });
  const doubted = { found: [FOUND, OTHER], doubt: /** @type {const} */ ("two_orders"), facts: [] };
  assert.equal(compareWithOpen(doubted, "999"), doubted, "it is asked anyway");
});

test("an order is named with its number and its items", () => {
  assert.equal(orderText(FOUND.order), "Order 406114853511: 3 × Title of spoons");
});
