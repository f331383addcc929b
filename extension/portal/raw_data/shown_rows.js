import { hidden, innerRoot, isElement, selfAndAncestors } from "../page/dom.js";
import { SILENT, valueOf } from "../page/visible_text.js";

/**
 * What a viewer shows, row by row: which texts stand side by side, and how far in each row begins.
 *
 * @typedef {import("../parse/document_rows.js").Row} Row
 *
 * @typedef {object} Part
 * @property {string} text as the page divides it
 * @property {Element} element in which it stands
 * @property {DOMRect} first of its lines
 * @property {DOMRect} last of its lines
 * @property {Element} flow in which it stands: what else is in it goes on where this ends
 * @property {boolean} begins a new line, by a line break
 *
 * @typedef {Part[]} ShownRow
 */

const MOST_HIGHER = 1.5; // times; what is still higher has several rows beside it
const FOLDED = '[aria-expanded="false"]';
const MARK = /^[\s\p{P}\p{S}]*$/u;

/** @param {Element} root @param {Set<Element>} leaveOut @returns {ShownRow[]} from top to bottom */
export function shownRows(root, leaveOut) {
  /** @type {ShownRow[]} */
  const rows = [];
  for (const part of parts(root, leaveOut)) {
    const row = rows[rows.length - 1];
    const before = row?.[row.length - 1];
    if (before && goesOn(before, part)) row.push(part);
    else rows.push([part]);
  }
  const isPlaced = rows.some(
    ([{ first, element }], at) => at > 0 && first.top < rows[at - 1][0].first.top - 2 && isLaid(element, root),
  );
  return isPlaced ? rows.toSorted(([{ first: a }], [{ first: b }]) => a.top - b.top) : rows;
}

/** @param {Element} element @param {Element} root @returns {boolean} it lies where it does by its place, not by its turn */
function isLaid(element, root) {
  for (const outer of selfAndAncestors(element)) {
    if (outer === root) return false;
    const { position, transform } = getComputedStyle(outer);
    if (position === "absolute" || transform !== "none") return true;
  }
  return false;
}

/**
 * A row, and how far in it is by each way in which a page may show it: by ARIA, by where its name stands, by the part of
 * the page that its name is in.
 *
 * @typedef {{parts: string[], indents: number[], isFolded: boolean}} MeasuredRow
 *
 * @param {readonly ShownRow[]} shown
 * @returns {MeasuredRow[]}
 */
export function measured(shown) {
  const rightToLeft = shown.length > 0 && getComputedStyle(shown[0][0].element).direction === "rtl";
  const side = (/** @type {DOMRect} */ { left, right }) => (rightToLeft ? -right : left);
  return shown.map((row) => {
    const name = row.find(({ text }) => !MARK.test(text)) ?? row[0];
    const block = blockOf(name.element);
    const isFolded = block.matches(FOLDED) || block.querySelector(FOLDED) !== null;
    const indents = [levelOf(name.element), side(name.first), side(block.getBoundingClientRect())];
    return { parts: row.map(({ text }) => text), indents, isFolded };
  });
}

/** @param {readonly MeasuredRow[]} rows @returns {Row[][]} the rows by each measure that tells them apart */
export function indentedRows(rows) {
  return [0, 1, 2]
    .map((measure) => rows.map(({ parts, indents, isFolded }) => ({ parts, indent: indents[measure], isFolded })))
    .filter((indented, measure) => measure === 1 || new Set(indented.map(({ indent }) => indent)).size > 1);
}

/** @param {Element} element @returns {number} by ARIA, in steps of a hundred; 0: it says none */
function levelOf(element) {
  for (const outer of selfAndAncestors(element)) {
    const level = outer.getAttribute("aria-level");
    if (level) return 100 * Number(level);
  }
  return 0;
}

/** @param {Element} element @returns {Element} the smallest around it that is no part of a line */
function blockOf(element) {
  for (const outer of selfAndAncestors(element)) {
    const { display } = getComputedStyle(outer);
    if (!display.startsWith("inline") && display !== "contents") return outer;
  }
  return element;
}

/** @param {Part} before @param {Part} part @returns {boolean} it stands on the same row, which may have been too long for a line */
function goesOn(before, part) {
  if (before.flow === part.flow) return !part.begins;
  return isBeside(before.first, part.first) || areCells(before.flow, part.flow);
}

/** @param {Element} one @param {Element} other @returns {boolean} they stand side by side in a table, or in what is laid out like one */
function areCells(one, other) {
  if (one.contains(other) || other.contains(one)) return false;
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  const isApart = a.right <= b.left + 1 || b.right <= a.left + 1;
  return isApart && isBeside(a, b) && Math.max(a.height, b.height) < MOST_HIGHER * Math.min(a.height, b.height);
}

/** @param {DOMRect} one @param {DOMRect} other @returns {boolean} they stand on one line */
function isBeside(one, other) {
  const shared = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return shared > Math.min(one.height, other.height) / 2;
}

/** @param {Element} root @param {Set<Element>} leaveOut @returns {Part[]} in the page's order */
function parts(root, leaveOut) {
  /** @type {Part[]} */
  const found = [];
  const flowOf = flowFinder();
  let begins = false;
  const add = (/** @type {string} */ text, /** @type {Element} */ element, /** @type {DOMRect[]} */ boxes) => {
    const { flow } = flowOf(element);
    const [first] = boxes;
    found.push({ text: text.replaceAll("\u00a0", " "), element, first, last: boxes[boxes.length - 1], flow, begins });
    begins = false;
  };
  const walk = (/** @type {Element} */ element) => {
    if (SILENT.has(element.localName) || leaveOut.has(element) || hidden(element)) return;
    if (element.localName === "br") begins = true;
    if (element.localName === "textarea" || element.localName === "input") {
      const text = valueOf(element);
      return void (text && add(text, element, [element.getBoundingClientRect()]));
    }
    const inner = innerRoot(element);
    if (inner && isElement(inner)) walk(inner);
    for (const node of [...(inner && !isElement(inner) ? inner.childNodes : []), ...element.childNodes]) {
      if (isElement(node)) walk(node);
      else if (node.nodeType === Node.TEXT_NODE && node.previousSibling?.nodeType !== Node.TEXT_NODE) {
        read(node, element);
      }
    }
  };
  /** The texts that stand together, as one; each line of a text that has several, but for a string, is one. */
  const read = (/** @type {Node} */ node, /** @type {Element} */ element) => {
    let end = node;
    while (end.nextSibling?.nodeType === Node.TEXT_NODE) end = end.nextSibling;
    const range = element.ownerDocument.createRange();
    range.setStart(node, 0);
    range.setEnd(end, end.nodeValue?.length ?? 0);
    const text = element.checkVisibility({ checkVisibilityCSS: true }) ? range.toString() : "";
    const keepsLines = text.includes("\n") && flowOf(element).keepsLines;
    if (!keepsLines || end !== node || /^\s*(["'])[^]*\1,?\s*$/.test(text)) {
      range.setStart(node, Math.min(text.length - text.trimStart().length, node.nodeValue?.length ?? 0));
      const boxes = text.trim() ? boxesOf(range) : [];
      if (keepsLines && /^\s*\n/.test(text)) begins = true;
      if (boxes.length) add(text, element, boxes);
      if (keepsLines && /\n\s*$/.test(text)) begins = true;
      return;
    }
    let from = 0;
    for (const [at, line] of text.split("\n").entries()) {
      begins ||= at > 0;
      if (line.trim()) {
        range.setStart(node, from + line.length - line.trimStart().length);
        range.setEnd(node, from + line.length);
        const boxes = boxesOf(range);
        if (boxes.length) add(line.trim(), element, boxes);
      }
      from += line.length + 1;
    }
  };
  walk(root);
  return found;
}

/** @returns {(element: Element) => {flow: Element, keepsLines: boolean}} in what its text flows; whether line breaks in it are shown */
function flowFinder() {
  /** @type {Map<Element, {flow: Element, keepsLines: boolean}>} */
  const known = new Map();
  return (element) => {
    let answer = known.get(element);
    if (!answer) {
      const keepsLines = /^(?:pre|break-spaces)/.test(getComputedStyle(element).whiteSpace);
      answer = { flow: element, keepsLines };
      for (const outer of selfAndAncestors(element)) {
        answer.flow = outer;
        const { display } = getComputedStyle(outer);
        if (display !== "inline" && display !== "contents") break;
      }
      known.set(element, answer);
    }
    return answer;
  };
}

/** @param {Range} range @returns {DOMRect[]} of its lines; none: it takes up no room */
function boxesOf(range) {
  return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
}
