/**
 * Finding things in a page as a person does: by what is visible, by words, by role. Nothing here knows a portal.
 */

/**
 * Everything in and under a root, open shadow roots and frames of the same origin included, in the page's order.
 *
 * @param {Node} root
 * @returns {Generator<Element>}
 */
export function* elements(root) {
  if (isElement(root)) yield root;
  for (const child of parts(root)) yield* elements(child);
}

/** @param {Node} node @returns {node is Element} also of a frame, whose elements are instances of its own Element */
function isElement(node) {
  return node.nodeType === Node.ELEMENT_NODE;
}

/** @param {Node} node @returns {Element[]} */
function parts(node) {
  const inner = isElement(node) ? (node.shadowRoot ?? frameBody(node)) : null;
  const children = /** @type {ParentNode} */ (/** @type {unknown} */ (node)).children ?? [];
  return inner ? [...(isElement(inner) ? [inner] : inner.children), ...children] : [...children];
}

/** @param {Element} element */
function frameBody(element) {
  if (element.localName !== "iframe") return null;
  try {
    return /** @type {HTMLIFrameElement} */ (element).contentDocument?.body ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null; // a frame of somebody else
    throw error;
  }
}

/** @param {Element} element @returns {Element | null} the parent, through the edge of a shadow root or a frame */
export function above(element) {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  if ("host" in root) return /** @type {ShadowRoot} */ (root).host;
  return /** @type {Document} */ (root).defaultView?.frameElement ?? null;
}

/** @param {Element} element @returns {Generator<Element>} itself and everything above it */
export function* upwards(element) {
  for (let one = /** @type {Element | null} */ (element); one; one = above(one)) yield one;
}

/** @param {Element} outer @param {Element} inner */
export function holds(outer, inner) {
  for (const one of upwards(inner)) if (one === outer) return true;
  return false;
}

/** @param {Element} element */
export function visible(element) {
  return element.isConnected && element.checkVisibility({ checkVisibilityCSS: true }) && element.getClientRects().length > 0;
}

/** @param {string} text */
export function squeeze(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** Never words of the page: scripts, styles, and what this extension itself put there. */
const SILENT = new Set(["script", "style", "template", "noscript", "jet-refunds"]);

/**
 * @param {Node} node
 * @param {(element: Element) => boolean} [leaveOut]
 * @returns {string} all its text that is not hidden; what stands in a field counts as text
 */
export function textOf(node, leaveOut = () => false) {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
  const children = () => [...node.childNodes].map((child) => textOf(child, leaveOut)).join("");
  if (!isElement(node)) return children();
  if (SILENT.has(node.localName) || leaveOut(node) || hidden(node)) return "";
  if (node.localName === "textarea" || node.localName === "input") return /** @type {HTMLInputElement} */ (node).value;
  const inner = node.shadowRoot ?? frameBody(node);
  return (inner ? textOf(inner, leaveOut) : "") + children();
}

/** @param {Element} element */
function hidden(element) {
  return !element.checkVisibility() && getComputedStyle(element).display !== "contents";
}

/** @param {Element} element @returns {string} its own words where it is called by something else than its text */
function label(element) {
  const given = element.getAttribute("aria-label") ?? element.getAttribute("title");
  if (given) return squeeze(given);
  const input = /** @type {HTMLInputElement} */ (element);
  return element.localName === "input" && ["button", "submit"].includes(input.type) ? squeeze(input.value) : "";
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
  const found = new Set();
  for (const element of elements(root)) {
    if (SILENT.has(element.localName)) continue;
    if (wanted.test(label(element))) found.add(element);
    else if ([...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim())) {
      const called = smallest(element, wanted);
      if (called) found.add(called);
    }
  }
  return [...found].filter((one) => visible(one) && ![...found].some((other) => other !== one && holds(other, one)));
}

/** @param {Element} element @param {RegExp} wanted */
function smallest(element, wanted) {
  for (const one of upwards(element)) {
    if ((one.textContent?.length ?? 0) > 4 * LONGEST) return null; // cheap to ask; no name is that long with all its spaces
    const text = squeeze(textOf(one));
    if (text.length > LONGEST) return null;
    if (wanted.test(text)) return one;
  }
  return null;
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
    for (const node of [...(element.shadowRoot?.childNodes ?? []), ...element.childNodes]) {
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
  return pieces(root).map(({ text }) => text).join(" ");
}

const DIALOG = '[role="dialog"], [role="alertdialog"], [aria-modal="true"], dialog[open]';

/** @param {Element} element @returns {Element | null} the dialog it stands in, by role */
export function dialogOf(element) {
  for (const one of upwards(element)) if (one.matches(DIALOG)) return one;
  return null;
}

/** @param {Element} element @returns {boolean} it lies over the page */
export function floats(element) {
  return ["fixed", "absolute"].includes(getComputedStyle(element).position);
}

/**
 * @param {Element[]} some at least one
 * @returns {Element | null} the smallest element around them all
 */
export function around(some) {
  for (const one of upwards(some[0])) if (some.every((other) => holds(one, other))) return one;
  return null;
}

/**
 * Waits until something can be seen.
 *
 * @template T
 * @param {() => T | null} look
 * @param {{limit: number, signal: AbortSignal}} patience limit in milliseconds
 * @returns {Promise<T | null>} null: not within the limit
 */
export function appears(look, { limit, signal }) {
  return new Promise((resolve, reject) => {
    const now = look();
    if (now !== null) return resolve(now);
    const done = (/** @type {T | null} */ value) => {
      stop();
      resolve(value);
    };
    const again = () => {
      const value = look();
      if (value !== null) done(value);
    };
    const gone = () => {
      stop();
      reject(signal.reason);
    };
    const stop = () => {
      observer.disconnect();
      clearInterval(beat);
      clearTimeout(end);
      signal.removeEventListener("abort", gone);
    };
    const observer = new MutationObserver(again);
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
    const beat = setInterval(again, 250); // shadow roots, frames and fields change without a mutation here
    const end = setTimeout(() => done(null), limit);
    signal.addEventListener("abort", gone);
  });
}
