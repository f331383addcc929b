import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** Every language says the same things, and none promises more than is known. */

const ROOT = new URL("../../extension/_locales/", import.meta.url);
/** @param {string} language @returns {Record<string, {message: string}>} */
const messages = (language) => JSON.parse(readFileSync(new URL(`${language}/messages.json`, ROOT), "utf8"));
const english = messages("en");
const others = readdirSync(ROOT).filter((name) => name !== "en");

/** What is called the same: names, and words that stand so in the portal, whose own language is English. */
const THE_SAME = new Set([
  "extension_name",
  "sku",
  "sku_label",
  "reading_of_item",
  "ask_no",
  "status_inprogress",
  "status_complete",
  "status_created",
  "status_ready",
  "status_acknowledged",
]);

/** Words for money that has come back, of which only "already" may be said. @type {Record<string, RegExp>} */
const PROMISES = { es: /reembolsad[oa]s?\b/i };

test("English is not alone", () => assert.deepEqual(others, ["es"]));

for (const language of others) {
  const translated = messages(language);

  test(`${language}: the same keys in the same order`, () => {
    assert.deepEqual(Object.keys(translated), Object.keys(english));
  });

  test(`${language}: the same placeholders`, () => {
    for (const [key, { message }] of Object.entries(english)) {
      assert.deepEqual(placeholders(translated[key].message), placeholders(message), `${key} leaves something out`);
    }
  });

  test(`${language}: nothing left in English`, () => {
    for (const [key, { message }] of Object.entries(english)) {
      if (THE_SAME.has(key)) continue;
      assert.notEqual(translated[key].message, message, `${key} is not translated`);
      assert.doesNotMatch(
        translated[key].message,
        /\b(the|and|your|this|with|order|refunds?|of)\b(?! Refunds)/,
        `${key} has English in it`,
      );
    }
  });

  test(`${language}: no words say that money came back which was only accepted`, () => {
    for (const [key, { message }] of Object.entries(translated)) {
      if (key !== "already_refunded") assert.doesNotMatch(message, PROMISES[language], `${key} promises too much`);
    }
  });
}

/** @param {string} message */
function placeholders(message) {
  return [...new Set(message.match(/\$\d/g))].sort();
}
