import { elements, hidden, innerRoot, isElement, roots, visible } from "./dom.js";

/** The words that stand on a page. */

/** Never words of the page: scripts, styles, and what this extension itself put there. */
export const SILENT = new Set(["script", "style", "template", "noscript", "jet-refunds"]);

/** Where these begin and end a line begins and ends, so that what stands in two of them is never one word. */
const BLOCKS = new Set([
  "address",
  "article",
  "aside",
  "blockquote",
  "body",
  "br",
  "dd",
  "details",
  "div",
  "dl",
  "dt",
  "fieldset",
  "figure",
  "footer",
  "form",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "header",
  "hr",
  "li",
  "main",
  "nav",
  "ol",
  "p",
  "pre",
  "section",
  "summary",
  "table",
  "tbody",
  "td",
  "th",
  "thead",
  "tr",
  "ul",
  "textarea",
  "input",
  "button",
]);
const NO_WORDS = new Set(["password", "file", "checkbox", "radio"]);
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** @param {string} text */
export function squeeze(text) {
  return text.replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
}

/**
 * @typedef {object} TextOptions
 * @property {Set<Element>} [leaveOut]
 * @property {boolean} [folded] hidden text too
 *
 * @param {Node} root
 * @param {TextOptions} [options]
 * @returns {string} its text; what stands in a field counts as text
 */
export function textOf(root, options) {
  return readTextOf(root, options).text;
}

/**
 * @param {Node} root
 * @param {TextOptions} [options]
 * @returns {{text: string, whole: boolean}} whole: nothing of it was hidden
 */
export function readTextOf(root, { leaveOut, folded = false } = {}) {
  /** @type {string[]} */
  const text = [];
  let whole = true;
  const walk = (/** @type {Node} */ node) => {
    if (node.nodeType === Node.TEXT_NODE) return void text.push(node.nodeValue ?? "");
    if (!isElement(node)) return children(node);
    const name = node.localName;
    if (SILENT.has(name) || leaveOut?.has(node)) return;
    if (!folded && hidden(node)) return void (whole = false);
    const block = BLOCKS.has(name);
    if (block) text.push("\n");
    if (name === "textarea" || name === "input") text.push(valueOf(node));
    else {
      const inner = innerRoot(node);
      if (inner) walk(inner);
      if (node.firstElementChild && (leaveOut || folded || !plainWords(node))) children(node);
      else text.push(node.textContent ?? "");
    }
    if (block) text.push("\n");
  };
  const children = (/** @type {Node} */ node) => {
    for (let child = node.firstChild; child; child = child.nextSibling) walk(child);
  };
  walk(root);
  return { text: text.join(""), whole };
}

const MANY = 100; // children
const NOT_WORDS = [...BLOCKS, ...SILENT, "iframe", "frame"].join(", ");

/**
 * Coloured words, of which there may be tens of thousands: nothing of them is hidden where the browser shows as much as there is.
 *
 * @param {Element} element
 */
function plainWords(element) {
  if (element.childElementCount < MANY || element.querySelector(NOT_WORDS) || [...roots(element)].length > 1) {
    return false;
  }
  const shown = /** @type {HTMLElement} */ (element).innerText ?? "";
  const all = element.textContent ?? "";
  return shown === all || shown.replace(/\s+/g, "") === all.replace(/\s+/g, "");
}

/** @param {Element} element @returns {string} of a textarea or input */
export function valueOf(element) {
  const field = /** @type {HTMLInputElement} */ (element);
  return NO_WORDS.has(field.type) ? "" : field.value;
}

/**
 * The visible text, piece by piece, as it stands between the tags.
 *
 * @param {Element} root
 * @param {(element: Element) => boolean} [leaveOut]
 * @returns {{text: string, element: Element}[]}
 */
export function pieces(root, leaveOut = () => false) {
  /** @type {{text: string, element: Element}[]} */
  const found = [];
  const walk = (/** @type {Element} */ element) => {
    if (SILENT.has(element.localName) || leaveOut(element)) return;
    const inner = innerRoot(element);
    for (const node of [...(inner?.childNodes ?? []), ...element.childNodes]) {
      if (isElement(node)) walk(node);
      else if (node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() && visible(element)) {
        found.push({ text: squeeze(node.nodeValue), element });
      }
    }
  };
  walk(root);
  return found;
}

/**
 * @param {Element} root
 * @returns {string} its visible text, with a space wherever an element begins or ends
 */
export function readable(root) {
  return pieces(root)
    .map(({ text }) => text)
    .join(" ");
}

/** @param {Element} element @returns {string} its own words where it is called by something else than its text */
function label(element) {
  const given = element.getAttribute("aria-label") ?? element.getAttribute("title");
  if (given) return squeeze(given);
  const input = /** @type {HTMLInputElement} */ (element);
  return element.localName === "input" && ["button", "submit"].includes(input.type) ? squeeze(input.value) : "";
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
    for (const one of root.querySelectorAll('[aria-label], [title], input[type="button"], input[type="submit"]')) {
      if (phrase.test(label(one))) return true;
    }
  }
  return false;
}

const LONGEST = 160; // characters; a name is no paragraph

/**
 * The smallest visible elements that are called so, by label or by text.
 *
 * @param {Node} root
 * @param {RegExp} wanted
 * @returns {Element[]} in the page's order
 */
export function named(root, wanted) {
  /** @type {Set<Element>} */
  const found = new Set();
  /** @type {Set<Element>} those whose text is known to be another */
  const other = new Set();
  for (const element of elements(root)) {
    if (SILENT.has(element.localName)) continue;
    if (wanted.test(label(element))) found.add(element);
    else if (hasOwnText(element)) {
      const called = smallest(element, wanted, other);
      if (called) found.add(called);
    }
  }
  const seen = [...found].filter(visible);
  return seen.filter((one) => !seen.some((inner) => inner !== one && one.contains(inner)));
}

/** @param {Element} element */
function hasOwnText(element) {
  for (let child = element.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === Node.TEXT_NODE && child.nodeValue?.trim()) return true;
  }
  return false;
}

/** @param {Element} element @param {RegExp} wanted @param {Set<Element>} other */
function smallest(element, wanted, other) {
  for (let one = /** @type {Element | null} */ (element); one && !other.has(one); one = one.parentElement) {
    if ((one.textContent?.length ?? 0) > 4 * LONGEST) return null; // cheap to ask; no name is that long with all its spaces
    const text = squeeze(textOf(one));
    if (text.length > LONGEST) return null;
    if (wanted.test(text)) return one;
    other.add(one);
  }
  return null;
}
