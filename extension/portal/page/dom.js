/** The page as a single tree: open shadow roots and frames of the same origin belong to it. Nothing here knows a portal. */

/**
 * Everything in and under a root, in the page's order.
 *
 * @param {Node} root
 * @returns {Generator<Element>}
 */
export function* elements(root) {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isElement(node)) yield node;
    const inside = shownChildren(node);
    for (let at = inside.length - 1; at >= 0; at--) waiting.push(inside[at]);
  }
}

/** @param {Node} node @returns {node is Element} also of a frame, whose elements are instances of its own Element */
export function isElement(node) {
  return node.nodeType === Node.ELEMENT_NODE;
}

/** @param {Node} node @returns {ArrayLike<Element>} its children, and what it shows beside them */
export function shownChildren(node) {
  const inner = isElement(node) ? innerRoot(node) : null;
  const children = /** @type {ParentNode} */ (/** @type {unknown} */ (node)).children ?? [];
  if (!inner) return children;
  return [...(isElement(inner) ? [inner] : inner.children), ...children];
}

/** @param {Element} element @returns {ShadowRoot | HTMLElement | null} what it shows instead of its children, or beside them */
export function innerRoot(element) {
  const name = element.localName;
  if (name === "iframe" || name === "frame") return frameBody(element);
  return name.includes("-") || HOSTS.has(name) ? element.shadowRoot : null;
}

/** Elements without a hyphen in their name that may have a shadow root. */
const HOSTS = new Set([
  "article",
  "aside",
  "blockquote",
  "body",
  "div",
  "footer",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "header",
  "main",
  "nav",
  "p",
  "section",
  "span",
]);

/** @param {Element} element */
function frameBody(element) {
  try {
    return /** @type {HTMLIFrameElement} */ (element).contentDocument?.body ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null; // a frame of somebody else
    throw error;
  }
}

/** What may hold a part of its own, as questions that the browser answers by itself: a page has tens of thousands of elements. */
const FRAMES = ["iframe", "frame", ...[...HOSTS].map((name) => `${name}:empty`)].join(", ");
const CUSTOM = "descendant-or-self::*[contains(local-name(), '-')]";

/**
 * @param {ParentNode & Node} root
 * @returns {Generator<ParentNode & Node>} the root, and every shadow root and frame in it: parts whose text the browser knows by itself
 */
export function* roots(root) {
  yield root;
  for (const element of [...root.querySelectorAll(FRAMES), ...customElements(root)]) {
    const inner = innerRoot(element);
    if (inner) yield* roots(inner);
  }
}

/** @param {ParentNode & Node} root @returns {Element[]} */
function customElements(root) {
  const tree = root.ownerDocument ?? /** @type {Document} */ (root);
  return (isElement(root) ? [root] : [...root.children]).flatMap((top) => {
    const result = tree.evaluate(CUSTOM, top, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    return Array.from({ length: result.snapshotLength }, (_, at) => /** @type {Element} */ (result.snapshotItem(at)));
  });
}

/** @param {Node} node @returns {Element | null} the parent, through the edge of a shadow root or a frame */
function parentOf(node) {
  if (node.parentElement) return node.parentElement;
  const root = node.getRootNode();
  if ("host" in root) return /** @type {ShadowRoot} */ (root).host;
  return /** @type {Document} */ (root).defaultView?.frameElement ?? null;
}

/** @param {Element} element @returns {Generator<Element>} itself and everything above it */
export function* selfAndAncestors(element) {
  for (let outer = /** @type {Element | null} */ (element); outer; outer = parentOf(outer)) yield outer;
}

/** @param {Node} outer @param {Element} inner @returns {boolean} also through the edges of shadow roots and frames */
export function holds(outer, inner) {
  if (outer.contains(inner)) return true;
  for (let root = inner.getRootNode(); ; root = root.getRootNode()) {
    const host =
      "host" in root ? /** @type {ShadowRoot} */ (root).host : /** @type {Document} */ (root).defaultView?.frameElement;
    if (!host) return false;
    if (outer.contains(host)) return true;
    root = host;
  }
}

/**
 * @param {Element[]} descendants not empty
 * @returns {Element | null} the smallest element around them all
 */
export function commonAncestor(descendants) {
  for (const outer of selfAndAncestors(descendants[0])) {
    if (descendants.every((inner) => holds(outer, inner))) return outer;
  }
  return null;
}

/** @param {Element} element @returns {boolean} it takes up room on the page, and is drawn */
export function visible(element) {
  return (
    element.isConnected && element.checkVisibility({ checkVisibilityCSS: true }) && element.getClientRects().length > 0
  );
}

/** @param {Element} element @returns {boolean} its text is not shown; display: contents shows it */
export function hidden(element) {
  return !element.checkVisibility() && getComputedStyle(element).display !== "contents";
}

const DIALOG = '[role="dialog"], [role="alertdialog"], [aria-modal="true"], dialog[open]';

/** @param {Element} element @returns {Element | null} the dialog it stands in, by role */
export function dialogOf(element) {
  for (const outer of selfAndAncestors(element)) if (outer.matches(DIALOG)) return outer;
  return null;
}

/** @param {Element} element @returns {boolean} it lies over the page */
export function floats(element) {
  return ["fixed", "absolute"].includes(getComputedStyle(element).position);
}

/** @param {Element} element @returns {boolean} a person can see some of it: it is not covered by something else */
export function onTop(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const spots = [
    [0.5, 0.5],
    [0.02, 0.02],
    [0.98, 0.02],
    [0.02, 0.98],
    [0.98, 0.98],
  ];
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  return spots.some(([x, y]) => {
    const hit = root.elementFromPoint(left + x * width, top + y * height);
    return hit !== null && element.contains(hit);
  });
}
