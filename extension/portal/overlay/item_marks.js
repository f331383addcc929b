import { squeeze } from "../page/visible_text.js";
import { asObject, scalarText } from "../parse/numbers.js";

/**
 * By which text an item is known on a page, and the units beside a label.
 *
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 */

/**
 * @param {OrderItem[]} items all of the order
 * @param {string} text of the overlay
 * @returns {(string | null)[]} of each item its SKU, else its title; null: it is not on the page
 */
export function itemMarks(items, text) {
  return items.map(
    ({ merchant_sku, product_title }) =>
      [merchant_sku, squeeze(product_title)].find((mark) => mark && mentionsMark(text, mark)) ?? null,
  );
}

/** @param {import("../parse/orders_in_text.js").RawOrder} rawOrder @param {string} text @returns {boolean} an item of it is shown there, by id, SKU or title */
export function showsItemOf({ order_items: items }, text) {
  const rawItems = Array.isArray(items) ? items.map(asObject) : [];
  return rawItems.some((item) =>
    [item?.order_item_id, item?.merchant_sku, item?.product_title].some((value) => {
      const mark = squeeze(scalarText(value) ?? "");
      return mark && mentionsMark(text, mark);
    }),
  );
}

/** @param {string} text @param {string} mark @returns {boolean} the mark stands there whole, not within a longer word */
export function mentionsMark(text, mark) {
  const at = text.indexOf(mark);
  if (at === -1) return false;
  const isEdge = (/** @type {string} */ character) => !/[A-Za-z0-9_-]/.test(character);
  return isEdge(text[at - 1] ?? " ") && isEdge(text[at + mark.length] ?? " ");
}

/**
 * @param {string[]} texts run by run
 * @param {RegExp} label
 * @returns {number | null} units before the label, behind it, or in the run after it; null: no such label, or no units
 */
export function unitsBesideLabel(texts, label) {
  for (const [at, text] of texts.entries()) {
    const [, before, name, after] = /^(\d*)\s*(.*?)\s*:?\s*(\d*)$/.exec(text) ?? [];
    if (name && label.test(name)) return unitsFrom(after || before || (texts[at + 1] ?? ""));
  }
  return null;
}

/** @param {string} text @returns {number | null} null: no number of units */
export function unitsFrom(text) {
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}
