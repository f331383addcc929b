import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { REFUSAL, ask, fresh, helper, icon, kept, lookAround, refundOf, settled, wait } from "./browser.js";

/** From the click until the helper has it: what is taken back is never sent, what is refused is never lost. */

beforeEach(fresh);

/** @returns {string[]} where each refund stands in the helper */
const states = () => [...helper.refunds.values()].map((one) => one.state);

test("taken back while a round of sending hands over another", async () => {
  helper.mood = "away";
  const [first, second] = [refundOf("first"), refundOf("second")];
  await ask("refund", first);
  await ask("refund", second);
  await settled();
  Object.assign(helper, { mood: "up", slow: 60 });
  await lookAround();
  for (let looks = 0; looks < 400 && !helper.asked.includes("POST /v1/refunds"); looks++) await wait(5);
  assert.deepEqual(await ask("take_back", { refund: second }), { ok: null });
  await settled();
  assert.deepEqual([...helper.refunds.keys()], ["first"]);
});

test("taken back in one tab, asked after by another", async () => {
  helper.mood = "away";
  await ask("refund", refundOf("one"));
  assert.deepEqual(await ask("take_back", { refund: refundOf("one") }), { ok: null });
  assert.deepEqual(await ask("again", { request_id: "one" }), { ok: null });
  helper.mood = "up";
  await lookAround();
  await settled();
  assert.deepEqual(states(), []);
});

test("what was turned away did not arrive: it is taken back without the helper", async () => {
  helper.mood = "stranger";
  assert.equal((await ask("refund", refundOf("one"))).ok?.outgoing?.tried, false);
  assert.deepEqual(await ask("take_back", { refund: refundOf("one") }), { ok: null });
  assert.deepEqual(await kept(), []);
});

test("a helper that hangs up on a hello is asked once more", async () => {
  helper.mood = "hangs up once";
  assert.equal((await ask("refund", refundOf("one"))).ok?.status?.state, "held");
});

test("to who cannot prove himself nothing is sent: what was clicked stays, and goes to the helper", async () => {
  helper.mood = "impostor";
  const { ok } = await ask("refund", refundOf("one"));
  assert.deepEqual([ok?.outgoing?.tried, ok?.outgoing?.trouble.code], [false, "other_program"]);
  await settled();
  assert.deepEqual(new Set(helper.asked), new Set(["GET /v1/health"]));
  helper.mood = "up";
  assert.equal((await ask("again", { request_id: "one" })).ok?.status?.state, "held");
});

test("an answer that is not proved is not believed: what was clicked stays, and is not made twice", async () => {
  helper.mood = "answers for another";
  const { ok } = await ask("refund", refundOf("one"));
  assert.deepEqual([ok?.outgoing?.tried, ok?.outgoing?.trouble.code], [true, "other_program"]);
  assert.equal((await ask("standing", refundOf("one").order)).trouble?.code, "other_program");
  await settled();
  helper.mood = "up";
  assert.equal((await ask("again", { request_id: "one" })).ok?.status?.id, 1);
  assert.deepEqual([states(), await kept()], [["held"], []]);
});

test("taken back in two tabs, it is not made to be undone", async () => {
  helper.mood = "away";
  await ask("refund", refundOf("one"));
  await ask("take_back", { refund: refundOf("one") });
  helper.mood = "up";
  assert.deepEqual(await ask("take_back", { refund: refundOf("one") }), { ok: null });
  assert.deepEqual(states(), []);
});

test("taken back while the page asks after it", async () => {
  helper.mood = "away";
  for (let late = 0; late < 24; late++) {
    const refund = refundOf(`late ${late}`);
    await ask("refund", refund);
    const looks = wait(late / 2).then(() => ask("again", { request_id: refund.request_id }));
    await Promise.all([ask("take_back", { refund }), looks]);
  }
  await settled();
  assert.deepEqual(await kept(), []);
});

test("what waits is handed over when the page asks after it, with one hello", async () => {
  helper.mood = "away";
  await ask("refund", refundOf("one"));
  await settled();
  helper.mood = "up";
  helper.asked.length = 0;
  const { ok } = await ask("again", { request_id: "one" });
  assert.equal(ok?.status?.state, "held");
  assert.deepEqual(helper.asked.slice(0, 2), ["GET /v1/health", "POST /v1/refunds"]);
});

test("taken over by a round, it is undone there", async () => {
  await ask("refund", refundOf("one"));
  assert.deepEqual(await ask("take_back", { refund: refundOf("one") }), { ok: null });
  assert.deepEqual(states(), ["cancelled"]);
});

for (const mood of /** @type {const} */ (["answer lost", "answer cut off"])) {
  test(`${mood}: it may have arrived, whatever is heard later`, async () => {
    helper.mood = mood;
    const { ok } = await ask("refund", refundOf("one"));
    assert.deepEqual([ok?.outgoing?.tried, ok?.outgoing?.trouble.code], [true, "helper_away"]);
    await settled();
    for (const later of /** @type {const} */ (["stranger", "newer"])) {
      helper.mood = later;
      assert.equal((await ask("again", { request_id: "one" })).ok?.outgoing?.tried, true, later);
    }
    assert.equal((await ask("take_back", { refund: refundOf("one") })).trouble?.code, "extension_old");
    assert.equal((await kept()).length, 1);
    helper.mood = "up";
    assert.deepEqual(await ask("take_back", { refund: refundOf("one") }), { ok: null });
    assert.deepEqual([states(), await kept()], [["cancelled"], []]);
  });
}

test("refused, and no page heard it: it stays until one has shown it, and is not sent again", async () => {
  helper.mood = "refuses";
  assert.deepEqual((await ask("refund", refundOf("one"))).trouble?.problem, REFUSAL);
  await settled();
  assert.deepEqual(
    (await kept()).map((one) => one.trouble.problem),
    [REFUSAL],
  );
  assert.equal(icon.text, "!");
  assert.equal((await lookAround()).ok?.kept, 0);
  helper.mood = "up";
  assert.deepEqual((await ask("again", { request_id: "one" })).trouble?.problem, REFUSAL);
  await settled();
  assert.deepEqual(states(), []);
  await ask("forget", { request_id: "one" });
  assert.deepEqual(await kept(), []);
});

test("refused, mended and clicked again before the first was shown: it waits on", async () => {
  helper.mood = "refuses";
  await ask("refund", refundOf("one"));
  helper.mood = "away";
  await ask("refund", refundOf("one"));
  await ask("forget", { request_id: "one" });
  assert.equal((await kept()).length, 1);
  assert.equal((await lookAround()).ok?.kept, 1);
});
