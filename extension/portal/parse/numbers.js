import { Digits } from "./lenient_json.js";

/**
 * Values of the raw data: objects, and numbers by their digits alone.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 * @typedef {(code: string, ...facts: string[]) => void} AddRemark
 */

const MOST_ZEROS = 20; // that an exponent may ask for
const MOST_DIGITS = 60; // that a number is written with, the zeros of a rounding fault among them
const MOST_OF_PRICE = 7; // digits of whole dollars that order.json takes
export const MOST_OF_TOTAL = 16; // the same of a sum over the items
const DECIMAL_PLACES = 6; // that order.json takes

/**
 * @param {Json | undefined} value
 * @returns {string | null} a number's digits as they were written, or a string without the spaces around it; null where there is nothing
 */
export function scalarText(value) {
  if (value instanceof Digits) return value.text;
  return typeof value === "string" && value.trim() !== "" ? value.trim().toWellFormed() : null; // half a letter is U+FFFD
}

/** @param {string} text @param {number} most letters @returns {string} its beginning: no letter is cut in two */
export function shortened(text, most) {
  return text.length > most ? [...text.slice(0, 2 * most)].slice(0, most).join("").toWellFormed() : text;
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
export function plainDecimal(digits) {
  const match = /^(-?)(?:\$\s*)?(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(digits);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  const whole = (match[2] ?? "").replaceAll(",", "");
  const fraction = match[3] ?? "";
  const shift = Number(match[4] ?? 0);
  if (Math.abs(shift) > MOST_ZEROS) return null;
  const padded = "0".repeat(Math.max(0, -shift)) + whole + fraction + "0".repeat(Math.max(0, shift));
  const point = Math.max(0, -shift) + whole.length + shift;
  const before = padded.slice(0, point).replace(/^0+(?=\d)/, "") || "0";
  const after = match[4] === undefined ? fraction : padded.slice(point).replace(/0+$/, "");
  return `${match[1]}${before}${after && "."}${after}`;
}

/**
 * @param {Json | undefined} value
 * @param {string} name what it is, for the remark
 * @param {AddRemark} addRemark
 * @param {number} [most] digits of whole dollars
 * @returns {string | null | undefined} dollars that order.json takes; null: not charged; undefined: not a price
 */
export function readPrice(value, name, addRemark, most = MOST_OF_PRICE) {
  const digits = scalarText(value);
  if (digits === null) return nothingOrWrong(value);
  if (digits.length > MOST_DIGITS) return undefined;
  if (typeof value === "string") addRemark("number_in_quotes", name, digits);
  const decimal = plainDecimal(digits)?.replace(/^-(?=[0.]*$)/, "");
  if (decimal === undefined || decimal.startsWith("-")) return undefined;
  const [whole, fraction = ""] = decimal.split(".");
  const shorter = fraction.length > DECIMAL_PLACES ? fraction.replace(/0+$/, "") : fraction;
  if (whole.length > most) return undefined;
  if (shorter.length > DECIMAL_PLACES) {
    const cents = wholeCents(whole, shorter, most);
    if (cents !== null) addRemark("rounded", name, digits, cents);
    return cents ?? undefined;
  }
  return shorter ? `${whole}.${shorter}` : whole;
}

/**
 * What a program makes of cents that it has calculated with: 17.169999999999998.
 *
 * @param {string} whole
 * @param {string} fraction more than 4 digits
 * @param {number} most digits of whole dollars
 * @returns {string | null} dollars; null: it is not within a hundredth of a cent of whole cents
 */
function wholeCents(whole, fraction, most) {
  const places = BigInt(10) ** BigInt(fraction.length - 2);
  const scaled = BigInt(whole + fraction);
  const cents = (scaled + places / 2n) / places;
  const distance = scaled - cents * places;
  if ((distance < 0n ? -distance : distance) * 100n > places) return null;
  const text = String(cents).padStart(3, "0");
  const dollars = text.slice(0, -2);
  return dollars.length > most ? null : `${dollars}.${text.slice(-2)}`;
}

/**
 * @param {Json | undefined} value
 * @param {string} name what it is, for the remark
 * @param {AddRemark} addRemark
 * @returns {number | null | undefined} units; null: not stated; undefined: not a quantity
 */
export function readQuantity(value, name, addRemark) {
  const digits = scalarText(value);
  if (digits === null) return nothingOrWrong(value);
  if (digits.length > MOST_DIGITS) return undefined;
  if (typeof value === "string") addRemark("number_in_quotes", name, digits);
  const decimal = plainDecimal(digits)?.replace(/\.0+$/, "");
  return decimal !== undefined && /^\d{1,5}$/.test(decimal) ? Number(decimal) : undefined;
}

/** @param {Json | undefined} value neither digits nor text @returns {null | undefined} undefined: something else than nothing */
function nothingOrWrong(value) {
  return value === undefined || value === null || value === "" ? null : undefined;
}

/** @param {Json | undefined} value @returns {JsonObject | null} null where it is no object */
export function asObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === null
    ? /** @type {JsonObject} */ (value)
    : null;
}
