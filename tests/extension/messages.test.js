import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ask, fresh, helper, refundOf } from "./browser.js";

/** What a page of the portal may not ask, whoever speaks in it. */

beforeEach(fresh);

const IDS = [
  "../page-codes?",
  "1/send?",
  "1",
  "?text=",
  "",
  null,
  undefined,
  0,
  -1,
  1.5,
  NaN,
  [1],
  { toString: () => "1" },
];

test("an id that is no number leads nowhere", async () => {
  for (const id of IDS) {
    for (const name of /** @type {const} */ (["status", "undo", "send"])) {
      const { trouble } = await ask(name, { id: /** @type {number} */ (id) });
      assert.equal(trouble?.code, "unexpected", `${name} ${String(id)}`);
    }
  }
  assert.deepEqual(
    helper.asked.filter((one) => !one.endsWith("/health")),
    [],
  );
});

test("a refund's id leads to it", async () => {
  const { ok } = await ask("refund", refundOf("one"));
  const id = ok?.status?.id ?? 0;
  assert.equal((await ask("status", { id })).ok?.id, id);
});

test("another port is tried once; the pairing stays, since nothing of it is shown to whoever is there", async () => {
  const { ok } = await ask("set_port", { port: 1234 }, "chrome-extension://ours/options/options.html");
  assert.deepEqual([ok?.port, ok?.paired], [1234, true]);
  assert.deepEqual(helper.asked, ["GET /v1/health", "GET /v1/health"]);
});
