import { joinedText } from "../page/text_runs.js";
import { orderNumbersIn } from "./order_numbers.js";

/**
 * An order's overlay at a single moment. Whoever needs to know what it shows takes this value; after a click or a wait the
 * overlay is scanned again.
 *
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("../page/page_scan.js").PageScan} PageScan
 *
 * @typedef {object} OverlayScan
 * @property {Element} element
 * @property {PageScan} page the page at that moment
 * @property {string | null} number by which its headings, else its text, call its order
 * @property {Element | null} anchor after which the Refund button goes: the heading with the number, else the first
 *   heading, else the first text
 */

const HEADINGS = 'h1, h2, h3, h4, [role="heading"]';

/** @param {Element} element @param {Vocabulary} vocabulary @param {PageScan} page @returns {OverlayScan} */
export function scanOverlay(element, vocabulary, page) {
  const headings = [...element.querySelectorAll(HEADINGS)].filter(page.visible);
  const numbers = headings.map((heading) => orderNumbersShown(heading, vocabulary, page));
  const numbered = numbers.findIndex(({ length }) => length > 0);
  return {
    element,
    page,
    number: numbers[numbered]?.[0] ?? orderNumbersShown(element, vocabulary, page)[0] ?? null,
    anchor: headings[numbered] ?? headings[0] ?? page.textRuns(element)[0]?.element ?? null,
  };
}

/** @param {Element} element @param {Vocabulary} vocabulary @param {PageScan} page @returns {string[]} in its visible text */
export function orderNumbersShown(element, vocabulary, page) {
  return orderNumbersIn(joinedText(page.textRuns(element)), vocabulary);
}
