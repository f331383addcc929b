import assert from "node:assert/strict";
import { test } from "node:test";
import { testReport, testSteps } from "../../extension/options/connection_test.js";
import { Trouble } from "../../extension/shared/errors.js";

/** The connection test as a table: what was found, and what its steps and its report then say. */

Object.assign(globalThis, { chrome: { i18n: { getMessage: (/** @type {string} */ key) => key } } });

const FROM = { version: "1.2.3", browser: "Browser/1", at: new Date("2026-11-23T06:00:00Z") };
const SECRET = "order 406114853511 of Rosalind Achterberg at ftp://seller:orchard@site";

/** @param {Trouble} trouble @returns {import("../../extension/shared/messages.js").Connection} */
const troubled = (trouble) => ({ port: 23750, paired: true, kept: 0, trouble: trouble.toDocument(), health: null });

/** @param {import("../../extension/shared/documents.d.ts").HealthPart[]} parts @returns {import("../../extension/shared/messages.js").Connection} */
const healthy = (parts) => ({
  port: 23750,
  paired: true,
  kept: 2,
  trouble: null,
  health: { name: "jet-refunds", version: "1.2.3", api: 1, waiting: 3, parts },
});

/** @param {import("../../extension/shared/messages.js").Connection} connection */
const results = (connection) => testSteps(connection).map((step) => step.result);

test("what comes before the step that fails is fine, what comes after it was not tried", () => {
  const codes = [
    "no_permission",
    "no_portal_permission",
    "helper_away",
    "other_program",
    "helper_old",
    "not_paired",
    "pairing_ended",
  ];
  codes.forEach((code, at) => {
    const expected = [...Array(at).fill("fine"), "failed", ...Array(11 - at - 1).fill("not_tried")];
    assert.deepEqual(results(troubled(new Trouble(code))), expected, code);
  });
});

test("a trouble of no step ends the last of them", () => {
  const problem = { type: "urn:jet-refunds:problem:unexpected", title: "", status: 500, detail: SECRET, errors: [] };
  for (const trouble of [new Trouble("refused", { problem }), new Trouble("unexpected", { facts: [SECRET] })]) {
    assert.equal(
      testSteps(troubled(trouble)).findIndex((step) => step.result === "failed"),
      6,
    );
  }
});

test("each part of the helper is a step, and one that it does not name was not tried", () => {
  const connection = healthy([
    { part: "ledger", state: "fine", reason: null },
    { part: "site", state: "needs_you", reason: SECRET },
    { part: "courier", state: "waiting", reason: SECRET },
  ]);
  assert.deepEqual(results(connection).slice(7), ["fine", "failed", "waiting", "not_tried"]);
  assert.equal(testSteps(connection)[8].sentence, SECRET); // on screen, where the seller needs it
});

test("the report says results only, whatever the reasons hold", () => {
  const reasons = testReport(healthy([{ part: "site", state: "needs_you", reason: SECRET }]), FROM);
  const unexpected = testReport(troubled(new Trouble("unexpected", { facts: [SECRET] })), FROM);
  for (const text of [reasons, unexpected]) {
    for (const word of SECRET.split(" ").filter((one) => one.length > 5)) {
      assert.ok(!text.includes(word), `the report tells ${word}`);
    }
  }
  assert.match(reasons, /^site: failed \(needs_you\)$/m);
  assert.match(reasons, /^Kept in the browser: 2$/m);
  assert.match(reasons, /^Helper: 1\.2\.3, contract 1, 3 waiting$/m);
});
