import { elements } from "../page/dom.js";
import { squeeze, textOf } from "../page/visible_text.js";
import { lineNumbers } from "./line_numbers.js";

/**
 * The lines of an editor or list that can be seen, and where each belongs.
 *
 * @typedef {{at: number, text: string}[]} Lines at: number of the line, or where it lies in what is scrolled
 */

const NUMBERED = ["aria-rowindex", "data-line-number", "data-line", "data-index", "data-row-index", "aria-posinset"];

/** Part of an order document stands there; nothing else is scrolled. */
export const DOCUMENT_KEYS =
  /\b(?:merchant_order_id|order_items|order_item_id|merchant_sku|request_order_\w+|item_price|base_price|item_tax)\b/;

/** @param {Element} scroller @returns {Element[]} the lines: the children of what has most children with text in them */
export function rowsOf(scroller) {
  /** @type {Element[]} */
  let most = [];
  for (const parent of elements(scroller)) {
    if (parent.childElementCount <= most.length) continue;
    const rows = [...parent.children].filter((row) => row.textContent?.trim());
    if (rows.length > most.length && !rows.every((row) => /^\s*\d+\s*$/.test(row.textContent ?? "")) && stacked(rows)) {
      most = rows;
    }
  }
  return most;
}

/** @param {Element[]} rows @returns {boolean} each below the row before it, not words of the same line */
function stacked(rows) {
  return (
    rows.length < 2 || new Set(rows.map((row) => Math.round(row.getBoundingClientRect().top))).size === rows.length
  );
}

/** @param {Element} scroller @param {Element[]} rows @returns {Lines} */
export function visibleLines(scroller, rows) {
  const leaveOut = lineNumbers(scroller);
  const origin = scroller.getBoundingClientRect().top - scroller.scrollTop;
  const numbers = rows.map((row) => numberBeside(row, leaveOut) ?? numberAttribute(row));
  const counted = numbers.every((number) => number !== null) && new Set(numbers).size === rows.length;
  return rows.map((row, at) => ({
    at: counted ? Number(numbers[at]) : Math.round(topOf(row) - origin),
    text: textOf(row, { leaveOut }).trim(),
  }));
}

/** @param {Element} row @param {Set<Element>} lineNumbers @returns {number | null} the line number in it or at its height */
function numberBeside(row, lineNumbers) {
  for (const element of lineNumbers) {
    const beside = row.contains(element) || Math.abs(topOf(element) - topOf(row)) < 4;
    if (beside) return Number(squeeze(element.textContent ?? ""));
  }
  return null;
}

/** @param {Element} element @returns {number} pixels from the top of what can be seen of the page */
function topOf(element) {
  return element.getBoundingClientRect().top;
}

/** @param {Element} row @returns {number | null} of the line, by an attribute */
function numberAttribute(row) {
  for (const name of NUMBERED) {
    const value = row.getAttribute(name);
    if (value && /^\d+$/.test(value)) return Number(value);
  }
  return null;
}
