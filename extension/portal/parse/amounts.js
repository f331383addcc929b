import { Trouble } from "../../shared/errors.js";
import { asObject, readPrice, scalarText } from "./numbers.js";

/** The money of an order and of its items, as the raw data write it. */

/**
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 * @typedef {import("./numbers.js").AddRemark} AddRemark
 */

/**
 * @param {JsonObject} rawPrice item_price, of an item or of the order's totals
 * @param {string} name what the price is of, for remarks and for the seller
 * @param {AddRemark} addRemark
 * @param {number} [most] digits of whole dollars
 * @returns {import("../../shared/documents.d.ts").ItemPrice} dollars as decimal strings; null: not charged
 * @throws {Trouble} portal_raw_item
 */
export function readItemPrice(rawPrice, name, addRemark, most) {
  const amount = (/** @type {string} */ field) => {
    const dollars = readPrice(rawPrice[field], `${name}: ${field}`, addRemark, most);
    if (dollars === undefined) throw new Trouble("portal_raw_item", { facts: [name, field] });
    return dollars;
  };
  return {
    base_price: amount("base_price"),
    item_tax: amount("item_tax"),
    item_shipping_cost: amount("item_shipping_cost"),
    item_shipping_tax: amount("item_shipping_tax"),
  };
}

/**
 * A bare number is principal [field]; some programs write money that was taken off with a minus.
 *
 * @param {Json | undefined} value price_adjustment of an item
 * @param {string} name of the item
 * @param {AddRemark} addRemark
 * @returns {import("../../shared/documents.d.ts").PriceAdjustment | null} dollars as decimal strings; null: not adjusted
 * @throws {Trouble} portal_raw_item
 */
export function readAdjustment(value, name, addRemark) {
  const amounts = asObject(value);
  const positive = (/** @type {Json | undefined} */ amount) => {
    const digits = scalarText(amount);
    const unsigned = digits === null ? amount : digits.replace(/^-/, "");
    const dollars = readPrice(unsigned, `${name}: price_adjustment`, () => undefined);
    if (dollars === undefined) throw new Trouble("portal_raw_item", { facts: [name, "price_adjustment"] });
    return dollars;
  };
  if (!amounts) {
    const principal = positive(value);
    return principal === null ? null : { principal };
  }
  addRemark("price_adjustment", name);
  return {
    principal: positive(amounts.principal),
    tax: positive(amounts.tax),
    shipping_cost: positive(amounts.shipping_cost),
    shipping_tax: positive(amounts.shipping_tax),
  };
}
