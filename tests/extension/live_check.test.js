import assert from "node:assert/strict";
import { test } from "node:test";
import { liveCheck } from "../../extension/panel/form/live_check.js";
import { Trouble } from "../../extension/shared/errors.js";

/** The form is judged while it is filled in: soon after each change, by the answer to the latest form alone. */

/** @typedef {import("../../extension/shared/documents.d.ts").Judgement} Judgement */

/** @param {string} total @returns {Judgement} */
const judgement = (total) => ({ schema_version: 1, total, lines: [], blocks: [], warnings: [] });

/** Answers that a test gives when it likes. */
function begin() {
  /** @type {PromiseWithResolvers[]} */
  const asked = [];
  /** @type {string[]} */
  const heard = [];
  const over = new AbortController();
  const check = liveCheck(
    () => new Promise((resolve, reject) => void asked.push({ resolve, reject })),
    {
      judged: (answer) => void heard.push(answer?.total ?? "nothing"),
      troubled: (trouble) => void heard.push(trouble.code),
    },
    over.signal,
  );
  return { asked, heard, over, check };
}
/** @typedef {{resolve: (answer: Judgement) => void, reject: (error: unknown) => void}} PromiseWithResolvers */

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("many changes are one question, when the seller rests", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, check } = begin();
  for (let key = 0; key < 5; key++) {
    check.soon();
    context.mock.timers.tick(249);
  }
  assert.equal(asked.length, 0);
  context.mock.timers.tick(1);
  assert.equal(asked.length, 1);
});

test("an answer to an older form says nothing about this one", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, check } = begin();
  check.soon(0);
  context.mock.timers.tick(0);
  check.soon();
  asked[0].resolve(judgement("1.00"));
  await settled();
  context.mock.timers.tick(250);
  asked[1].resolve(judgement("2.00"));
  await settled();
  assert.deepEqual(heard, ["2.00"]);
});

test("a form that is being sent is not judged: an answer that comes late is not heard", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, check } = begin();
  check.soon(0);
  context.mock.timers.tick(0);
  check.stop();
  asked[0].reject(new Trouble("helper_away"));
  await settled();
  assert.deepEqual(heard, []);
});

test("while nobody answers it is asked again; what was refused is not", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, check } = begin();
  check.soon(0);
  context.mock.timers.tick(0);
  asked[0].reject(new Trouble("helper_away"));
  await settled();
  context.mock.timers.tick(2_000);
  asked[1].reject(new Trouble("refused"));
  await settled();
  context.mock.timers.tick(10_000);
  assert.deepEqual([heard, asked.length], [["helper_away", "refused"], 2]);
});

test("when the form is gone, nothing more is asked", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, over, check } = begin();
  check.soon();
  over.abort();
  context.mock.timers.tick(10_000);
  assert.equal(asked.length, 0);
});
