import { Trouble } from "../../shared/errors.js";
import { price, record, written } from "./numbers.js";

/** The money of an order and of its items, as its raw data write it. */

/**
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./orders_in_text.js").Raw} Raw
 */

/** @param {Raw} raw @param {string} name @param {import("./numbers.js").Remark} remark */
export function itemPrice(raw, name, remark) {
  const part = (/** @type {string} */ key) => {
    const some = price(raw[key], `${name}: ${key}`, remark);
    if (some === undefined) throw new Trouble("portal_raw_item", { facts: [name, key] });
    return some;
  };
  return {
    base_price: part("base_price"),
    item_tax: part("item_tax"),
    item_shipping_cost: part("item_shipping_cost"),
    item_shipping_tax: part("item_shipping_tax"),
  };
}

/**
 * A bare number is principal [field]; some programs write money that was taken off with a minus.
 *
 * @param {Json | undefined} value
 * @param {string} name
 * @param {import("./numbers.js").Remark} remark
 */
export function adjustment(value, name, remark) {
  const amounts = record(value);
  const positive = (/** @type {Json | undefined} */ some) => {
    const digits = written(some);
    const amount = price(
      digits === null ? some : digits.replace(/^-/, ""),
      `${name}: price_adjustment`,
      () => undefined,
    );
    if (amount === undefined) throw new Trouble("portal_raw_item", { facts: [name, "price_adjustment"] });
    return amount;
  };
  if (!amounts) {
    const principal = positive(value);
    return principal === null ? null : { principal };
  }
  remark("price_adjustment", name);
  return {
    principal: positive(amounts.principal),
    tax: positive(amounts.tax),
    shipping_cost: positive(amounts.shipping_cost),
    shipping_tax: positive(amounts.shipping_tax),
  };
}
