import { commonAncestor, dialogOf, floats, holds, onTop, selfAndAncestors } from "../page/dom.js";
import { mentions } from "../page/names.js";
import { orderNumbersShown, scanOverlay } from "./overlay_scan.js";

/**
 * The orders that lie open on a page: windows by role or by position, or sections of the page that show a number and raw data.
 *
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("../page/page_scan.js").PageScan} PageScan
 */

/**
 * @param {Vocabulary} vocabulary
 * @param {PageScan} page
 * @returns {import("./overlay_scan.js").OverlayScan[]} the overlay on top last
 */
export function findOverlays(vocabulary, page) {
  const buttons = mentions(vocabulary.rawDataAnywhere) ? page.named(document.body, vocabulary.rawData) : [];
  if (!buttons.length) return [];
  const numberIn = (/** @type {Element} */ element) => orderNumbersShown(element, vocabulary, page)[0] ?? null;
  const candidates = new Set(candidatesAround(buttons, numberIn));
  const inner = [...candidates].filter(
    (outer) => ![...candidates].some((other) => other !== outer && holds(outer, other)),
  );
  const ordered = [...inner.filter((element) => !onTop(element)), ...inner.filter(onTop)];
  return ordered.map((element) => scanOverlay(element, vocabulary, page));
}

/** @typedef {(element: Element) => string | null} NumberIn the first order number in the visible text of an element */

/** @param {Element[]} buttons that show raw data @param {NumberIn} numberIn @returns {Element[]} dialogs, else windows, else sections */
function candidatesAround(buttons, numberIn) {
  const dialogs = buttons.map(dialogOf).filter((dialog) => dialog !== null);
  if (dialogs.length) return dialogs.filter(numberIn);
  const windows = buttons.flatMap((button) => smallestNumbered(button, numberIn, floats) ?? []);
  return windows.length ? windows : sectionsAround(buttons, numberIn);
}

/**
 * @param {Element} button
 * @param {NumberIn} numberIn
 * @param {(element: Element) => boolean} fits
 * @returns {Element | null} the smallest element around the button that fits and shows a number
 */
function smallestNumbered(button, numberIn, fits) {
  for (const outer of selfAndAncestors(button)) {
    if (outer === button.ownerDocument.body) return null;
    if (fits(outer) && numberIn(outer)) return outer;
  }
  return null;
}

/** @param {Element[]} buttons @param {NumberIn} numberIn @returns {Element[]} no windows at all: a section for each number, or a single section */
function sectionsAround(buttons, numberIn) {
  const sections = buttons.flatMap((button) => smallestNumbered(button, numberIn, () => true) ?? []);
  if (new Set(sections.map(numberIn)).size > 1) return sections;
  const shared = commonAncestor(buttons);
  for (const outer of shared ? selfAndAncestors(shared) : []) {
    if (outer === document.body) return [];
    if (numberIn(outer)) return [outer];
  }
  return [];
}
