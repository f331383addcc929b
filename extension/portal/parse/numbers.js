import { Digits } from "./lenient_json.js";

/**
 * Values of the raw data: objects, and numbers by their digits alone.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./orders_in_text.js").Raw} Raw
 * @typedef {(code: string, ...facts: string[]) => void} Remark
 */

const LONGEST = 20; // zeros that an exponent may ask for
const PLACES = 6;

/**
 * @param {Json | undefined} value
 * @returns {string | null} digits as they were written, a number or a string; null where there is nothing
 */
export function written(value) {
  if (value instanceof Digits) return value.text;
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/**
 * Beyond 2^53 many programs round a number to zeros at its end, or to an exponent, before they show it.
 *
 * @param {Json | undefined} value
 * @returns {boolean} it may have been another number
 */
export function mayBeRounded(value) {
  if (!(value instanceof Digits)) return false;
  const number = Number(value.text);
  return !/^\d+$/.test(value.text) || (!Number.isSafeInteger(number) && String(number) === value.text);
}

/**
 * "1.759e1" is "17.59". Nothing is computed: the point is moved.
 *
 * @param {string} digits
 * @returns {string | null} a plain decimal with its sign; null where it is not a number
 */
export function plain(digits) {
  const match = /^(-?)(?:\$\s*)?(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(digits);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  const whole = (match[2] ?? "").replaceAll(",", "");
  const part = match[3] ?? "";
  const shift = Number(match[4] ?? 0);
  if (Math.abs(shift) > LONGEST) return null;
  const all = "0".repeat(Math.max(0, -shift)) + whole + part + "0".repeat(Math.max(0, shift));
  const point = Math.max(0, -shift) + whole.length + shift;
  const before = all.slice(0, point).replace(/^0+(?=\d)/, "") || "0";
  const after = match[4] === undefined ? part : all.slice(point).replace(/0+$/, "");
  return `${match[1]}${before}${after && "."}${after}`;
}

/**
 * @param {Json | undefined} value
 * @param {string} name what it is, for the remark
 * @param {Remark} remark
 * @returns {string | null | undefined} a price that order.json takes; null: not charged; undefined: not a price
 */
export function price(value, name, remark) {
  const digits = written(value);
  if (digits === null) return value === undefined || value === null || value === "" ? null : undefined;
  if (typeof value === "string") remark("number_in_quotes", name, digits);
  const decimal = plain(digits);
  if (decimal === null || decimal.startsWith("-")) return undefined;
  const [whole, part = ""] = decimal.split(".");
  const shorter = part.length > PLACES ? part.replace(/0+$/, "") : part;
  if (whole.length > 7 || shorter.length > PLACES) return undefined;
  return shorter ? `${whole}.${shorter}` : whole;
}

/**
 * @param {Json | undefined} value
 * @param {string} name
 * @param {Remark} remark
 * @returns {number | null | undefined} units; null: not said; undefined: not a quantity
 */
export function quantity(value, name, remark) {
  const digits = written(value);
  if (digits === null) return value === undefined || value === null || value === "" ? null : undefined;
  if (typeof value === "string") remark("number_in_quotes", name, digits);
  const decimal = plain(digits)?.replace(/\.0+$/, "");
  return decimal !== undefined && /^\d{1,5}$/.test(decimal) ? Number(decimal) : undefined;
}

/** @param {Json | undefined} value @returns {Raw | null} null where it is no object */
export function record(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === null
    ? /** @type {Raw} */ (value)
    : null;
}
