import { closeRawData, openCreated, openLatest } from "./entry.js";
import { around, dialogOf, floats, named, pieces, readable, upwards, visible } from "./page.js";
import { orderFrom } from "./raw_data.js";
import { exceptionOf, quantityOf, statusOf } from "./overlay.js";
import { Trouble } from "../shared/errors.js";

/**
 * The shape of a portal: where it is, and by which words a person finds things in it. How they are then found is the
 * same for every portal, and written here, in overlay.js and in entry.js.
 *
 * @typedef {object} Words
 * @property {string[]} addresses origins
 * @property {RegExp} rawData the button of a history entry that shows the order document
 * @property {RegExp} hideRawData the same button, where it takes the document away again
 * @property {RegExp} history the heading over the entries
 * @property {RegExp[]} created the entry to open, the strictest wording first
 * @property {RegExp} close takes a window away
 * @property {RegExp} number an order's number
 * @property {RegExp} status the label of the status; a group holds what follows in the same piece of text
 * @property {[RegExp, import("../shared/documents.js").OrderStatus][]} statuses
 * @property {RegExp} exception the label of the exception state
 * @property {RegExp} shipped
 * @property {RegExp} cancelled
 *
 * @typedef {import("../shared/documents.js").Order} Order
 * @typedef {import("../shared/documents.js").OrderItem} OrderItem
 * @typedef {import("./raw_data.js").Remark} Remark
 * @typedef {import("./raw_data.js").Raw} Raw
 *
 * @typedef {object} Portal
 * @property {string[]} addresses
 * @property {() => Element | null} findOverlay the order that lies open, if any
 * @property {(overlay: Element) => Element | null} placeFor after which element the button goes
 * @property {(overlay: Element, signal: AbortSignal) => Promise<{order: Order, remarks: Remark[]}>} read
 */

/** @param {Words} words @returns {Portal} */
export function portal(words) {
  return {
    addresses: words.addresses,
    findOverlay: () => findOverlay(words),
    placeFor: (overlay) => placeFor(overlay, words),
    read: (overlay, signal) => read(overlay, words, signal),
  };
}

/** @param {Words} words */
function findOverlay(words) {
  const buttons = named(document.body, words.rawData);
  if (!buttons.length) return null;
  const ofFirst = dialogOf(buttons[0]) ?? floating(buttons, words) ?? plain(buttons, words);
  return ofFirst && words.number.test(readable(ofFirst)) ? ofFirst : null;
}

/** @param {Element[]} buttons @param {Words} words @returns {Element | null} a window without the role of one */
function floating(buttons, words) {
  const inner = around(buttons);
  for (const one of inner ? upwards(inner) : []) {
    if (one === document.body) return null;
    if (floats(one) && words.number.test(readable(one))) return one;
  }
  return null;
}

/** @param {Element[]} buttons @param {Words} words @returns {Element | null} no window at all: a part of the page */
function plain(buttons, words) {
  const inner = around(buttons);
  for (const one of inner ? upwards(inner) : []) {
    if (one === document.body) return null;
    if (words.number.test(readable(one))) return one;
  }
  return null;
}

/** @param {Element} overlay @param {Words} words */
function placeFor(overlay, words) {
  const headings = [...overlay.querySelectorAll('h1, h2, h3, h4, [role="heading"]')].filter(visible);
  const titled = headings.find((one) => words.number.test(readable(one)));
  return titled ?? headings[0] ?? pieces(overlay)[0]?.element ?? null;
}

/**
 * @param {Element} overlay
 * @param {Words} words
 * @param {AbortSignal} signal
 * @returns {Promise<{order: Order, remarks: Remark[]}>}
 * @throws {Trouble} portal_*
 */
async function read(overlay, words, signal) {
  const facts = factsOf(overlay, words);
  const text = facts.map((piece) => piece.text).join(" ");
  const shown = new Set(text.match(/[A-Za-z0-9][A-Za-z0-9-]*/g) ?? []);
  if (!words.number.test(text)) throw new Trouble("portal_no_number");
  const created = await openCreated(overlay, words, shown, signal);
  const { order, remarks } = orderFrom(created.raw);
  closeRawData(created, overlay, words);
  const items = order.order_items.map((item) => withOverlay(item, order.order_items, overlay, words));
  const said = { ...order, order_items: items.map(({ item }) => item), exception_state: exceptionOf(facts, words) ?? order.exception_state };
  const status = statusOf(facts, words);
  /** @type {Order} */
  const found = { ...said, status: status ?? order.status, status_source: status === null && order.status !== null ? "raw_data" : "overlay" };
  if (items.every(({ known }) => known)) return { order: found, remarks };
  const now = overlay.isConnected ? overlay : (findOverlay(words) ?? overlay); // some pages build it anew when a window over it closes
  const latest = await openLatest(now, words, shown, signal);
  if (!latest) return { order: found, remarks };
  closeRawData(latest, now, words);
  return { order: withLatest(found, orderFrom(latest.raw).order), remarks };
}

/**
 * The snapshot of the Created entry knows nothing of what came later; the overlay may show it.
 *
 * @param {OrderItem} item
 * @param {OrderItem[]} items
 * @param {Element} overlay
 * @param {Words} words
 */
function withOverlay(item, items, overlay, words) {
  const alone = items.every((other) => other === item || other.merchant_sku !== item.merchant_sku);
  const shipped = alone ? quantityOf(overlay, item, items, words.shipped) : null;
  const cancelled = alone ? quantityOf(overlay, item, items, words.cancelled) : null;
  return {
    known: cancelled !== null,
    item: {
      ...item,
      shipped_quantity: shipped ?? item.shipped_quantity,
      request_order_cancel_qty: Math.max(cancelled ?? 0, item.request_order_cancel_qty),
    },
  };
}

/** @param {Order} order @param {Order} latest the same order by its latest entry @returns {Order} */
function withLatest(order, latest) {
  const items = order.order_items.map((item) => {
    const later = latest.order_items.find((one) => one.order_item_id === item.order_item_id);
    return !later ? item : {
      ...item,
      shipped_quantity: item.shipped_quantity ?? later.shipped_quantity,
      request_order_cancel_qty: Math.max(item.request_order_cancel_qty, later.request_order_cancel_qty),
      price_adjustment: later.price_adjustment ?? item.price_adjustment,
    };
  });
  return { ...order, exception_state: order.exception_state ?? latest.exception_state, order_items: items };
}

/**
 * What the overlay says of the order as it is now: all but its history.
 *
 * @param {Element} overlay
 * @param {Words} words
 */
function factsOf(overlay, words) {
  const buttons = named(overlay, words.rawData);
  const heading = named(overlay, words.history).at(-1);
  const first = heading ?? (buttons.length > 1 ? around(buttons) : buttons[0]);
  const last = buttons.at(-1);
  return pieces(overlay).filter(({ element }) => {
    const afterFirst = first && (first.contains(element) || first.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    const beforeLast = last && (last.contains(element) || last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    return !(afterFirst && beforeLast);
  });
}
