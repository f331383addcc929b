import { elements, holds, roots, visible } from "./dom.js";
import { scanPage } from "./page_scan.js";

/** Parts of a page that are folded away: unfolded to be read, and folded again. */

const CLOSED = 'details:not([open]), [aria-expanded="false"]:not([aria-haspopup])';
/** In these a mark is no fold of its own, or opens something else, such as a menu. */
const ACTS = `button, a[href], [role="button"], [aria-haspopup], ${CLOSED}`;
const MARK = /^(?:[\u25b6\u25b8\u25ba\u229e\u2026]|\[\+\]|\.{3}|[{[]\s*(?:\u2026|\.{3})\s*[}\]])$/;
const LONGEST_MARK = 8; // characters, with the spaces around it
const MOST = 2_000; // folds; a page that has more is not meant to be unfolded

/** @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary */

/**
 * @param {Vocabulary} vocabulary
 * @param {import("./page_scan.js").PageScan} page
 * @returns {Element[]} what unfolds when it is clicked, and can be seen
 */
export function findFolds(vocabulary, page) {
  const folds = new Set(page.named(document.body, vocabulary.expand));
  for (const root of roots(document.body)) for (const closed of root.querySelectorAll(CLOSED)) folds.add(closed);
  for (const element of elements(document.body)) if (isMark(element)) folds.add(element);
  return [...folds].filter(page.visible);
}

/** @param {Element} element @returns {boolean} it is nothing but a mark of folding */
function isMark(element) {
  if (element.firstElementChild || (element.textContent?.length ?? Infinity) > LONGEST_MARK) return false;
  return MARK.test(trimmedText(element)) && !element.closest(ACTS);
}

/**
 * What was folded before is left alone.
 *
 * @param {Vocabulary} vocabulary
 * @param {import("./page_scan.js").PageScan} page as it is before
 * @param {Element | null} except in which it is unfolded all the same
 */
export function unfolder(vocabulary, page, except) {
  const known = new Set(findFolds(vocabulary, page).filter((fold) => !(except && holds(except, fold))));
  /** @type {{fold: Element, text: string}[]} */
  const opened = [];
  return {
    /** @param {Element} within @returns {boolean} something new was unfolded */
    unfold: (within = document.body) => {
      const fresh = findFolds(vocabulary, scanPage()).filter((fold) => !known.has(fold) && holds(within, fold));
      if (opened.length + fresh.length > MOST) return false;
      for (const fold of fresh) {
        known.add(fold);
        opened.push({ fold, text: trimmedText(fold) });
        openFold(fold);
      }
      return fresh.length > 0;
    },
    /** The way it was: the innermost first, since some pages drop what they fold. */
    foldAgain: () => {
      for (const { fold, text } of opened.splice(0).reverse()) if (isOpen(fold)) closeFold(fold, text);
    },
  };
}

/** @param {Element} fold */
function isOpen(fold) {
  return visible(fold) && fold.getAttribute("aria-expanded") !== "false";
}

/** @param {Element} fold */
function openFold(fold) {
  if (fold.localName === "details") /** @type {HTMLDetailsElement} */ (fold).open = true;
  else /** @type {HTMLElement} */ (fold).click();
}

/** @param {Element} fold @param {string} text that it had before it was opened */
function closeFold(fold, text) {
  const toggles = fold.hasAttribute("aria-expanded") || trimmedText(fold) !== text || MARK.test(text);
  if (fold.localName === "details") /** @type {HTMLDetailsElement} */ (fold).open = false;
  else if (toggles) /** @type {HTMLElement} */ (fold).click();
}

/** @param {Element} element */
function trimmedText(element) {
  return element.textContent?.trim() ?? "";
}
