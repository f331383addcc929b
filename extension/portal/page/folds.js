import { elements, holds, roots, visible } from "./dom.js";
import { named } from "./visible_text.js";

/** Parts of a page that are folded away: unfolded to be read, and folded again. */

const CLOSED = 'details:not([open]), [aria-expanded="false"]:not([aria-haspopup])';
/** In these a mark is no fold of its own, or opens something else, such as a menu. */
const ACTS = `button, a[href], [role="button"], [aria-haspopup], ${CLOSED}`;
const MARK = /^(?:[\u25b6\u25b8\u25ba\u229e\u2026]|\[\+\]|\.{3}|[{[]\s*(?:\u2026|\.{3})\s*[}\]])$/;
const MOST = 2_000; // folds; a page that has more is not meant to be unfolded

/**
 * @param {import("../vocabulary/vocabulary.js").Vocabulary} vocabulary
 * @returns {Element[]} what unfolds when it is clicked, and can be seen
 */
export function findFolds(vocabulary) {
  const found = new Set(named(document.body, vocabulary.expand));
  for (const root of roots(document.body)) for (const one of root.querySelectorAll(CLOSED)) found.add(one);
  for (const one of elements(document.body)) {
    if (
      !one.firstElementChild &&
      (one.textContent?.length ?? 9) < 9 &&
      MARK.test(textContent(one)) &&
      !one.closest(ACTS)
    ) {
      found.add(one);
    }
  }
  return [...found].filter(visible);
}

/**
 * What was folded before is left alone.
 *
 * @param {import("../vocabulary/vocabulary.js").Vocabulary} vocabulary
 * @param {Element | null} except in which it is unfolded all the same
 */
export function unfolder(vocabulary, except) {
  const known = new Set(findFolds(vocabulary).filter((one) => !(except && holds(except, one))));
  /** @type {{one: Element, text: string}[]} */
  const opened = [];
  return {
    /** @param {Element} within @returns {boolean} something new was unfolded */
    unfold: (within = document.body) => {
      const fresh = findFolds(vocabulary).filter((one) => !known.has(one) && holds(within, one));
      if (opened.length + fresh.length > MOST) return false;
      for (const one of fresh) {
        known.add(one);
        opened.push({ one, text: textContent(one) });
        if (one.localName === "details") /** @type {HTMLDetailsElement} */ (one).open = true;
        else /** @type {HTMLElement} */ (one).click();
      }
      return fresh.length > 0;
    },
    /** The way it was: the innermost first, since some pages drop what they fold. */
    foldAgain: () => {
      for (const { one, text } of opened.splice(0).reverse()) {
        if (!visible(one) || one.getAttribute("aria-expanded") === "false") continue;
        const toggles = one.hasAttribute("aria-expanded") || textContent(one) !== text || MARK.test(text);
        if (one.localName === "details") /** @type {HTMLDetailsElement} */ (one).open = false;
        else if (toggles) /** @type {HTMLElement} */ (one).click();
      }
    },
  };
}

/** @param {Element} element */
function textContent(element) {
  return element.textContent?.trim() ?? "";
}
