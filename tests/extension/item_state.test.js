import assert from "node:assert/strict";
import { test } from "node:test";
import { awaitsAmounts, holdsFullAmounts, isFull, lacksFullAmounts } from "../../extension/panel/form/item_amounts.js";
import { itemDraftOf, lineOf } from "../../extension/panel/form/item_line.js";
import {
  applyFullAmounts,
  applyReading,
  chooseItem,
  enterValue,
  initialItem,
  takeFullAmount,
  tidyAmount,
} from "../../extension/panel/form/item_state.js";
import { LINE_PRICES, LOST, MUGS, SPOONS, UNIT_PRICES, UNWANTED, itemOf, standingOf, unclearItem } from "./orders.js";

/** An item in the form: its amounts are those that the helper gives for the quantity, as long as the seller has not changed them. */

/** @typedef {import("../../extension/panel/form/item_state.js").ItemState} ItemState */
/** @typedef {import("../../extension/panel/form/item_state.js").FieldName} FieldName */

const STANDING = standingOf([itemOf("spoons", SPOONS)]);

/** @param {import("../../extension/shared/documents.d.ts").StandingItem} [item] @returns {ItemState} */
const opened = (item = STANDING.items[0]) => initialItem(item, STANDING, null, true);

/** @param {ItemState} state @param {typeof SPOONS} amounts by quantity @returns {ItemState} after the helper was asked for what is lacking */
const given = (state, amounts) => (lacksFullAmounts(state) ? amounts.reduce(takeFullAmount, state) : state);

/** @param {ItemState} state @param {Partial<Record<FieldName, string>>} values @param {typeof SPOONS} [amounts] by quantity @returns {ItemState} as typed by the seller, a field after the other */
const typed = (state, values, amounts = SPOONS) =>
  Object.entries(values).reduce(
    (next, [name, value]) => given(enterValue(next, /** @type {FieldName} */ (name), value, true), amounts),
    state,
  );

/** @param {ItemState} state */
const amounts = (state) => lineOf(state).refund_amount;

const NONE = { principal: "", tax: "", shipping_cost: "", shipping_tax: "" };

test("all that is left is offered, with the helper's amounts for it", () => {
  const line = lineOf(opened());
  assert.deepEqual([line.order_return_refund_qty, line.total_quantity_returned], [3, 3]);
  assert.deepEqual(line.refund_amount, SPOONS[2].refund_amount);
});

test("for each quantity the amounts are those that the helper gives for it, to the cent", () => {
  for (const { order_return_refund_qty, refund_amount } of SPOONS) {
    const state = typed(opened(), { order_return_refund_qty: String(order_return_refund_qty) });
    assert.deepEqual(amounts(state), refund_amount);
    assert.equal(lineOf(state).total_quantity_returned, order_return_refund_qty);
  }
});

test("until the helper has given the amounts of a quantity there are none: those of another would be wrong", () => {
  const asked = enterValue(opened(), "order_return_refund_qty", "2", true);
  assert.deepEqual([amounts(asked), awaitsAmounts(asked), isFull(asked)], [NONE, true, true]);
  const late = takeFullAmount(asked, SPOONS[0]);
  assert.deepEqual([amounts(late), awaitsAmounts(late)], [NONE, true], "the answer to what was typed before");
  const answered = takeFullAmount(late, SPOONS[1]);
  assert.deepEqual([amounts(answered), awaitsAmounts(answered)], [SPOONS[1].refund_amount, false]);
  const all = enterValue(answered, "order_return_refund_qty", "3", true);
  assert.deepEqual([amounts(all), awaitsAmounts(all)], [SPOONS[2].refund_amount, false], "known from the start");
});

test("amounts that are all the seller's own await nothing; whether they are full is not known before the helper says it", () => {
  const own = typed(opened(), {
    principal: "1",
    tax: "1",
    shipping_cost: "1",
    shipping_tax: "1",
    refund_feedback: "other",
  });
  const state = enterValue(own, "order_return_refund_qty", "2", true);
  assert.deepEqual([amounts(state).principal, awaitsAmounts(state), lacksFullAmounts(state)], ["1.00", false, true]);
  assert.deepEqual(
    [isFull(state), lineOf(state).refund_feedback],
    [false, "other"],
    "what was said of them is not lost",
  );
});

test("an item that is not chosen asks for nothing", () => {
  const state = enterValue(chooseItem(opened(), false), "order_return_refund_qty", "2", true);
  assert.deepEqual([lacksFullAmounts(state), lacksFullAmounts(chooseItem(state, true))], [false, true]);
});

test("for what is no quantity there are no amounts, and it is sent as it was typed", () => {
  for (const quantity of ["0", "1.5", "-1", "", "100000", "99999999999"]) {
    const state = typed(opened(), { order_return_refund_qty: quantity });
    assert.deepEqual([amounts(state), awaitsAmounts(state)], [NONE, false], quantity);
    assert.deepEqual(amounts(typed(state, { order_return_refund_qty: "2" })), SPOONS[1].refund_amount);
  }
  const sent = ["4", "1.5", ""].map((text) => lineOf(typed(opened(), { order_return_refund_qty: text })));
  assert.deepEqual(
    sent.map((line) => line.order_return_refund_qty),
    [4, "1.5", null],
  );
});

test("an amount that the seller changed stays when the quantity changes; the others follow", () => {
  const state = typed(opened(), { shipping_cost: "1", order_return_refund_qty: "2" });
  assert.deepEqual(amounts(state), { ...SPOONS[1].refund_amount, shipping_cost: "1.00" });
});

test("an amount that is the full one follows the quantity, whoever typed it", () => {
  const state = typed(opened(), { principal: "1", tax: "1", order_return_refund_qty: "2" });
  const full = typed(state, { principal: SPOONS[1].refund_amount.principal, order_return_refund_qty: "1" });
  assert.deepEqual(amounts(full), { ...SPOONS[0].refund_amount, tax: "1.00" });
});

test("an amount that a script put there is not the seller's, and follows", () => {
  const state = typed(enterValue(opened(), "tax", "9", false), { order_return_refund_qty: "2" });
  assert.deepEqual(amounts(state), SPOONS[1].refund_amount);
});

test("nothing comes back of what never arrived; of other reasons the quantity does", () => {
  const lost = typed(opened(), { refund_reason: LOST });
  assert.equal(lineOf(lost).total_quantity_returned, 0);
  assert.equal(lineOf(typed(lost, { order_return_refund_qty: "2" })).total_quantity_returned, 0);
  assert.equal(lineOf(typed(lost, { refund_reason: UNWANTED })).total_quantity_returned, 3);
  const counted = typed(opened(), { total_quantity_returned: "1", refund_reason: LOST });
  assert.equal(lineOf(counted).total_quantity_returned, 1, "the seller counted them");
});

test("no more comes back than can come back", () => {
  assert.equal(lineOf(opened(itemOf("spoons", SPOONS, { returnable_quantity: 1 }))).total_quantity_returned, 1);
});

test("less than the full amount asks why, and only then are feedback and notes sent", () => {
  const partial = typed(opened(), { principal: "10", refund_feedback: "other", notes: "chipped" });
  assert.equal(isFull(partial), false);
  assert.deepEqual([lineOf(partial).refund_feedback, lineOf(partial).notes], ["other", "chipped"]);
  const full = typed(partial, { principal: "37.5" });
  assert.equal(isFull(full), true);
  assert.deepEqual([lineOf(full).refund_feedback, lineOf(full).notes], [null, ""]);
  assert.deepEqual([full.values.refund_feedback, full.values.notes], ["other", "chipped"], "what was typed is kept");
});

test("what is full is the helper's to say, until something else is typed", () => {
  const judged = { ...typed(opened(), { principal: "10" }), full: true };
  assert.equal(isFull(judged), true);
  assert.equal(holdsFullAmounts(judged), false);
  assert.equal(isFull(typed(judged, { principal: "11" })), false);
  assert.equal(isFull(chooseItem(judged, false)), false);
});

test("the full amounts again: all four follow the quantity, what came back stays as it was counted", () => {
  const state = typed(opened(), { principal: "1", tax: "", total_quantity_returned: "1" });
  const full = applyFullAmounts({ ...state, full: false });
  assert.deepEqual(amounts(full), SPOONS[2].refund_amount);
  assert.deepEqual([holdsFullAmounts(full), isFull(full)], [true, true]);
  assert.equal(lineOf(full).total_quantity_returned, 1);
  assert.deepEqual(amounts(typed(full, { order_return_refund_qty: "1" })), SPOONS[0].refund_amount);
});

test("a reason chooses its item; no reason does not take the choice back", () => {
  const state = initialItem(STANDING.items[0], STANDING, null, false);
  assert.equal(state.chosen, false);
  const chosen = typed(state, { refund_reason: UNWANTED });
  assert.equal(chosen.chosen, true);
  assert.equal(typed(chosen, { refund_reason: "" }).chosen, true);
  assert.equal(typed(state, { order_return_refund_qty: "1" }).chosen, false);
});

test("an item of which nothing is left is never chosen, whatever the draft says", () => {
  const gone = itemOf("spoons", [], { refundable_quantity: 0 });
  assert.equal(initialItem(gone, STANDING, null, true).chosen, false);
  assert.equal(initialItem(gone, STANDING, { ...itemDraftOf(opened()), chosen: true }, true).chosen, false);
});

test("an amount is put in order when its field is left, and not before", () => {
  const state = typed(opened(), { principal: "$5" });
  assert.equal(state.values.principal, "$5");
  assert.equal(amounts(state).principal, "5.00");
  assert.equal(tidyAmount(state, "principal").values.principal, "5.00");
  assert.equal(tidyAmount(typed(state, { principal: "five" }), "principal").values.principal, "five");
});

test("where prices can be read in two ways, the amounts follow the reading", () => {
  const state = opened(unclearItem());
  assert.deepEqual(amounts(state), UNIT_PRICES[1].refund_amount, "the helper's own reading, before the seller says it");
  const line = applyReading(state, "line");
  assert.deepEqual(amounts(line), LINE_PRICES[1].refund_amount);
  assert.deepEqual(amounts(typed(line, { order_return_refund_qty: "1" }, MUGS)), LINE_PRICES[0].refund_amount);
  assert.deepEqual(amounts(applyReading(line, "unit")), UNIT_PRICES[1].refund_amount);
  assert.deepEqual(amounts(applyReading(typed(state, { tax: "0" }), "line")), {
    ...LINE_PRICES[1].refund_amount,
    tax: "0.00",
  });
});

test("an item whose prices are clear is not changed by a reading", () => {
  const state = opened();
  assert.equal(applyReading(state, "line"), state);
});

test("a draft gives back each field, and what the seller had changed", () => {
  const before = typed(opened(), {
    refund_reason: UNWANTED,
    order_return_refund_qty: "2",
    principal: "40",
    refund_feedback: "other",
    notes: "half of it is fine",
  });
  const draft = itemDraftOf(before);
  const begun = initialItem(STANDING.items[0], STANDING, draft, false);
  assert.equal(awaitsAmounts(begun), true, "what the amounts were is not what they are");
  const restored = given(begun, SPOONS);
  assert.deepEqual(restored.values, before.values);
  assert.equal(restored.chosen, true);
  assert.deepEqual(lineOf(restored), lineOf(before));
  const followed = amounts(typed(restored, { order_return_refund_qty: "1" }));
  assert.deepEqual(followed, { ...SPOONS[0].refund_amount, principal: "40.00" });
});

test("a reason or a why that is offered no more is to be chosen again", () => {
  const draft = { ...itemDraftOf(opened()), refund_reason: "Bored with it", refund_feedback: "moon phase" };
  const { values } = initialItem(STANDING.items[0], STANDING, draft, true);
  assert.deepEqual([values.refund_reason, values.refund_feedback], ["", ""]);
});
