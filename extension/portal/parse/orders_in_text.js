import { beginningsIn, objectsIn, stringsIn } from "./json_in_text.js";
import { isCutOff } from "./lenient_json.js";
import { written } from "./numbers.js";

/**
 * Any text -> the order documents in it, whatever they are wrapped in and whatever the page or the clipboard did to the text.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {{[key: string]: Json}} Raw
 */

/** Without these two there is no order. */
export const KEYS = ["merchant_order_id", "order_items"];
const DEEPEST = 3; // documents in a string of a document
const BREAKS_OFF = /(?:\s|\.|\u2026)+$/; // marks that there was more

/** @param {string} text */
export function mentionsOrder(text) {
  return KEYS.every((key) => text.includes(key));
}

/**
 * @param {string} text
 * @returns {Raw[]}
 */
export function ordersIn(text) {
  return read(text, (some) => objectsIn(some).flatMap((json) => within(json)));
}

/**
 * @param {string} text
 * @returns {Raw[]} orders that the text breaks off in; what is not whole is left out of them
 */
export function cutOffIn(text) {
  return read(text.replace(BREAKS_OFF, ""), (some) => beginningsIn(some).flatMap((json) => begun(json)));
}

/**
 * @param {string} text
 * @param {(text: string) => Raw[]} look
 * @returns {Raw[]} of the first way to read the text that shows an order
 */
function read(text, look) {
  for (const some of readings(text)) {
    const found = look(some);
    if (found.length) return found;
  }
  return [];
}

/** @param {string} text @returns {Generator<string>} the text as it is, then as it was before something was done to it */
function* readings(text) {
  const spaced =
    text.includes("\u00a0") && /^\u00a0|(?<!\\)"\s*:\u00a0/m.test(text) ? text.replaceAll("\u00a0", " ") : text;
  yield spaced;
  const unnumbered = withoutLineNumbers(spaced);
  if (unnumbered !== spaced) yield unnumbered;
  if (text.includes('\\"')) for (const string of stringsIn(spaced)) yield string;
  let decoded = spaced;
  for (let times = 0; times < 2 && /&(?:amp;)*(?:quot|#0*34|#x0*22);/i.test(decoded); times++) {
    yield (decoded = withoutEntities(decoded));
  }
}

/** @param {Json} json @returns {Raw[]} */
function within(json, depth = 0) {
  if (typeof json === "string") {
    if (depth === DEEPEST || !mentionsOrder(json)) return [];
    return read(json, (text) => objectsIn(text).flatMap((one) => within(one, depth + 1)));
  }
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap((one) => within(one, depth));
  const raw = /** @type {Raw} */ (json);
  const items = listed(raw.order_items);
  if (items && written(raw.merchant_order_id)) {
    return [items === raw.order_items ? raw : Object.assign(Object.create(null), raw, { order_items: items })];
  }
  return Object.values(raw).flatMap((one) => within(one, depth));
}

/** @param {Json | undefined} items @returns {Json[] | null} also where a viewer writes a list as a table by its places */
function listed(items) {
  if (Array.isArray(items)) return items;
  if (typeof items !== "object" || items === null || Object.getPrototypeOf(items) !== null) return null;
  const all = Object.values(items);
  return all.length && all.every((one) => typeof one === "object" && one !== null && "order_item_id" in one)
    ? all
    : null;
}

/** @param {Json} json @returns {Raw[]} */
function begun(json) {
  if (!isCutOff(json)) return within(json);
  const all = Object.entries(/** @type {Raw} */ (json));
  /** @type {Raw} */
  const raw = Object.create(null);
  for (const [key, value] of all) if (!isCutOff(value)) raw[key] = value;
  if (KEYS.some((key) => key in raw)) return [raw];
  return all.flatMap(([, value]) => begun(value));
}

/**
 * Numbers of lines, before each line or on a line of their own, as they come along when text is copied.
 *
 * @param {string} text
 * @returns {string} the same where there are none
 */
function withoutLineNumbers(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const alone = lines.filter((line) => /^\s*\d+\s*$/.test(line));
  if (alone.length > 2 && countsUp(alone.map(Number))) return lines.filter((line) => !alone.includes(line)).join("\n");
  const numbers = lines.map((line) => /^\s*(\d+)(?:[.:|)]|(?=\s|["'{}[\]]|$))/.exec(line));
  const first = numbers.findIndex((one) => one !== null);
  const last = numbers.findLastIndex((one) => one !== null);
  const numbered = numbers.slice(first, last + 1);
  if (
    numbered.length < 3 ||
    numbered.some((one) => one === null) ||
    !countsUp(numbered.map((one) => Number(one?.[1])))
  ) {
    return text;
  }
  return lines.map((line, at) => line.slice(numbers[at]?.[0].length ?? 0)).join("\n");
}

/** @param {number[]} numbers */
export function countsUp(numbers) {
  return numbers.every((one, at) => at === 0 || one === numbers[at - 1] + 1);
}

const ENTITIES = new Map(Object.entries({ quot: '"', amp: "&", lt: "<", gt: ">", apos: "'", nbsp: " " }));

/** @param {string} text */
function withoutEntities(text) {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES.get(name.toLowerCase()) ?? whole;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
