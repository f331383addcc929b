import { Trouble } from "../../shared/errors.js";
import { contradictionsOf } from "./lenient_json.js";
import { asObject, scalarText, shortened } from "./numbers.js";
import { READ_KEYS } from "./read_keys.js";

/**
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 */

const MOST_LETTERS = 200; // of a value that is shown

/**
 * A key that stands twice in an object, with two values: most programs take the last, others the first.
 *
 * @param {Json} json an order, or what stands in it
 * @param {string} [name] of the item that it stands in
 * @throws {Trouble} portal_raw_twice
 */
export function refuseContradictions(json, name = "") {
  if (Array.isArray(json)) return json.forEach((element) => refuseContradictions(element, name));
  const object = asObject(json);
  if (!object) return;
  const of = shown(object.product_title) ?? shown(object.merchant_sku) ?? name;
  const found = contradictionsOf(object).find(({ key }) => READ_KEYS.has(key));
  if (found) {
    const field = of ? `${of}: ${found.key}` : found.key;
    throw new Trouble("portal_raw_twice", { facts: [field, written(found.first), written(found.second)] });
  }
  for (const [key, value] of Object.entries(object)) if (READ_KEYS.has(key)) refuseContradictions(value, of);
}

/** @param {Json} value @returns {string} as it is shown */
function written(value) {
  if (typeof value === "object" && value !== null) return shown(value) ?? (Array.isArray(value) ? "[…]" : "{…}");
  return typeof value === "string" ? (shown(value) ?? '""') : String(value);
}

/** @param {Json | undefined} value @returns {string | null} no longer than a sentence can bear */
function shown(value) {
  const text = scalarText(value);
  return text === null ? null : shortened(text, MOST_LETTERS);
}
