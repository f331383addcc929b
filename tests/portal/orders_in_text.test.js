import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { numbersOf } from "../../extension/portal/parse/order_document.js";
import { ordersIn } from "../../extension/portal/parse/orders_in_text.js";
import { readText } from "../../extension/portal/read_text.js";

/** Each NAME.txt is what stood on the page, or was pasted; NAME.json the orders that are read from it, or the trouble. */

const FOLDER = new URL("examples/", import.meta.url);
const PERSONAL = /Buyer|Nowhere|Noplace|customer\.example|555/;

/** @param {string} text */
function read(text) {
  try {
    const { found, doubt } = readText(text);
    return { ...(doubt && { doubt }), orders: found };
  } catch (error) {
    const { code, facts } = /** @type {import("../../extension/shared/errors.js").Trouble} */ (error);
    return { trouble: { code, facts } };
  }
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".txt"))) {
  const name = file.replace(/\.txt$/, "");
  test(`raw data: ${name.replaceAll("_", " ")}`, () => {
    const found = read(readFileSync(new URL(file, FOLDER), "utf8"));
    const expected = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
    assert.deepEqual(JSON.parse(JSON.stringify(found)), expected);
    assert.doesNotMatch(JSON.stringify(found), PERSONAL, "something about the buyer was taken along");
  });
}

test("an order is called by its reference_order_id and by its merchant_order_id, and by no other number", () => {
  const [raw] = ordersIn(readFileSync(new URL("created.txt", FOLDER), "utf8"));
  assert.deepEqual(numbersOf(raw), ["406114853511", "3ad54bc9ed0a4ce69b9f713d4b1121a2"]);
});
