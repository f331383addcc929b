import { elements, hidden, isElement, around, roots, upwards } from "../page/dom.js";
import { SILENT, textOf, readTextOf, valueOf } from "../page/visible_text.js";
import { REQUIRED_KEYS, cutOffOrdersIn, mentionsOrder, ordersIn } from "../parse/orders_in_text.js";
import { countsUp } from "../parse/repaired_texts.js";

/**
 * The places of a page in which an order document stands: the smallest elements whose text holds a whole one.
 *
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {{raws: RawOrder[], element: Element}} Place
 */

const CLIMB = 6; // times that the text may grow on the way up to where the document is whole

const MOST = 1_000; // children; what has more holds coloured words or lines, and not several documents

/** @returns {Place[]} what can be seen */
export function visiblePlaces() {
  return speakers(mentionsOrder)
    .map((one) => wholeAt(one, false))
    .filter((place) => place !== null);
}

/** @returns {Place[]} what is in the page, also where it is folded away */
export function foldedPlaces() {
  return speakers(mentionsOrder)
    .map((one) => wholeAt(one, true))
    .filter((place) => place !== null);
}

/** @returns {Place[]} orders of which the page shows the beginning only */
export function beginningPlaces() {
  return speakers((text) => REQUIRED_KEYS.some((key) => text.includes(key))).flatMap((one) => {
    for (const outer of growing(one, false)) {
      if (!outer.text.includes("{")) continue;
      const raws = first(readings(outer.element, outer.text, false), cutOffOrdersIn);
      if (raws.length) return [{ raws, element: outer.element }];
    }
    return [];
  });
}

/** @returns {number} changes when the page's text does */
export function pageTextLength() {
  let length = 0;
  for (const root of roots(document.body)) {
    length += root.textContent?.length ?? 0;
    for (const field of root.querySelectorAll("textarea")) length += field.value.length;
  }
  return length;
}

/**
 * Asks the browser for the text of whole parts first: most of a page speaks of no order, and need not be walked through.
 *
 * @param {(text: string) => boolean} speaks
 * @returns {Element[]} the smallest elements that speak so
 */
function speakers(speaks) {
  /** @type {Element[]} */
  const found = [];
  /** @type {Element[]} */
  const mentioning = [];
  for (const root of roots(document.body)) {
    const text = root.textContent ?? "";
    for (const field of root.querySelectorAll("textarea, input")) if (speaks(valueOf(field))) found.push(field);
    if (speaks(text)) found.push(...smallest(root, speaks));
    else if (REQUIRED_KEYS.some((key) => text.includes(key))) mentioning.push(elementOf(root));
  }
  const whole = found.length || mentioning.length < 2 ? null : around(mentioning);
  return whole ? [whole] : found;
}

/** @param {ParentNode & Node} node @param {(text: string) => boolean} speaks @returns {Generator<Element>} */
function* smallest(node, speaks) {
  let inner = false;
  for (const child of node.childElementCount < MOST ? node.children : []) {
    if (SILENT.has(child.localName) || child.localName === "textarea" || !speaks(child.textContent ?? "")) continue;
    inner = true;
    yield* smallest(child, speaks);
  }
  if (!inner) yield elementOf(node);
}

/** @param {Node} node @returns {Element} */
function elementOf(node) {
  return isElement(node) ? node : /** @type {ShadowRoot} */ (node).host;
}

/** @param {Element} element @param {boolean} folded @returns {Place | null} */
function wholeAt(element, folded) {
  if (!folded && hidden(element)) return null;
  for (const outer of growing(element, folded)) {
    const raws = first(readings(outer.element, outer.text, folded), ordersIn);
    if (raws.length) return { raws: outer.whole ? raws : unfolded(outer.element, raws), element: outer.element };
  }
  return null;
}

/**
 * A part that is folded away looks like one that is empty.
 *
 * @param {Element} element
 * @param {RawOrder[]} raws as they are read from what can be seen of it
 */
function unfolded(element, raws) {
  const whole = first(readings(element, textOf(element, { folded: true }), true), ordersIn);
  return whole.length === raws.length ? whole : raws;
}

/** @param {Iterable<string>} texts @param {(text: string) => RawOrder[]} look @returns {RawOrder[]} of the first text that has any */
function first(texts, look) {
  for (const text of texts) {
    const raws = look(text);
    if (raws.length) return raws;
  }
  return [];
}

/** @param {Element} element @param {boolean} folded @returns {Generator<{element: Element, text: string, whole: boolean}>} */
function* growing(element, folded) {
  let length = 0;
  let grown = 0;
  for (const one of upwards(element)) {
    const { text, whole } = readTextOf(one, { folded });
    if (text.trim().length === length) continue;
    length = text.trim().length;
    yield { element: one, text, whole };
    if (one === document.body || ++grown > CLIMB) return;
  }
}

/** @param {Element} element @param {string} text @param {boolean} folded @returns {Generator<string>} with line numbers, and without */
function* readings(element, text, folded) {
  yield text;
  const leaveOut = lineNumbers(element);
  if (leaveOut.size) yield textOf(element, { folded, leaveOut });
}

/**
 * A column of line numbers is text too, and no part of the document: elements of one make that count 1, 2, 3, ...
 *
 * @param {Element} element
 * @returns {Set<Element>}
 */
export function lineNumbers(element) {
  /** @type {Map<string, Element[]>} */
  const makes = new Map();
  for (const one of elements(element)) {
    if (one.firstElementChild || !/^\s*\d+\s*$/.test(one.textContent ?? "")) continue;
    const make = `${one.localName} ${one.className}`;
    const some = makes.get(make);
    if (some) some.push(one);
    else makes.set(make, [one]);
  }
  const counting = [...makes.values()].filter(
    (some) => some.length > 2 && countsUp(some.map((one) => Number(one.textContent))),
  );
  return new Set(counting.flat());
}
