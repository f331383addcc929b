import { hidden, innerRoot, isElement, roots } from "./dom.js";

/** The text that stands on a page, as a person sees it. */

/** Never text of the page: scripts, styles, and what this extension itself put there. */
export const SILENT = new Set(["script", "style", "template", "noscript", "jet-refunds"]);

/** Where these begin and end a line begins and ends, so that what stands in two of them is never a single word. */
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
const FIELDS_WITHOUT_TEXT = new Set(["password", "file", "checkbox", "radio"]);
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** @param {string} text @returns {string} without invisible characters, each run of spaces as a single space */
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
      if (node.firstElementChild && (leaveOut || folded || !plainSpans(node))) children(node);
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

const MANY_CHILDREN = 100;
const NO_SPANS = [...BLOCKS, ...SILENT, "iframe", "frame"].join(", ");

/**
 * Coloured words, of which there may be tens of thousands: nothing of them is hidden where the browser shows as much as there is.
 *
 * @param {Element} element
 */
function plainSpans(element) {
  if (element.childElementCount < MANY_CHILDREN || element.querySelector(NO_SPANS) || [...roots(element)].length > 1) {
    return false;
  }
  const shown = /** @type {HTMLElement} */ (element).innerText ?? "";
  const all = element.textContent ?? "";
  return shown === all || shown.replace(/\s+/g, "") === all.replace(/\s+/g, "");
}

/** @param {Element} element @returns {string} of a textarea or input */
export function valueOf(element) {
  const field = /** @type {HTMLInputElement} */ (element);
  return FIELDS_WITHOUT_TEXT.has(field.type) ? "" : field.value;
}
