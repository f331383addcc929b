import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getMessage } from "../../extension/shared/i18n.js";
import { isolated, plain, plainSentence } from "../../extension/shared/plain_text.js";
import { i18n } from "./messages_on_screen.js";

Object.assign(globalThis, { chrome: { i18n } });

/** Text of others stays text: the helper's own examples, and what a sentence does with them. */

/** @type {{text: string, shown: string}[]} */
const examples = JSON.parse(readFileSync(new URL("../contract/plain-text.json", import.meta.url), "utf8"));
const HEBREW = "כיסא מתקפל";

for (const { text, shown } of examples) {
  test(`as the helper shows it: ${JSON.stringify(shown)}`, () => {
    assert.equal(plain(text), shown);
    assert.equal(plain(shown), shown, "once is enough");
    assert.equal(plainSentence(plainSentence(text)), plainSentence(text));
  });
}

for (const title of [HEBREW, "كرسي قابل للطي", "می\u200cخواهم", "12 ߒߞߏ", "𞤀𞤣𞤤𞤢𞤥"]) {
  test(`from right to left it turns nothing around: ${title}`, () => {
    assert.equal(isolated(`${title} 12`), `\u2068${title} 12\u2069`);
    assert.equal(plainSentence(isolated(title)), isolated(title));
  });
}

test("what closes or opens an isolate of its own is written out before", () => {
  assert.equal(isolated(`a\u2069\u202e${HEBREW}`), `\u2068a\\u2069\\u202e${HEBREW}\u2069`);
  assert.equal(isolated(`\u2067${HEBREW}`), `\u2068\\u2067${HEBREW}\u2069`);
});

test("from left to right nothing is added", () => {
  for (const title of ["Folding chair 12", "Lámpara", "折叠椅", "👩\u200d👧 mug"]) assert.equal(isolated(title), title);
});

test("what has isolated its parts is not isolated as a whole", () => {
  const list = `1 \u00d7 ${isolated(HEBREW)}, 2 \u00d7 ${isolated("Folding chair")}`;
  assert.equal(
    getMessage("order_with", "893", list),
    `Order 893: 1 \u00d7 \u2068${HEBREW}\u2069, 2 \u00d7 Folding chair`,
  );
});

test("a sentence isolates what is put into it, and keeps its lines", () => {
  assert.equal(getMessage("refund_order_number", `${HEBREW}\u202e`), `Refund order \u2068${HEBREW}\\u202e\u2069`);
  assert.equal(plainSentence("one\ntwo\u202e"), "one\ntwo\\u202e");
});
