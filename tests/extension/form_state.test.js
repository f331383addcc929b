import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOfLines, notAccepted } from "../../extension/panel/form/draft.js";
import {
  confirmedCodes,
  confirmedReadings,
  draftOfForm,
  draftOfRefund,
  enteredRefund,
  refundLines,
  refundTotal,
} from "../../extension/panel/form/entered_refund.js";
import { placeErrors } from "../../extension/panel/form/form_errors.js";
import { formOffer } from "../../extension/panel/form/form_offer.js";
import { withJudgement, withRefusal, refusalText, withTrouble } from "../../extension/panel/form/form_answers.js";
import { changeItem, chooseReading, confirmWarning, initialForm } from "../../extension/panel/form/form_state.js";
import { mainButtonText } from "../../extension/panel/form/form_step.js";
import { isFull } from "../../extension/panel/form/item_amounts.js";
import { awaitsAnyAmounts, quantitiesToAsk, withFullAmounts } from "../../extension/panel/form/full_amounts.js";
import { chooseItem, enterValue } from "../../extension/panel/form/item_state.js";
import { readingText, warningRows } from "../../extension/panel/form/questions.js";
import { reviewText } from "../../extension/panel/form/review.js";
import { Trouble } from "../../extension/shared/errors.js";
import { i18n } from "./messages_on_screen.js";
import { LOST, SPOONS, UNWANTED, finding, itemOf, orderOf, standingOf, unclearItem } from "./orders.js";

/** The form as plain values: what it sends, what it asks, and where an error stands. The helper judges. */

/** @typedef {import("../../extension/panel/form/form_state.js").FormState} FormState */
/** @typedef {import("../../extension/panel/form/item_state.js").FieldName} FieldName */

Object.assign(globalThis, { chrome: { i18n } });

const TWO = standingOf([itemOf("spoons", SPOONS), itemOf("bowl", SPOONS.slice(0, 1))]);
const ONE_ITEM = standingOf([itemOf("spoons", SPOONS)]);
const UNCLEAR = standingOf([unclearItem()]);

/** @param {import("../../extension/shared/documents.d.ts").Standing} [standing] @param {import("../../extension/shared/messages.js").Draft | null} [draft] */
const opened = (standing = ONE_ITEM, draft = null) => initialForm(orderOf(standing), standing, draft, false);

/** @param {FormState} state @returns {FormState} after the helper was asked for what is lacking */
const given = (state) => {
  const quantities = quantitiesToAsk(state);
  if (!quantities) return state;
  const items = quantities.items.map(({ order_item_id, order_return_refund_qty }) => ({
    order_item_id,
    full_amount: SPOONS[order_return_refund_qty - 1],
  }));
  return withFullAmounts(state, { schema_version: 1, items });
};

/** @param {FormState} state @param {string} id @param {FieldName} name @param {string} value */
const typed = (state, id, name, value) => given(changeItem(state, id, (item) => enterValue(item, name, value, true)));

/** @param {FormState} state */
const attempted = (state) => ({ ...state, attempted: true });

/** @param {FormState} state @param {number} [index] */
const errorsOf = (state, index = 0) => state.items[index].errors;

/** @param {string} kind @param {import("../../extension/shared/documents.d.ts").Finding[]} [errors] */
const refusal = (kind, errors = []) =>
  new Trouble("refused", {
    problem: {
      type: `urn:jet-refunds:problem:${kind}`,
      title: "",
      status: 422,
      detail: "The helper's sentence.",
      errors,
    },
  });

test("the only item that can be refunded is chosen from the start; of several none is", () => {
  assert.deepEqual(refundLines(opened()).length, 1);
  assert.deepEqual(refundLines(opened(TWO)), []);
  const left = standingOf([itemOf("spoons", SPOONS), itemOf("bowl", [])]);
  assert.deepEqual(
    refundLines(opened(left)).map((line) => line.order_item_id),
    ["spoons"],
  );
});

test("the button says what a click refunds: the sum of what is typed, or no sum", () => {
  assert.equal(mainButtonText(opened()), "Refund $53.32");
  assert.equal(mainButtonText(typed(opened(), "spoons", "order_return_refund_qty", "2")), "Refund $35.54");
  assert.equal(mainButtonText(typed(opened(), "spoons", "principal", "ten")), "Refund");
  assert.equal(mainButtonText(opened(TWO)), "Refund");
  const both = typed(typed(opened(TWO), "spoons", "refund_reason", LOST), "bowl", "refund_reason", LOST);
  assert.equal(refundTotal(both), "71.09");
  assert.equal(mainButtonText(changeItem(both, "bowl", (item) => chooseItem(item, false))), "Refund $53.32");
});

test("while amounts are awaited the button names no sum", () => {
  const state = changeItem(opened(), "spoons", (item) => enterValue(item, "order_return_refund_qty", "2", true));
  assert.deepEqual([refundTotal(state), mainButtonText(state), awaitsAnyAmounts(state)], [null, "Refund", true]);
  assert.deepEqual(quantitiesToAsk(state)?.items, [{ order_item_id: "spoons", order_return_refund_qty: 2 }]);
  assert.deepEqual([mainButtonText(given(state)), awaitsAnyAmounts(given(state))], ["Refund $35.54", false]);
  assert.equal(quantitiesToAsk(given(state)), null);
});

test("a quantity that is wrong is the error, not the amounts that it has none of", () => {
  const state = typed(opened(), "spoons", "order_return_refund_qty", "");
  const placed = placeErrors(attempted(state), [
    finding("not_valid", "/lines/0/order_return_refund_qty"),
    finding("not_valid", "/lines/0/refund_amount/tax"),
  ]);
  assert.deepEqual(errorsOf(placed), { order_return_refund_qty: "Enter a whole number, at least 1." });
});

test("the review says quantity, amount and reason, and why it is not full", () => {
  const [first] = refundLines(opened());
  assert.equal(reviewText(first, ONE_ITEM), "3 of 3 × Title of spoons, $53.32. No reason is chosen yet.");
  let state = typed(opened(), "spoons", "refund_reason", LOST);
  state = typed(typed(state, "spoons", "order_return_refund_qty", "2"), "spoons", "shipping_cost", "0");
  state = typed(state, "spoons", "refund_feedback", "other");
  assert.equal(
    reviewText(refundLines(state)[0], ONE_ITEM),
    `2 of 3 × Title of spoons, $27.64, because “${LOST}”. Not the full amount: “other”.`,
  );
  const unclear = typed(typed(opened(), "spoons", "tax", "x"), "spoons", "order_return_refund_qty", "");
  assert.match(reviewText(refundLines(unclear)[0], ONE_ITEM), /^\? of 3 × Title of spoons, amount unclear\./);
});

test("the refund that is sent has the order as it was read, and its own request_id", () => {
  const state = opened();
  const refund = enteredRefund(state, ["order_too_old"]);
  assert.deepEqual(refund.order, orderOf(ONE_ITEM));
  assert.deepEqual([refund.request_id, refund.confirmed], [state.request_id, ["order_too_old"]]);
  assert.match(refund.request_id, /^[0-9a-f-]{36}$/);
  assert.notEqual(opened().request_id, state.request_id);
});

test("a draft of the refund keeps its request_id; filled in once more, it is another refund", () => {
  const state = typed(opened(), "spoons", "notes", "chipped");
  assert.equal(opened(ONE_ITEM, draftOfRefund(state)).request_id, state.request_id);
  assert.notEqual(opened(ONE_ITEM, draftOfForm(state)).request_id, state.request_id);
  assert.equal(opened(ONE_ITEM, draftOfForm(state)).items[0].values.notes, "chipped");
});

test("a draft keeps the status that the seller said, not the page's", () => {
  const said = { ...opened(), order: orderOf(ONE_ITEM, { status: "complete", status_source: "seller" }) };
  assert.deepEqual([draftOfForm(said).status, draftOfForm(opened()).status], ["complete", null]);
});

test("warnings are asked for from the start, each code once, with all its sentences", () => {
  const old = [
    finding("order_too_old", "/order_placed_date", "Old."),
    finding("order_too_old", "/lines/0", "Very old."),
  ];
  const standing = standingOf(ONE_ITEM.items, { warnings: [...old, old[0]] });
  assert.deepEqual(warningRows(opened(standing).warnings), [{ code: "order_too_old", text: "Old. Very old." }]);
});

test("only what is confirmed and on screen is sent as confirmed", () => {
  const standing = standingOf(ONE_ITEM.items, { warnings: [finding("order_too_old", "/order_placed_date")] });
  const state = confirmWarning(opened(standing), "order_too_old", true);
  assert.deepEqual(confirmedCodes(state), ["order_too_old"]);
  assert.deepEqual(confirmedCodes(confirmWarning(state, "order_too_old", false)), []);
  const judgement = { schema_version: /** @type {const} */ (1), total: "53.32", lines: [], blocks: [] };
  const gone = withJudgement(state, { ...judgement, warnings: [] });
  assert.deepEqual(confirmedCodes(gone), []);
  const back = withJudgement(gone, { ...judgement, warnings: standing.warnings });
  assert.deepEqual(confirmedCodes(back), ["order_too_old"], "the seller has said it");
  assert.deepEqual(confirmedCodes(opened(standing, draftOfForm(state))), ["order_too_old"], "also in a draft");
});

test("how prices are read: asked where it is unclear, the amounts follow, the last answer counts", () => {
  const state = chooseReading(chooseReading(opened(UNCLEAR), "unit"), "line");
  assert.deepEqual([confirmedReadings(state), confirmedCodes(state)], [["price_basis_line"], ["price_basis_line"]]);
  assert.equal(refundTotal(state), "22.33");
  assert.equal(refundTotal(chooseReading(state, "unit")), "44.66");
  assert.equal(refundTotal(opened(UNCLEAR, draftOfForm(state))), "22.33", "also in a draft");
  assert.deepEqual(
    confirmedReadings(opened(ONE_ITEM, { items: {}, confirmed: ["price_basis_unit"], status: null })),
    [],
  );
});

test("each reading says what the most of the item comes to by it", () => {
  assert.equal(readingText(UNCLEAR, "unit"), "For one unit. Title of mugs, quantity 2: $44.66.");
  assert.equal(readingText(UNCLEAR, "line"), "For the whole line. Title of mugs, quantity 2: $22.33.");
  const single = { ...unclearItem("cup"), refundable_quantity: 1 };
  const sentence = readingText(standingOf([unclearItem(), single]), "unit");
  assert.doesNotMatch(sentence, /cup/, "of one unit both readings are the same");
});

test("an error stands at the field that its pointer names, among the lines that were sent", () => {
  const state = typed(opened(TWO), "bowl", "refund_reason", UNWANTED);
  const placed = placeErrors(attempted(state), [
    finding("too_much", "/lines/0/refund_amount/principal", "Only 1.00 is left."),
    finding("too_many", "/lines/0/order_return_refund_qty", "Only 1 is left."),
  ]);
  assert.deepEqual(errorsOf(placed, 0), {}, "the first line is the bowl's: the spoons are not chosen");
  assert.deepEqual(errorsOf(placed, 1), {
    principal: "Only 1.00 is left.",
    order_return_refund_qty: "Only 1 is left.",
  });
  assert.deepEqual(errorsOf(placeErrors(placed, []), 1), {}, "mended, it is gone");
});

test("an error in the order stands at its item, an error of no field above all items, each once", () => {
  const placed = placeErrors(opened(TWO), [
    finding("price", "/order/order_items/1/item_price", "No price."),
    finding("closed", "/order/status", "Not now."),
    finding("closed", "", "Not now."),
    finding("away", "/lines/7/notes", "No such line."),
  ]);
  assert.deepEqual([placed.items[0].error, placed.items[1].error], ["", "No price."]);
  assert.deepEqual(placed.errors, ["Not now.", "No such line."]);
});

test("what cannot be read is said in the field's own sentence", () => {
  const placed = placeErrors(attempted(opened()), [
    finding("not_valid", "/lines/0/refund_amount/tax", "is not a string"),
  ]);
  assert.equal(errorsOf(placed).tax, "Enter an amount such as 12.30.");
});

test("before the first click an empty field that was not touched is no error; after it, it is", () => {
  const missing = [finding("reason_missing", "/lines/0/refund_reason", "Choose a reason.")];
  assert.deepEqual(errorsOf(placeErrors(opened(), missing)), {});
  assert.deepEqual(errorsOf(placeErrors(attempted(opened()), missing)), { refund_reason: "Choose a reason." });
  const touched = typed(typed(opened(), "spoons", "refund_reason", LOST), "spoons", "refund_reason", "");
  assert.deepEqual(errorsOf(placeErrors(touched, missing)), { refund_reason: "Choose a reason." });
  const filled = finding("too_much", "/lines/0/refund_amount/tax", "Only 1.00 is left.");
  assert.deepEqual(errorsOf(placeErrors(opened(), [filled])), { tax: "Only 1.00 is left." });
});

test("the helper's judgement says what is full and what stands against it", () => {
  const state = typed(opened(), "spoons", "principal", "10");
  const judged = withJudgement(
    { ...state, trouble: new Trouble("helper_away") },
    {
      schema_version: 1,
      total: "25.82",
      lines: [{ order_item_id: "spoons", total: "25.82", full: true }],
      blocks: [finding("too_much", "/lines/0/refund_amount/principal", "Only 9.00 is left.")],
      warnings: [finding("order_too_old", "/order_placed_date")],
    },
  );
  assert.equal(isFull(judged.items[0]), true);
  assert.deepEqual(errorsOf(judged), { principal: "Only 9.00 is left." });
  assert.deepEqual(warningRows(judged.warnings), [{ code: "order_too_old", text: "order_too_old." }]);
  assert.equal(judged.trouble, null);
});

test("that prices are unclear is a question, not a check box; asked again when it was left open at a click", () => {
  const question = finding("price_basis_unknown", "/confirmed", "Say how prices are read.");
  const judgement = {
    schema_version: /** @type {const} */ (1),
    total: "1",
    lines: [],
    blocks: [],
    warnings: [question],
  };
  const judged = withJudgement(opened(UNCLEAR), judgement);
  assert.deepEqual([judged.warnings, judged.unanswered, judged.errors], [[], false, []]);
  const refused = withRefusal(judged, refusal("not_allowed", [question]));
  assert.deepEqual([refused.unanswered, refused.errors], [true, ["Say how prices are read."]]);
  assert.equal(chooseReading(refused, "line").unanswered, false);
});

test("nothing chosen: there is nothing to judge, and no error is left", () => {
  const state = placeErrors(opened(), [finding("too_much", "/lines/0/refund_amount/tax")]);
  assert.deepEqual(errorsOf(withJudgement(state, null)), {});
});

test("while typing: what cannot be read is said at its field; the helper away is said above, and errors stay", () => {
  const unread = withTrouble(opened(), refusal("not_valid", [finding("not_valid", "/lines/0/refund_amount/tax")]));
  assert.deepEqual([errorsOf(unread).tax, unread.trouble], ["Enter an amount such as 12.30.", null]);
  const away = withTrouble(unread, new Trouble("helper_away", { facts: [23750] }));
  assert.deepEqual([errorsOf(away).tax, away.trouble?.code], ["Enter an amount such as 12.30.", "helper_away"]);
});

test("refused for warnings alone: they are asked for, and nothing is marked as wrong", () => {
  const trouble = refusal("not_allowed", [
    finding("refunded_more", "/confirmed", "You refund 2, but only 1 came back."),
  ]);
  const state = withRefusal(opened(), trouble);
  assert.deepEqual([state.attempted, state.errors], [true, []]);
  assert.deepEqual(warningRows(state.warnings), [
    { code: "refunded_more", text: "You refund 2, but only 1 came back." },
  ]);
  assert.equal(refusalText(trouble), "Confirm what is marked, then refund.");
});

test("refused for errors: they stand at their fields, also where nothing was typed, and what was typed stays", () => {
  const errors = [
    finding("reason_missing", "/lines/0/refund_reason", "Choose a reason."),
    finding("order_too_old", "/confirmed", "It is old."),
  ];
  const before = typed(opened(), "spoons", "principal", "11.26");
  const state = withRefusal(before, refusal("not_allowed", errors));
  assert.deepEqual(errorsOf(state), { refund_reason: "Choose a reason." });
  assert.deepEqual(warningRows(state.warnings), [{ code: "order_too_old", text: "It is old." }]);
  assert.equal(state.items[0].values.principal, "11.26");
  assert.equal(state.request_id, before.request_id);
  assert.equal(refusalText(refusal("not_allowed", errors)), "Nothing was sent. Mend what is marked, then refund.");
  assert.equal(refusalText(refusal("conflict")), "The helper's sentence.");
});

test("where another refund has its request_id, it gets one of its own, and what was typed stays", () => {
  const before = typed(opened(), "spoons", "notes", "chipped");
  const state = withRefusal(before, refusal("request_id_taken"));
  assert.notEqual(state.request_id, before.request_id);
  assert.deepEqual(state.items[0].values, before.items[0].values);
});

test("a form to mend holds what was sent: other amounts than the full ones are the seller's", () => {
  const sent = refundLines(typed(typed(opened(), "spoons", "refund_reason", LOST), "spoons", "shipping_cost", "2.50"));
  const draft = draftOfLines(sent, ONE_ITEM);
  const state = opened(ONE_ITEM, draft);
  assert.deepEqual(refundLines(state), sent);
  assert.deepEqual(state.items[0].touched, ["total_quantity_returned", "shipping_cost"]);
  assert.equal(draft.request_id, undefined, "it is another refund");
});

test("of a refund that was partly accepted only the rest is sent again", () => {
  /** @type {any[]} */
  const lines = [{ result: "accepted" }, { result: "rejected" }, { result: null }];
  assert.deepEqual(notAccepted(lines), lines.slice(1));
});

test("what stands against the order leaves no form; what stands against an item leaves the others", () => {
  const order = orderOf(ONE_ITEM);
  const closed = formOffer(order, { ...ONE_ITEM, blocks: [finding("not_far_enough", "/status")] });
  assert.deepEqual([closed.blocks.length, closed.showsForm, closed.canRefund], [1, false, false]);
  const item = formOffer(order, { ...ONE_ITEM, blocks: [finding("no_price", "/order_items/0/item_price")] });
  assert.deepEqual([item.blocks.length, item.showsForm, item.canRefund], [0, true, true]);
  const nothing = formOffer(order, standingOf([itemOf("spoons", [])]));
  assert.deepEqual([nothing.showsForm, nothing.canRefund], [true, false]);
});

test("a status that is not known is asked for before the form; what the seller said can be changed", () => {
  const unknown = formOffer(orderOf(ONE_ITEM), { ...ONE_ITEM, blocks: [finding("status_unknown", "/status")] });
  assert.deepEqual(
    [unknown.blocks, unknown.asksStatus, unknown.showsForm, unknown.canRefund],
    [[], true, false, false],
  );
  const said = formOffer(orderOf(ONE_ITEM, { status_source: "seller" }), ONE_ITEM);
  assert.deepEqual([said.asksStatus, said.showsForm], [true, true]);
  assert.equal(formOffer(orderOf(ONE_ITEM), ONE_ITEM).asksStatus, false);
});
