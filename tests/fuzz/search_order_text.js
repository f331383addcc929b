import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readOrders, texts } from "./order_text.js";

/**
 * node search_order_text.js SEED SECONDS FOLDER: a text that fails, as short as it was found, goes to FOLDER. The orders
 * that were read go to ORDERS, a line each with their text, for the helper to judge.
 * node search_order_text.js FILE: one text alone.
 * ORDERS is a variable of the environment.
 */

const MOST_ORDERS = 5_000;

const [first, seconds, folder] = process.argv.slice(2);
/** @type {Map<string, string>} order -> a text that holds it */
const orders = new Map();

/** @param {string} text */
function read(text) {
  for (const order of readOrders(text)) if (orders.size < MOST_ORDERS) orders.set(JSON.stringify(order), text);
}

if (folder === undefined) {
  read(readFileSync(first, "utf8"));
} else {
  const options = {
    seed: Number(first),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: Number(seconds) * 1_000,
  };
  const { failed, counterexample, errorInstance, numRuns } = fc.check(fc.property(texts, read), options);
  console.log(`number_of_executed_units: ${numRuns}`);
  if (failed && counterexample) {
    console.error(errorInstance);
    writeFileSync(join(folder, `failed-${first}.txt`), counterexample[0]);
    process.exitCode = 1;
  }
}
const lines = [...orders].map(([order, text]) => JSON.stringify({ order: JSON.parse(order), text }));
writeFileSync(process.env.ORDERS ?? "orders", lines.map((line) => `${line}\n`).join(""));
