import { dialogOf, selfAndAncestors } from "../page/dom.js";
import { distinctOrders } from "../parse/choose_order.js";
import { NotWhole, jsonOfRows } from "../parse/document_rows.js";
import { asObject } from "../parse/numbers.js";
import { DEEPEST, mentionsOrder, ordersWithin } from "../parse/orders_in_text.js";
import { lineNumbers } from "./line_numbers.js";
import { indentedRows, measured, shownRows } from "./shown_rows.js";
import { DOCUMENT_KEYS } from "./visible_lines.js";

/**
 * An order that a viewer shows row by row, whatever it writes between names and values.
 *
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./shown_rows.js").MeasuredRow} MeasuredRow
 * @typedef {import("./shown_rows.js").ShownRow} ShownRow
 */

const OF_AN_ITEM = ["order_item_id", "merchant_sku", "product_title", "request_order_quantity", "item_price"];
const MOST_EMPTY = 3; // rows that may be missing at an end of what is scrolled: a heading, a margin
const PAGES = '[class*="paginat" i], [aria-label*="paginat" i], [class*="pager" i]';

/** @param {Element} element @returns {RawOrder[]} none where its rows show no whole order, or can be read in two ways */
export function ordersInRows(element) {
  if (!mentionsOrder(element.textContent ?? "")) return [];
  const rows = shownRows(element, lineNumbers(element));
  const rawOrders = ordersInMeasured(measured(rows));
  return rawOrders.length && !isPartOfMore(element, rows) ? rawOrders : [];
}

/** @param {readonly MeasuredRow[]} rows all of a document @returns {RawOrder[]} */
export function ordersInMeasured(rows) {
  const found = indentedRows(rows)
    .map(ordersOf)
    .filter((rawOrders) => rawOrders.length && rawOrders.every(hasAllOfItsItems));
  const [first] = found;
  return first && distinctOrders(found.flat()).length === distinctOrders(first).length ? first : [];
}

/**
 * A row that seems to belong to another than it does would be missing where it belongs.
 *
 * @param {RawOrder} rawOrder
 */
function hasAllOfItsItems({ order_items: items }) {
  return (
    Array.isArray(items) &&
    items
      .map(asObject)
      .every((item) => item && OF_AN_ITEM.every((key) => key in item) && "base_price" in Object(item.item_price))
  );
}

/** @param {import("../parse/document_rows.js").Row[]} rows @returns {RawOrder[]} */
function ordersOf(rows) {
  try {
    // Where the rows themselves are of an order, a document in a string is what somebody wrote there.
    const areOfAnOrder = rows.some(({ parts }) => DOCUMENT_KEYS.test(parts[0]));
    return ordersWithin(jsonOfRows(rows), areOfAnOrder ? DEEPEST : 0);
  } catch (error) {
    if (error instanceof NotWhole) return [];
    throw error;
  }
}

/**
 * A list that holds only those rows that can be seen, or is shown page by page, looks whole.
 *
 * @param {Element} element
 * @param {readonly ShownRow[]} rows in it
 */
function isPartOfMore(element, rows) {
  /** @type {Set<Element>} */
  const seen = new Set();
  for (const [{ element: inner, first }] of rows) {
    for (const outer of selfAndAncestors(inner)) {
      if (seen.has(outer)) break;
      seen.add(outer);
      if (scrolls(outer) && hasGaps(outer, first.height)) return true;
    }
  }
  const window = dialogOf(element) ?? element;
  return window.querySelector(PAGES) !== null;
}

/** @param {Element} element */
export function scrolls(element) {
  return (
    element.scrollHeight > element.clientHeight + 4 && /auto|scroll|overlay/.test(getComputedStyle(element).overflowY)
  );
}

/** @param {Element} scroller @param {number} height of a row @returns {boolean} some of what is scrolled has no rows in it */
function hasGaps(scroller, height) {
  const rows = shownRows(scroller, new Set());
  const top = scroller.getBoundingClientRect().top - scroller.scrollTop;
  const edges = rows.flatMap((row) => row.map(({ first, last }) => [first.top, last.bottom])).sort(([a], [b]) => a - b);
  let filled = top;
  for (const [from, to] of edges) {
    if (from - filled > MOST_EMPTY * height) return true;
    filled = Math.max(filled, to);
  }
  return top + scroller.scrollHeight - filled > MOST_EMPTY * height;
}
