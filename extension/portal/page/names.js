import { elements, roots } from "./dom.js";
import { SILENT, squeeze, textOf } from "./visible_text.js";

/** What the elements of a page are called, by label or by text. */

const LONGEST = 160; // characters; a name is no paragraph

/**
 * @param {(element: Element) => boolean} visible
 * @returns {(root: Node, pattern: RegExp) => Element[]} the smallest visible elements that are called so, in the page's
 *   order; each element is asked once for what it is called
 */
export function nameFinder(visible) {
  /** @type {Map<Node, Element[]>} by root: what may have a name */
  const candidates = new Map();
  /** @type {Map<Element, string | null>} */
  const names = new Map();
  const nameOf = (/** @type {Element} */ element) => {
    let name = names.get(element);
    if (name === undefined) names.set(element, (name = nameByText(element)));
    return name;
  };
  return (root, pattern) => {
    const nameable = candidates.get(root) ?? [...elements(root)].filter(({ localName }) => !SILENT.has(localName));
    candidates.set(root, nameable);
    const called = calledSo(nameable, pattern, nameOf).filter(visible);
    return called.filter((element) => !called.some((inner) => inner !== element && element.contains(inner)));
  };
}

/**
 * @param {Element[]} candidates
 * @param {RegExp} pattern
 * @param {(element: Element) => string | null} nameOf
 * @returns {Element[]} each by its label, or the smallest around its text that is called so
 */
function calledSo(candidates, pattern, nameOf) {
  /** @type {Set<Element>} */
  const called = new Set();
  /** @type {Set<Element>} those that are known to be called by another name */
  const others = new Set();
  for (const element of candidates) {
    if (pattern.test(labelOf(element))) called.add(element);
    else if (hasOwnText(element)) {
      const around = smallestCalled(element, pattern, nameOf, others);
      if (around) called.add(around);
    }
  }
  return [...called];
}

/**
 * @param {Element} element
 * @param {RegExp} pattern
 * @param {(element: Element) => string | null} nameOf
 * @param {Set<Element>} others
 * @returns {Element | null}
 */
function smallestCalled(element, pattern, nameOf, others) {
  for (let outer = /** @type {Element | null} */ (element); outer && !others.has(outer); outer = outer.parentElement) {
    const name = nameOf(outer);
    if (name === null) return null;
    if (pattern.test(name)) return outer;
    others.add(outer);
  }
  return null;
}

/** @param {Element} element @returns {string | null} null: its text is too long for a name */
function nameByText(element) {
  if ((element.textContent?.length ?? 0) > 4 * LONGEST) return null; // cheap to ask; no name is that long with all its spaces
  const text = squeeze(textOf(element));
  return text.length > LONGEST ? null : text;
}

/** @param {Element} element @returns {string} what it is called where that is something else than its text */
function labelOf(element) {
  const given = element.getAttribute("aria-label") ?? element.getAttribute("title");
  if (given) return squeeze(given);
  const input = /** @type {HTMLInputElement} */ (element);
  return element.localName === "input" && ["button", "submit"].includes(input.type) ? squeeze(input.value) : "";
}

/** @param {Element} element */
function hasOwnText(element) {
  for (let child = element.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === Node.TEXT_NODE && child.nodeValue?.trim()) return true;
  }
  return false;
}

/**
 * Asks the browser for the text of whole parts, which is much cheaper than to walk through them.
 *
 * @param {RegExp} phrase
 * @returns {boolean} the page may call something so, by text or by label
 */
export function mentions(phrase) {
  for (const root of roots(document.body)) {
    if (phrase.test(root.textContent ?? "")) return true;
    for (const labelled of root.querySelectorAll('[aria-label], [title], input[type="button"], input[type="submit"]')) {
      if (phrase.test(labelOf(labelled))) return true;
    }
  }
  return false;
}
