import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { readOrders, seeds, texts } from "./order_text.js";

/** No text breaks the reader, and none of a megabyte takes 2 seconds or 100 MB. search_order_text.js looks for more. */

for (const [name, text] of seeds()) {
  test(`a fixed text is read, or it is said why not: ${name}`, () => void readOrders(text));
}

test("so is a fixed text that was changed in some places", () => {
  fc.assert(
    fc.property(texts, (text) => void readOrders(text)),
    { seed: 1, numRuns: 150 },
  );
});

const MEGABYTE = 1_000_000;
const MEGABYTES = 100;

/** @param {string} part @returns {string} */
const many = (part) => part.repeat(MEGABYTE / part.length);

/** @param {(number: number) => string} line @param {number} count @returns {string} */
const lines = (line, count) => Array.from({ length: count }, (_, number) => line(number)).join("\n");

const ORDER = '"merchant_order_id": "ab", "order_items"';
const LARGE = {
  "brackets without end": many("["),
  "objects without end": many('{"order_items":'),
  quotes: many('"'),
  "escaped quotes": many('\\"{'),
  "quotes of two kinds": many("\u201c'"),
  "half letters": `{${ORDER}: "${many("\ud800")}`,
  "spaces in the middle": `{${ORDER}${many(" ")}: [`,
  "dots in the middle": `{${ORDER}: [${many(".")}x`,
  "spaces behind a number": `{${ORDER}: [1${many(" ")}x`,
  "lines of nothing but their numbers": `${ORDER}\n${lines((number) => `${number}`, 140_000)}`,
  "lines with their numbers before them": `${lines((number) => `${number}: {${ORDER}`, 20_000)}`,
  "no-break spaces": `{${ORDER}:${many("\u00a0")}`,
  "entities of entities": many("&amp;quot;{").slice(0, MEGABYTE / 2), // of a whole one it takes 1.3 s, too near
  "one entity": `&${many("amp;")}quot;`,
  "comments without end": `{${ORDER}: ${many("/*")}`,
  "comments of one line": `{${ORDER}: ${many("//\n")}`,
  "marks of folding": `{${ORDER}: ${many("+ ")}`,
  "counts of what is folded": many("{3 items "),
  "names of types": `{${ORDER}: ${many("string ")}`,
  "keys without quotes": `{${lines((number) => `key${number}: 1,`, 70_000)}`,
  "strings in strings": JSON.stringify(JSON.stringify(JSON.stringify(`{${ORDER}: ${many("[{}],")}`))),
  "many orders": lines((number) => `{"merchant_order_id": "a${number}", "order_items": [{}]}`, 18_000),
  "the same order": many('{"merchant_order_id":"a","order_items":[]}'),
  "many shipments": `{${ORDER}: [{"merchant_sku": "a"}], "shipments": [${many('{"shipment_items":[{"merchant_sku":"a"}]},')}]}`,
};

for (const [name, text] of Object.entries(LARGE)) {
  test(`a megabyte is read in little time and memory: ${name}`, async () => {
    const worker = new Worker(new URL("read_in_worker.js", import.meta.url), {
      workerData: text,
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES, maxYoungGenerationSizeMb: 16 },
    });
    const [code] = await once(worker, "exit");
    assert.equal(code, 0);
  });
}
