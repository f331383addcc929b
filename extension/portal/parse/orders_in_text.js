import { beginningsIn, objectsIn } from "./json_in_text.js";
import { contradictionsOf, isCutOff, withMembers } from "./lenient_json.js";
import { asObject, scalarText } from "./numbers.js";
import { repairedTexts } from "./repaired_texts.js";

/**
 * Any text -> the order documents in it, whatever they are wrapped in and whatever the page or the clipboard did to the text.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 * @typedef {JsonObject} RawOrder an order document, as the raw data write it
 */

/** Without these two there is no order. */
export const REQUIRED_KEYS = ["merchant_order_id", "order_items"];
export const DEEPEST = 3; // documents in a string of a document
const BREAKS_OFF = /[\s.\u2026]/; // a mark at the end that there was more

/** @param {string} text @returns {boolean} an order document may stand in it */
export function mentionsOrder(text) {
  return REQUIRED_KEYS.every((key) => text.includes(key));
}

/** @param {string} text @returns {boolean} the beginning of an order document, or a part of it, may stand in it */
export function mentionsPartOfOrder(text) {
  return REQUIRED_KEYS.some((key) => text.includes(key));
}

/**
 * @param {string} text
 * @returns {RawOrder[]} whole ones
 */
export function ordersIn(text) {
  return firstReadable(text, (repaired) => objectsIn(repaired).flatMap((json) => ordersWithin(json)));
}

/**
 * What somebody wrote into a title or a note may be a document, too: where the text speaks of more orders than were read in it,
 * what was read may be a part of another one.
 *
 * @param {string} text
 * @returns {RawOrder[]} whole ones, if they are all of which the text speaks
 */
export function allOrdersIn(text) {
  const rawOrders = ordersIn(text);
  return areAllOf(text, rawOrders) ? rawOrders : [];
}

/** @param {string} text @param {RawOrder[]} rawOrders that were read in it @returns {boolean} it speaks of no other */
export function areAllOf(text, rawOrders) {
  const read = JSON.stringify(rawOrders);
  return REQUIRED_KEYS.every((key) => text.split(key).length <= read.split(key).length);
}

/**
 * @param {string} text
 * @returns {RawOrder[]} orders that the text breaks off in; what is not whole is left out of them
 */
export function cutOffOrdersIn(text) {
  return firstReadable(withoutEnd(text), (repaired) => beginningsIn(repaired).filter(isCutOff).flatMap(ordersBegunIn));
}

/** @param {string} text @returns {string} without the marks at its end: a pattern that ends with $ would try each blank of the text */
function withoutEnd(text) {
  let end = text.length;
  while (end && BREAKS_OFF.test(text[end - 1])) end--;
  return text.slice(0, end);
}

/**
 * @param {string} text
 * @param {(text: string) => RawOrder[]} find
 * @returns {RawOrder[]} of the first way to read the text that shows an order
 */
function firstReadable(text, find) {
  for (const repaired of repairedTexts(text)) {
    const rawOrders = find(repaired);
    if (rawOrders.length) return rawOrders;
  }
  return [];
}

/** @param {Json} json @param {number} [depth] of strings around it; DEEPEST: none in a string is looked for @returns {RawOrder[]} the order documents in it */
export function ordersWithin(json, depth = 0) {
  if (typeof json === "string") {
    if (depth === DEEPEST || !mentionsOrder(json)) return [];
    return firstReadable(json, (text) => objectsIn(text).flatMap((inner) => ordersWithin(inner, depth + 1)));
  }
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap((element) => ordersWithin(element, depth));
  const object = /** @type {RawOrder} */ (json);
  if (asList(object.order_items) && scalarText(object.merchant_order_id)) return [withListedItems(object)];
  return allValues(object).flatMap((value) => ordersWithin(value, depth));
}

/** @param {RawOrder} rawOrder @returns {RawOrder} the same where its items are listed, or are none */
function withListedItems(rawOrder) {
  const items = asList(rawOrder.order_items);
  return !items || items === rawOrder.order_items
    ? rawOrder
    : withMembers(rawOrder, { ...rawOrder, order_items: items });
}

/** @param {Json | undefined} items @returns {Json[] | null} also where a viewer writes a list as a table by its indexes */
function asList(items) {
  if (Array.isArray(items)) return items;
  const table = asObject(items);
  if (!table) return null;
  const rows = Object.values(table);
  return rows.length && rows.every((row) => typeof row === "object" && row !== null && "order_item_id" in row)
    ? rows
    : null;
}

/** @param {Json} json @returns {RawOrder[]} */
function ordersBegunIn(json) {
  if (!isCutOff(json)) return ordersWithin(json);
  const begun = /** @type {RawOrder} */ (json);
  const members = Object.entries(begun);
  const rawOrder = withMembers(begun, Object.fromEntries(members.filter(([, value]) => !isCutOff(value))));
  if (REQUIRED_KEYS.some((key) => key in rawOrder)) return [withListedItems(rawOrder)];
  return allValues(begun).flatMap(ordersBegunIn);
}

/** @param {JsonObject} object @returns {Json[]} also what its text says of a key before it says something else */
function allValues(object) {
  return [...contradictionsOf(object).map(({ first }) => first), ...Object.values(object)];
}
