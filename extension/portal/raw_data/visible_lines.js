import { elements } from "../page/dom.js";
import { squeeze, textOf } from "../page/visible_text.js";
import { lineNumbers } from "./document_places.js";

/**
 * The lines of an editor or list that can be seen, and where each belongs.
 *
 * @typedef {{at: number, text: string}[]} Lines at: number of the line, or where it lies in what is scrolled
 */

const NUMBERED = ["aria-rowindex", "data-line-number", "data-line", "data-index", "data-row-index", "aria-posinset"];

/** A part of an order document stands there; nothing else is scrolled. */
export const DOCUMENT =
  /\b(?:merchant_order_id|order_items|order_item_id|merchant_sku|request_order_\w+|item_price|base_price|item_tax)\b/;

/** @param {Element} scroller @returns {Element[]} the lines: the children of what has most children with text in them */
export function rowsOf(scroller) {
  /** @type {Element[]} */
  let most = [];
  for (const one of elements(scroller)) {
    if (one.childElementCount <= most.length) continue;
    const rows = [...one.children].filter((row) => row.textContent?.trim());
    if (rows.length > most.length && !rows.every((row) => /^\s*\d+\s*$/.test(row.textContent ?? "")) && stacked(rows)) {
      most = rows;
    }
  }
  return most;
}

/** @param {Element[]} rows @returns {boolean} one below the other, not words of one line */
function stacked(rows) {
  return (
    rows.length < 2 || new Set(rows.map((row) => Math.round(row.getBoundingClientRect().top))).size === rows.length
  );
}

/** @param {Element} scroller @param {Element[]} rows @returns {Lines} */
export function visibleLines(scroller, rows) {
  const leaveOut = lineNumbers(scroller);
  const origin = scroller.getBoundingClientRect().top - scroller.scrollTop;
  const said = rows.map((row) => besides(row, leaveOut) ?? attribute(row));
  const counted = said.every((one) => one !== null) && new Set(said).size === rows.length;
  return rows.map((row, at) => ({
    at: counted ? Number(said[at]) : Math.round(topOf(row) - origin),
    text: textOf(row, { leaveOut }).trim(),
  }));
}

/** @param {Element} row @param {Set<Element>} numbers @returns {number | null} the one in it or at its height */
function besides(row, numbers) {
  for (const one of numbers) {
    if (row.contains(one) || Math.abs(topOf(one) - topOf(row)) < 4) return Number(squeeze(one.textContent ?? ""));
  }
  return null;
}

/** @param {Element} element */
function topOf(element) {
  return element.getBoundingClientRect().top;
}

/** @param {Element} row @returns {number | null} of the line, by an attribute */
function attribute(row) {
  for (const name of NUMBERED) {
    const value = row.getAttribute(name);
    if (value && /^\d+$/.test(value)) return Number(value);
  }
  return null;
}
