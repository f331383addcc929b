import { dialogOf, floats, hidden, shownChildren } from "../page/dom.js";
import { textOf } from "../page/visible_text.js";
import { DOCUMENT_KEYS } from "./visible_lines.js";

/**
 * What a click opens: parts of the page that were not there before it, or were hidden.
 *
 * @returns {() => Element | null} the part in which the raw data seem to lie now; else a window that opened; null: nothing yet
 */
export function watchOpenedParts() {
  /** @type {WeakSet<Element>} */
  const shownBefore = new WeakSet();
  for (const element of shownElements(document.body, () => true)) shownBefore.add(element);
  return () => {
    /** @type {Element[]} */
    const opened = [];
    const walk = shownElements(document.body, (element) => shownBefore.has(element));
    for (const element of walk) if (!shownBefore.has(element)) opened.push(element);
    return opened.find(showsDocument) ?? opened.find((part) => dialogOf(part) === part || floats(part)) ?? null;
  };
}

/** @param {Element} part @returns {boolean} some of an order document can be seen in it */
export function showsDocument(part) {
  return DOCUMENT_KEYS.test(part.textContent ?? "") || DOCUMENT_KEYS.test(textOf(part));
}

/**
 * @param {Element} root
 * @param {(element: Element) => boolean} enters
 * @returns {Generator<Element>} all that is shown, but nothing of what is not entered
 */
function* shownElements(root, enters) {
  const waiting = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    if (hidden(element)) continue;
    yield element;
    if (enters(element)) waiting.push(...Array.from(shownChildren(element)).reverse());
  }
}
