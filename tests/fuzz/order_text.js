import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { chooseOrder } from "../../extension/portal/parse/choose_order.js";
import { withLatestEntry } from "../../extension/portal/parse/current_state.js";
import { allNumbersOf } from "../../extension/portal/parse/order_document.js";
import { ordersIn } from "../../extension/portal/parse/orders_in_text.js";
import { readText } from "../../extension/portal/read_text.js";
import { Trouble } from "../../extension/shared/errors.js";

/** The reader of order texts on arbitrary text: it finds orders, or it says in a Trouble why not. */

/** @typedef {import("../../extension/shared/documents.d.ts").Order} Order */

export const SECONDS_LIMIT = 2; // of the processor, for a text of a megabyte at most
const MOST_LETTERS = 100_000; // of a text that is read twice
const FOLDER = new URL("../portal/examples/", import.meta.url);

/** @returns {[name: string, text: string][]} the fixed inputs: texts as they stood on pages, and what once failed */
export function seeds() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
  return names.sort().map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]);
}

/**
 * As a text that was pasted, then as the documents of a page.
 *
 * @param {string} text
 * @returns {Order[]} that were found
 * @throws {Error} where the reader throws anything but a Trouble, or takes too long
 */
export function readOrders(text) {
  const begun = process.cpuUsage();
  const orders = pasted(text);
  const { user, system } = process.cpuUsage(begun);
  const seconds = (user + system) / 1e6;
  if (seconds > SECONDS_LIMIT) throw new Error(`${text.length} characters took ${seconds.toFixed(1)} s`);
  if (orders.length && text.length < MOST_LETTERS) orders.push(...onPage(text, orders[0]));
  return orders;
}

/** @param {string} text @returns {Order[]} */
function pasted(text) {
  try {
    return readText(text).found.map(({ order }) => order);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return [];
  }
}

/** @param {string} text @param {Order} created @returns {Order[]} it as each of the documents brings it up to date */
function onPage(text, created) {
  const rawOrders = ordersIn(text);
  const [number = ""] = rawOrders.flatMap(allNumbersOf);
  if (rawOrders.length) chooseOrder(rawOrders, { number, inOverlay: new Set() }, [created.reference_order_id]);
  return rawOrders.map((rawOrder) => withLatestEntry(created, rawOrder));
}

// prettier-ignore
const PIECES = [
  '"', "'", "{", "}", "[", "]", ",", ":", "\\", '\\"', "\\\\", "\\u", "\\ud800", "\ud800", "\udfff", "\n", "\r\n", "\0",
  "\u00a0", "\u201c", "\u201d", "\u201e", "\u200b", "\ufeff", "\u25bc", "//", "/*", "*/", "…", "...", "+", "-", "[{}]",
  "&quot;", "&amp;quot;", "&#34;", "&#x22;", "&#x110000;", "&nbsp;", "1\n2\n3\n", "1: ", "3 items ", "string ", "int ",
  "null", "None", "true", "0", "-0", "1e9", "1e-9", "1E+999", "9".repeat(70), "0.333333333333333333", "$1,234.50",
  "__proto__", "toString", "constructor", '"merchant_order_id":"a"', '"order_items":', '"order_item_id":', '"}]}]',
  '"item_price":{"base_price":', '"status":"Created"', '"shipments":[{"shipment_items":[{"merchant_sku":',
  '{"order_totals":{"item_price":', '"exception_state":"', '"price_adjustment":', '"request_order_quantity":"2"',
];

const place = fc.nat(1_000_000); // millionths of the text's length
const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 8 }));
const edit = fc.oneof(
  { weight: 8, arbitrary: fc.record({ at: place, cut: fc.constantFrom(0, 0, 1, 2, 5, 40), piece }) },
  { weight: 4, arbitrary: fc.record({ at: place, copied: fc.nat(200), times: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ at: place, copied: fc.nat(40), times: fc.nat(2_000) }) },
  { weight: 1, arbitrary: fc.record({ at: place, cut: fc.constant(1e9), piece: fc.constant("") }) },
);

/** @typedef {{at: number, cut: number, piece: string} | {at: number, copied: number, times: number}} Edit */

/** @param {string} text @param {Edit} change @returns {string} */
function edited(text, change) {
  const at = Math.floor((change.at * text.length) / 1_000_000);
  if ("piece" in change) return text.slice(0, at) + change.piece + text.slice(at + change.cut);
  const copied = text.slice(at, at + change.copied);
  return text.length < 100_000 ? text.slice(0, at) + copied.repeat(change.times) + text.slice(at) : text;
}

/** A fixed input, changed in some places. */
export const texts = fc
  .tuple(fc.constantFrom(...seeds().map(([, text]) => text)), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([text, edits]) => edits.reduce(edited, text));
