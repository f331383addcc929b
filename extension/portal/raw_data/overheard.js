import { roots } from "../page/dom.js";
import { ordersIn } from "../parse/orders_in_text.js";

/**
 * The answers that the page gets after our click, as page_world/listener.js hears them: the document itself, before a viewer
 * drew it. What a page's script says in its stead can at most be what the page could have shown.
 */

const LISTEN = "jet-refunds-listen";
const REST = "jet-refunds-rest";
const HEARD = "jet-refunds-heard";

/**
 * Begins to listen.
 *
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {object} Overheard
 * @property {() => RawOrder[]} rawOrders that stood in them
 * @property {() => void} stop
 *
 * @returns {Overheard}
 */
export function overhear() {
  /** @type {Set<string>} */
  const texts = new Set();
  /** @type {RawOrder[]} */
  const rawOrders = [];
  /** @type {Set<Document>} */
  const documents = new Set();
  const hear = (/** @type {Event} */ event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (typeof detail !== "string" || texts.has(detail)) return;
    texts.add(detail);
    rawOrders.push(...ordersIn(detail));
  };
  const listen = () => {
    for (const tree of shownDocuments()) {
      if (documents.has(tree)) continue;
      documents.add(tree);
      tree.addEventListener(HEARD, hear);
      tree.dispatchEvent(new CustomEvent(LISTEN));
    }
  };
  listen();
  return {
    rawOrders: () => {
      listen(); // to frames that came meanwhile
      return rawOrders;
    },
    stop: () => {
      for (const tree of documents) {
        tree.removeEventListener(HEARD, hear);
        tree.dispatchEvent(new CustomEvent(REST));
      }
    },
  };
}

/** @returns {Set<Document>} the page's, and those of its frames */
function shownDocuments() {
  return new Set([...roots(document.documentElement)].map((root) => root.ownerDocument ?? document));
}
