import { commonAncestor, hidden, isElement, roots, selfAndAncestors } from "../page/dom.js";
import { SILENT, readTextOf, textOf, valueOf } from "../page/visible_text.js";
import { areAllOf, cutOffOrdersIn, mentionsOrder, mentionsPartOfOrder, ordersIn } from "../parse/orders_in_text.js";
import { lineNumbers } from "./line_numbers.js";
import { distinctOrders } from "../parse/choose_order.js";
import { ordersInRows } from "./orders_in_rows.js";
import { isQuoted } from "./quoted_documents.js";

/**
 * The places of a page in which an order document stands: the smallest elements whose text holds a whole document.
 *
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {{rawOrders: RawOrder[], element: Element, isUnfolded?: boolean}} DocumentPlace isUnfolded: its rows tell that nothing of it is
 *   folded away
 */

const MOST_STEPS = 6; // times that the text may grow on the way up to where the document is whole

const MOST_CHILDREN = 1_000; // what has more holds coloured words or lines, and not several documents

/** @returns {DocumentPlace[]} what can be seen */
export function visiblePlaces() {
  return mentioningElements(mentionsOrder)
    .map((element) => placeAround(element, false))
    .filter((place) => place !== null);
}

/** @returns {DocumentPlace[]} what is in the page, also where it is folded away */
export function foldedPlaces() {
  return mentioningElements(mentionsOrder)
    .map((element) => placeAround(element, true))
    .filter((place) => place !== null);
}

/** @returns {DocumentPlace[]} orders of which the page shows the beginning only */
export function beginningPlaces() {
  return mentioningElements(mentionsPartOfOrder).flatMap((element) => {
    for (const outer of growingText(element, false)) {
      if (!outer.text.includes("{")) continue;
      const rawOrders = firstOrders(textVariants(outer.element, outer.text, false), cutOffOrdersIn);
      if (rawOrders.length) return isQuoted(outer.element) ? [] : [{ rawOrders, element: outer.element }];
    }
    return [];
  });
}

/** @returns {number} characters; changes when the page's text does */
export function pageTextLength() {
  let length = 0;
  for (const root of roots(document.body)) {
    length += root.textContent?.length ?? 0;
    for (const field of root.querySelectorAll("textarea")) length += field.value.length;
  }
  return length;
}

/**
 * Asks the browser for the text of whole parts first: most of a page mentions no order, and need not be walked through.
 *
 * @param {(text: string) => boolean} mentions
 * @returns {Element[]} the smallest elements whose text does
 */
function mentioningElements(mentions) {
  /** @type {Element[]} */
  const whole = [];
  /** @type {Element[]} */
  const partial = [];
  for (const root of roots(document.body)) {
    const text = root.textContent ?? "";
    for (const field of root.querySelectorAll("textarea, input")) if (mentions(valueOf(field))) whole.push(field);
    if (mentions(text)) whole.push(...smallestMentioning(root, mentions));
    else if (mentionsPartOfOrder(text)) partial.push(elementOf(root));
  }
  const shared = whole.length || partial.length < 2 ? null : commonAncestor(partial);
  return shared ? [shared] : whole;
}

/** @param {ParentNode & Node} node @param {(text: string) => boolean} mentions @returns {Generator<Element>} */
function* smallestMentioning(node, mentions) {
  let inner = false;
  for (const child of node.childElementCount < MOST_CHILDREN ? node.children : []) {
    if (SILENT.has(child.localName) || child.localName === "textarea" || !mentions(child.textContent ?? "")) continue;
    inner = true;
    yield* smallestMentioning(child, mentions);
  }
  if (!inner) yield elementOf(node);
}

/** @param {Node} node @returns {Element} */
function elementOf(node) {
  return isElement(node) ? node : /** @type {ShadowRoot} */ (node).host;
}

/** @param {Element} element @param {boolean} folded hidden text too @returns {DocumentPlace | null} */
function placeAround(element, folded) {
  if (!folded && hidden(element)) return null;
  /** @type {RawOrder[]} */
  const quoted = [];
  for (const outer of growingText(element, folded)) {
    if (lostText(outer.element)) return null;
    const rawOrders = firstOrders(textVariants(outer.element, outer.text, folded), ordersIn);
    if (rawOrders.length && (!isAllOf(outer, rawOrders) || isAmong(rawOrders, quoted))) quoted.push(...rawOrders);
    else if (rawOrders.length) {
      return { rawOrders: outer.whole ? rawOrders : withHidden(outer.element, rawOrders), element: outer.element };
    }
    const inRows = folded ? [] : ordersInRows(outer.element);
    if (inRows.length && !isAmong(inRows, quoted)) {
      return { rawOrders: inRows, element: outer.element, isUnfolded: true };
    }
  }
  return null;
}

/** @param {Element} element @returns {boolean} the viewer took a part of some text for markup, such as <red>, and does not show it */
function lostText(element) {
  return [...element.querySelectorAll("*")].some((inner) => inner instanceof HTMLUnknownElement);
}

/** @param {RawOrder[]} rawOrders @param {RawOrder[]} others */
function isAmong(rawOrders, others) {
  return others.length > 0 && distinctOrders([...others, ...rawOrders]).length === distinctOrders(others).length;
}

/**
 * What somebody wrote into a title or a note may be a document, too.
 *
 * @param {{element: Element, text: string}} place
 * @param {RawOrder[]} rawOrders that were found in it
 * @returns {boolean} it holds no other order, of which they may be a part
 */
function isAllOf({ element, text }, rawOrders) {
  return areAllOf(text, rawOrders) && !isQuoted(element);
}

/**
 * A part that is folded away looks like an empty part.
 *
 * @param {Element} element
 * @param {RawOrder[]} visible as they are read from what can be seen of it
 */
function withHidden(element, visible) {
  const whole = firstOrders(textVariants(element, textOf(element, { folded: true }), true), ordersIn);
  return whole.length === visible.length ? whole : visible;
}

/**
 * @param {Iterable<string>} texts
 * @param {(text: string) => RawOrder[]} find
 * @returns {RawOrder[]} of the first text that has any
 */
function firstOrders(texts, find) {
  for (const text of texts) {
    const rawOrders = find(text);
    if (rawOrders.length) return rawOrders;
  }
  return [];
}

/** @param {Element} element @param {boolean} folded @returns {Generator<{element: Element, text: string, whole: boolean}>} */
function* growingText(element, folded) {
  let length = 0;
  let steps = 0;
  for (const outer of selfAndAncestors(element)) {
    const { text, whole } = readTextOf(outer, { folded });
    if (text.trim().length === length) continue;
    length = text.trim().length;
    yield { element: outer, text, whole };
    if (outer === document.body || ++steps > MOST_STEPS) return;
  }
}

/** @param {Element} element @param {string} text @param {boolean} folded @returns {Generator<string>} with line numbers, and without */
function* textVariants(element, text, folded) {
  yield text;
  const leaveOut = lineNumbers(element);
  if (leaveOut.size) yield textOf(element, { folded, leaveOut });
}
