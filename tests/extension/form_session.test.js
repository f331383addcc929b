import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { draftOfForm } from "../../extension/panel/form/entered_refund.js";
import { formSession } from "../../extension/panel/form/form_session.js";
import { changeItem } from "../../extension/panel/form/form_state.js";
import { enterValue } from "../../extension/panel/form/item_state.js";
import { AMOUNT_NAMES } from "../../extension/shared/amount_names.js";
import { Trouble } from "../../extension/shared/errors.js";
import { REFUSAL, ask, fresh, helper, kept, page, settled, wait } from "./browser.js";
import { SPOONS, UNWANTED, finding, itemOf, orderOf, standingOf } from "./orders.js";

/** A form with the real background behind it: what is sent, what is kept, and what the seller is told. */

/**
 * @typedef {import("../../extension/panel/form/form_state.js").FormState} FormState
 * @typedef {import("../../extension/panel/form/form_session.js").GivenForm} GivenForm
 */

const STANDING = standingOf([itemOf("spoons", SPOONS)]);
const ORDER = orderOf(STANDING);
const POST = "POST /v1/refunds";
const REST_MS = 400; // longer than the form waits for the next key

/** The form has rested, and what it then asked is answered, however busy the computer is. */
async function rested() {
  await wait(REST_MS);
  await settled();
}

/** @type {AbortController} */
let over;

beforeEach(async () => {
  await fresh();
  helper.amounts = SPOONS;
});
afterEach(() => over.abort());

/** A form that was opened, and what came of it. @param {Partial<GivenForm>} [given] */
function open(given = {}) {
  over = new AbortController();
  /** @type {string[]} */
  const log = [];
  /** @type {{sent: import("../../extension/shared/messages.js").Sent, draft: import("../../extension/shared/messages.js").Draft}[]} */
  const answers = [];
  /** @type {FormState[]} */
  const drawn = [];
  const session = formSession(
    { order: ORDER, standing: STANDING, draft: null, refused: null, ...given },
    (sent, draft) => void answers.push({ sent, draft }),
    over.signal,
  );
  const screen = {
    render: (/** @type {FormState} */ state) => void drawn.push(state),
    say: (/** @type {string} */ sentence) => void log.push(sentence),
    focusFirstError: () => void log.push("focus on the first error"),
    focusFirstChoice: () => void log.push("focus on the first choice"),
  };
  return { session, screen, log, answers, drawn };
}

/** @param {ReturnType<typeof formSession>} session @param {import("../../extension/panel/form/item_state.js").FieldName} name @param {string} value */
const type = (session, name, value) =>
  session.change((state) => changeItem(state, "spoons", (item) => enterValue(item, name, value, true)));

/** How often the helper was given a refund to take. */
const sendings = () => helper.asked.filter((asked) => asked === POST).length - helper.judged.length;

const storedDraft = async () => (await ask("draft", { merchant_order_id: "order" })).ok;

test("opened, it is judged at once, and the focus is on the first choice", async () => {
  const { session, screen, log } = open();
  session.begin(screen, true);
  assert.deepEqual(log, ["focus on the first choice"]);
  await rested();
  assert.equal(helper.judged.length, 1);
  assert.deepEqual(helper.judged[0].lines[0].refund_amount, SPOONS[2].refund_amount);
});

test("while the seller types, the helper is asked when he rests, with what stands there then", async () => {
  const { session, screen } = open();
  session.begin(screen, false);
  for (const quantity of ["1", "2", "3", "2"]) type(session, "order_return_refund_qty", quantity);
  await rested();
  assert.deepEqual(
    helper.judged.map(({ lines, confirmed }) => [lines[0].order_return_refund_qty, confirmed]),
    [[2, []]],
  );
});

test("a quantity's amounts are asked for when the seller rests, and then the whole is judged", async () => {
  const { session, screen, drawn } = open();
  session.begin(screen, false);
  type(session, "order_return_refund_qty", "2");
  assert.deepEqual(drawn.at(-1)?.items[0].values.principal, "");
  await rested();
  assert.deepEqual(drawn.at(-1)?.items[0].values.principal, SPOONS[1].refund_amount.principal);
  assert.deepEqual(helper.judged[0].lines[0].refund_amount, SPOONS[1].refund_amount);
});

test("amounts that are on their way are not those of what was typed since", async () => {
  const { session, screen } = open();
  session.begin(screen, false);
  type(session, "order_return_refund_qty", "2");
  helper.slow = 100;
  await wait(REST_MS); // the first answer is on its way
  type(session, "order_return_refund_qty", "1");
  await rested();
  assert.deepEqual(helper.judged.at(-1)?.lines[0].refund_amount, SPOONS[0].refund_amount);
  assert.deepEqual(session.state().items[0].values.principal, SPOONS[0].refund_amount.principal);
});

test("a click while amounts are awaited sends nothing, and says why", async () => {
  const { session, screen, log } = open();
  helper.mood = "away";
  session.begin(screen, false);
  type(session, "order_return_refund_qty", "2");
  await session.send();
  assert.match(log[0], /not yet given the amounts/);
  await rested();
  assert.deepEqual([await kept(), session.state().trouble?.code], [[], "helper_away"]);
  for (const name of AMOUNT_NAMES) type(session, name, "1");
  await session.send();
  assert.equal((await kept()).length, 1, "entered by the seller they wait for nothing");
});

test("what is judged is drawn: errors at their fields, and the helper's word on what is full", async () => {
  const { session, screen, drawn } = open();
  helper.judgement = {
    schema_version: 1,
    total: "53.32",
    lines: [{ order_item_id: "spoons", total: "53.32", full: false }],
    blocks: [finding("too_much", "/lines/0/refund_amount/principal", "Only 1.00 of it is left.")],
    warnings: [],
  };
  session.begin(screen, true);
  await rested();
  const [item] = drawn.at(-1)?.items ?? [];
  assert.deepEqual([item.full, item.errors], [false, { principal: "Only 1.00 of it is left." }]);
});

test("a double click sends once", async () => {
  const { session, screen, answers } = open();
  session.begin(screen, true);
  await Promise.all([session.send(), session.send()]);
  assert.deepEqual([sendings(), helper.refunds.size, answers.length], [1, 1, 1]);
});

test("while it is sent the button is busy; what is typed meanwhile is kept and not judged", async () => {
  const { session, screen, drawn } = open();
  session.begin(screen, false);
  helper.slow = 60;
  const sending = session.send();
  assert.equal(drawn.at(-1)?.busy, true);
  type(session, "notes", "typed meanwhile");
  await sending;
  assert.equal(drawn.at(-1)?.busy, false);
  await rested();
  assert.deepEqual(helper.judged, []);
});

test("sent, its draft is gone, and what was typed is handed on for another refund", async () => {
  const { session, screen, answers } = open();
  session.begin(screen, true);
  type(session, "refund_reason", UNWANTED);
  await rested();
  assert.equal((await storedDraft())?.items.spoons.refund_reason, UNWANTED);
  await session.send();
  assert.equal(await storedDraft(), null);
  const [{ sent, draft }] = answers;
  assert.equal(sent.status?.request_id, session.state().request_id);
  assert.deepEqual([draft.items.spoons.refund_reason, draft.request_id], [UNWANTED, undefined]);
});

test("nothing chosen: the seller is told, and nothing is sent", async () => {
  const { session, screen, log } = open({ standing: standingOf([itemOf("spoons", SPOONS), itemOf("bowl", SPOONS)]) });
  session.begin(screen, false);
  await session.send();
  assert.deepEqual([log, sendings()], [["Choose an item first."], 0]);
});

test("refused: it is said, the first error gets the focus, and the outbox forgets it", async () => {
  const { session, screen, log, answers } = open();
  session.begin(screen, false);
  const errors = [finding("reason_missing", "/lines/0/refund_reason", "Choose a reason.")];
  Object.assign(helper, { mood: "refuses", refusal: { ...REFUSAL, errors } });
  await session.send();
  assert.deepEqual(log, ["Nothing was sent. Mend what is marked, then refund.", "focus on the first error"]);
  assert.deepEqual(session.state().items[0].errors, { refund_reason: "Choose a reason." });
  assert.deepEqual([answers, await kept(), session.state().busy], [[], [], false]);
});

test("another refund has its request_id: sent again it has a new one, and what was typed stays", async () => {
  const { session, screen, log } = open();
  session.begin(screen, false);
  type(session, "notes", "chipped");
  const { request_id } = session.state();
  Object.assign(helper, {
    mood: "refuses",
    refusal: { ...REFUSAL, type: "urn:jet-refunds:problem:request_id_taken", detail: "Click once more." },
  });
  await session.send();
  assert.deepEqual(log, ["Click once more.", "focus on the first error"]);
  assert.equal(session.state().items[0].values.notes, "chipped");
  helper.mood = "up";
  await session.send();
  assert.deepEqual([helper.refunds.has(request_id), helper.refunds.size], [false, 1]);
});

test("while the helper is away a click is no error: the refund waits in this browser", async () => {
  const { session, screen, answers, log } = open();
  helper.mood = "away";
  session.begin(screen, true);
  await rested();
  assert.equal(session.state().trouble?.code, "helper_away");
  await session.send();
  assert.deepEqual(log, ["focus on the first choice"]);
  assert.equal(answers[0].sent.outgoing?.trouble.code, "helper_away");
  assert.equal((await kept()).length, 1);
});

test("what was clicked is no draft any more, also while it waits in this browser", async () => {
  const { session, screen } = open();
  helper.mood = "away";
  session.begin(screen, false);
  type(session, "notes", "typed just before the click");
  await rested();
  type(session, "notes", "and more");
  await session.send();
  await rested();
  assert.equal(await storedDraft(), null);
});

test("what is sent is not judged any more", async () => {
  const { session, screen } = open();
  session.begin(screen, true);
  await session.send();
  await rested();
  assert.deepEqual(helper.judged, []);
});

test("the helper is back: it is asked by itself, or at once when the seller says so", async () => {
  const { session, screen } = open();
  helper.mood = "away";
  session.begin(screen, true);
  await rested();
  helper.mood = "up";
  session.recheck();
  await rested();
  assert.deepEqual([session.state().trouble, helper.judged.length], [null, 1]);
});

test("a draft is filled in, and sent it is the same refund", async () => {
  const first = open();
  first.session.begin(first.screen, false);
  type(first.session, "order_return_refund_qty", "2");
  type(first.session, "principal", "20");
  over.abort(); // the panel is closed before the draft was kept: then it is kept at once
  const draft = (await storedDraft()) ?? null;
  const second = open({ draft });
  second.session.begin(second.screen, true);
  assert.deepEqual(second.session.state().items[0].values, first.session.state().items[0].values);
  await rested();
  await second.session.send();
  assert.deepEqual([...helper.refunds.keys()], [first.session.state().request_id]);
});

test("the page goes before the draft was kept: it is kept then", async () => {
  const { session, screen } = open();
  session.begin(screen, false);
  type(session, "notes", "typed last");
  page.dispatchEvent(new Event("pagehide"));
  assert.equal((await storedDraft())?.items.spoons.notes, "typed last");
});

test("a refund that was refused before the form was opened: its errors are there, and it is forgotten", async () => {
  Object.assign(helper, { mood: "refuses" });
  const sent = open();
  sent.session.begin(sent.screen, false);
  const { request_id } = sent.session.state();
  const errors = [finding("reason_missing", "/lines/0/refund_reason", "Choose a reason.")];
  const trouble = new Trouble("refused", { problem: { ...REFUSAL, errors } });
  const { session, screen, log } = open({
    draft: draftOfForm(sent.session.state()),
    refused: { request_id, trouble },
  });
  session.begin(screen, true);
  assert.deepEqual(session.state().items[0].errors, { refund_reason: "Choose a reason." });
  assert.deepEqual(log, ["Nothing was sent. Mend what is marked, then refund.", "focus on the first error"]);
  await rested();
  assert.deepEqual(helper.judged, [], "it was judged when it was sent");
});
