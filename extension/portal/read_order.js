import { Trouble } from "../shared/errors.js";
import { joined, numberOf, numbersOfAddress, findOverlays } from "./overlay/find_overlays.js";
import { createdButton, entryOf, latestButton } from "./overlay/history.js";
import { overlayFacts, exceptionOf, statusOf, withOverlay } from "./overlay/overlay_facts.js";
import { holds, onTop } from "./page/dom.js";
import { scalarText } from "./parse/numbers.js";
import { allNumbersOf, numbersOf, orderFrom, orderFromBeginning } from "./parse/order_document.js";
import { cutOffOrdersIn, ordersIn } from "./parse/orders_in_text.js";
import { openEntry } from "./raw_data/open_entry.js";

/**
 * How an order is read: ids, quantities and prices from the raw data of the Created entry; how it stands now from the
 * overlay, else from the latest entry. Where the page contradicts itself, the seller is asked.
 *
 * @typedef {import("./vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("./page/page_changes.js").Patience} Patience
 * @typedef {import("./parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./portal.js").Found} Found
 * @typedef {import("./portal.js").Reading} Reading
 * @typedef {import("../shared/documents.d.ts").Order} Order
 */

const CREATED = "created";

/** @param {string} text @returns {Reading} @throws {Trouble} portal_no_order_in_text, portal_raw_*, portal_cut_off */
export function readText(text) {
  const raws = different(ordersIn(text));
  if (raws.length) return reading(raws.map(orderFrom));
  const begun = cutOffOrdersIn(text);
  if (!begun.length) throw new Trouble("portal_no_order_in_text");
  return reading(begun.map(orderFromBeginning));
}

/**
 * @param {Element} overlay
 * @param {Vocabulary} vocabulary
 * @param {Patience} patience
 * @param {AbortSignal} signal
 * @returns {Promise<Reading>}
 * @throws {Trouble} portal_*
 */
export async function readOrder(overlay, vocabulary, patience, signal) {
  const number = numberOf(overlay, vocabulary);
  const others = findOverlays(vocabulary).filter(
    (one) => one !== overlay && numberOf(one, vocabulary) !== number && onTop(one),
  );
  const own = await readOverlay(overlay, vocabulary, patience, signal);
  if (!others.length || own.doubt) return own;
  const all = [own];
  for (const other of others) {
    const read = await readOverlay(other, vocabulary, patience, signal).catch((error) => {
      if (error instanceof Trouble) return null; // the seller can still choose the one that was clicked
      throw error;
    });
    if (read) all.push(read);
  }
  const facts = [number, ...others.map((one) => numberOf(one, vocabulary))].map(String);
  return { found: all.flatMap(({ found }) => found), doubt: "two_overlays", facts };
}

/**
 * @param {Element} overlay
 * @param {Vocabulary} vocabulary
 * @param {Patience} patience
 * @param {AbortSignal} signal
 * @returns {Promise<Reading>}
 */
async function readOverlay(overlay, vocabulary, patience, signal) {
  const facts = overlayFacts(overlay, vocabulary);
  const text = joined(facts.map((piece) => piece.text).join(" "));
  const number = numberOf(overlay, vocabulary);
  if (number === null) throw new Trouble("portal_no_number");
  const shown = new Set([number, ...(text.match(/[A-Za-z0-9][A-Za-z0-9-]*/g) ?? [])]);
  const belongs = (/** @type {RawOrder} */ raw) => numbersOf(raw).some((one) => shown.has(one));
  const context = { overlay, vocabulary, patience, signal };
  const button = createdButton(overlay, vocabulary);
  const entry = button && entryOf(overlay, button, vocabulary);
  const standing = (/** @type {import("./raw_data/document_places.js").Place} */ { raws, element }) =>
    raws.some((raw) => belongs(raw) && isCreated(raw)) || (entry !== null && holds(entry, element));
  const created = await openEntry(button, belongs, { ...context, limit: patience.limit, standing });
  if (!created) throw new Trouble(button ? "portal_no_raw_data" : "portal_no_created");
  created.close();
  const make = created.kind === "begun" ? orderFromBeginning : orderFrom;
  const all = different(created.raws);
  const mine = all.filter(belongs);
  if (!mine.length) return stale(all.map(make), number);
  const titled = mine.filter((raw) => numbersOf(raw).includes(number));
  if (mine.length > 1 && titled.length !== 1) return reading(mine.map(make));
  const [raw] = titled.length === 1 ? titled : mine;
  const called = allNumbersOf(raw);
  if (!called.includes(number)) return stale([make(raw)], number);
  const elsewhere = numbersOfAddress(overlay.ownerDocument.URL, vocabulary);
  if (elsewhere.length && !elsewhere.some((one) => called.includes(one))) return stale([make(raw)], elsewhere[0]);
  const found = await complete(make(raw), overlay, facts, belongs, context);
  if (all.length > 1) found.remarks.unshift({ code: "other_orders", facts: [String(all.length), number] });
  return reading([found]);
}

/**
 * @param {Found} found by the snapshot of the Created entry, which knows nothing of what came later; the overlay may show it
 * @param {Element} overlay
 * @param {import("./overlay/overlay_facts.js").Pieces} facts
 * @param {(raw: RawOrder) => boolean} belongs
 * @param {{overlay: Element, vocabulary: Vocabulary, patience: Patience, signal: AbortSignal}} context
 * @returns {Promise<Found>}
 */
async function complete({ order, remarks }, overlay, facts, belongs, { vocabulary, patience, signal }) {
  const items = withOverlay(order.order_items, overlay, facts, vocabulary);
  const status = statusOf(facts, vocabulary);
  /** @type {Order} */
  const now = {
    ...order,
    order_items: items.map(({ item }) => item),
    exception_state: exceptionOf(facts, vocabulary) ?? order.exception_state,
    status: status ?? order.status,
    status_source: status === null && order.status !== null ? "raw_data" : "overlay",
  };
  if (items.every(({ known }) => known)) return { order: now, remarks };
  // Some pages build the overlay anew when a window over it closes.
  const standing = overlay.isConnected
    ? overlay
    : (findOverlays(vocabulary).find((one) => holds(one, overlay)) ?? findOverlays(vocabulary).at(-1) ?? overlay);
  const button = latestButton(standing, vocabulary);
  const later = (/** @type {RawOrder} */ raw) => belongs(raw) && !isCreated(raw);
  const latest =
    button &&
    (await openEntry(button, later, {
      overlay: standing,
      vocabulary,
      patience,
      signal,
      limit: patience.latest,
      standing: () => true,
    }));
  latest?.close();
  const raw = latest?.kind === "wanted" && latest.raws.find(later);
  return { order: raw ? withLatest(now, raw) : now, remarks };
}

/** @param {RawOrder} raw */
function isCreated(raw) {
  return scalarText(raw.status)?.toLowerCase() === CREATED;
}

/** @param {Order} order @param {RawOrder} raw the same order by its latest entry, without which a refund can do @returns {Order} */
function withLatest(order, raw) {
  let latest;
  try {
    latest = orderFrom(raw).order;
  } catch (error) {
    if (error instanceof Trouble) return order;
    throw error;
  }
  const items = order.order_items.map((item) => {
    const later = latest.order_items.find((one) => one.order_item_id === item.order_item_id);
    return !later
      ? item
      : {
          ...item,
          shipped_quantity: item.shipped_quantity ?? later.shipped_quantity,
          request_order_cancel_qty: Math.max(item.request_order_cancel_qty, later.request_order_cancel_qty),
          price_adjustment: later.price_adjustment ?? item.price_adjustment,
        };
  });
  return { ...order, exception_state: order.exception_state ?? latest.exception_state, order_items: items };
}

/** @param {RawOrder[]} raws @returns {RawOrder[]} each order once; what says different things of its items is not one */
function different(raws) {
  const said = (/** @type {RawOrder} */ raw) =>
    JSON.stringify([scalarText(raw.merchant_order_id), raw.order_items, raw.shipments]);
  return raws.length < 2 ? raws : [...new Map(raws.toReversed().map((raw) => [said(raw), raw])).values()].toReversed();
}

/** @param {Found[]} found @param {string} number by which the page calls its order elsewhere @returns {Reading} */
function stale(found, number) {
  return { found, doubt: "stale_overlay", facts: [number, ...found.map(({ order }) => order.reference_order_id)] };
}

/** @param {Found[]} found @returns {Reading} */
function reading(found) {
  const several = found.length > 1;
  return {
    found,
    doubt: several ? "two_orders" : null,
    facts: several ? found.map(({ order }) => order.reference_order_id) : [],
  };
}
