import { Trouble } from "../shared/errors.js";
import { findOverlays } from "./overlay/find_overlays.js";
import { historyOf } from "./overlay/history.js";
import { showsItemOf } from "./overlay/item_marks.js";
import { orderNumbersInAddress, wordsAndNumbersIn } from "./overlay/order_numbers.js";
import { exceptionOf, statusOf } from "./overlay/order_state.js";
import { overlayFacts } from "./overlay/overlay_facts.js";
import { scanOverlay } from "./overlay/overlay_scan.js";
import { shownQuantities } from "./overlay/shown_quantities.js";
import { holds, onTop } from "./page/dom.js";
import { scanPage } from "./page/page_scan.js";
import { joinedText } from "./page/text_runs.js";
import { chooseOrder, distinctOrders, isShown } from "./parse/choose_order.js";
import { withLatestEntry, withShownState } from "./parse/current_state.js";
import { isCreated, orderFrom, orderFromBeginning } from "./parse/order_document.js";
import { openEntry } from "./raw_data/open_entry.js";
import { readingOf, readingOfOverlays, staleReading, unseenReading } from "./reading.js";

/**
 * How an order is read: ids, quantities and prices from the raw data of the Created entry; how it stands now from the
 * overlay, else from the latest entry. Where the page contradicts itself, the seller is asked.
 *
 * There are two phases, each with a scan of the page of its own: before the Created entry is opened, and after its raw
 * data are closed again.
 *
 * @typedef {import("./vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("./parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./parse/choose_order.js").ShownNumbers & {text: string}} Shown text: of the overlay
 * @typedef {import("./overlay/overlay_scan.js").OverlayScan} OverlayScan
 * @typedef {import("./overlay/overlay_facts.js").ShownFact} ShownFact
 * @typedef {import("./reading.js").Reading} Reading
 * @typedef {import("../shared/documents.d.ts").Order} Order
 *
 * @typedef {object} Context
 * @property {Vocabulary} vocabulary
 * @property {import("./page/page_changes.js").Patience} patience
 * @property {AbortSignal} signal
 */

/**
 * @param {Element} element the overlay that was clicked
 * @param {Context} context
 * @returns {Promise<Reading>}
 * @throws {Trouble} portal_*
 */
export async function readOrder(element, context) {
  const { vocabulary } = context;
  const page = scanPage();
  const overlay = scanOverlay(element, vocabulary, page);
  const others = findOverlays(vocabulary, page).filter(
    (other) => other.element !== element && other.number !== overlay.number && onTop(other.element),
  );
  const own = await readOverlay(overlay, context);
  if (!others.length || own.doubt) return own;
  const readings = [own];
  for (const other of others) {
    const reading = await readOverlay(scanOverlay(other.element, vocabulary, scanPage()), context).catch(noReading);
    if (reading) readings.push(reading);
  }
  return readingOfOverlays(readings, [overlay.number, ...others.map(({ number }) => number)]);
}

/** @param {unknown} error @returns {null} the seller can still choose the overlay that was clicked */
function noReading(error) {
  if (error instanceof Trouble) return null;
  throw error;
}

/** @param {OverlayScan} overlay as it is now @param {Context} context @returns {Promise<Reading>} */
async function readOverlay(overlay, context) {
  const { number } = overlay;
  if (number === null) throw new Trouble("portal_no_number");
  const history = historyOf(overlay, context.vocabulary);
  const facts = overlayFacts(overlay, history);
  const text = joinedText(facts);
  const shown = { number, text, inOverlay: wordsAndNumbersIn(text) };
  const opened = await openCreated(overlay, history, facts, shown, context);
  const rawOrders = distinctOrders(opened.rawOrders);
  const inAddress = orderNumbersInAddress(overlay.element.ownerDocument.URL, context.vocabulary);
  const choice = chooseOrder(rawOrders, shown, inAddress);
  const found = choice.rawOrders.map(opened.kind === "begun" ? orderFromBeginning : orderFrom);
  if (choice.doubt === "stale_overlay") return staleReading(found, choice.number);
  if (choice.doubt) return readingOf(found);
  if (opened.kind === "unseen") return unseenReading(found, number);
  const [{ order, remarks }] = found;
  const current = await bringUpToDate(order, overlay, facts, shown, context);
  const others = rawOrders.length > 1 ? [{ code: "other_orders", facts: [String(rawOrders.length), number] }] : [];
  return readingOf([{ order: current, remarks: [...others, ...remarks] }]);
}

/**
 * @param {OverlayScan} overlay
 * @param {import("./overlay/history.js").History} history
 * @param {ShownFact[]} facts of the overlay: what a buyer wrote may be among them
 * @param {Shown} shown
 * @param {Context} context
 * @returns {Promise<import("./raw_data/open_entry.js").FoundDocument>} its raw data, which are closed again
 * @throws {Trouble} portal_no_raw_data, portal_no_created
 */
async function openCreated({ element, page }, { created }, facts, shown, context) {
  const wanted = (/** @type {RawOrder} */ rawOrder) => isShown(rawOrder, shown);
  const mayBeOpen = (/** @type {import("./raw_data/document_places.js").DocumentPlace} */ place) =>
    (created !== null && holds(created.element, place.element)) ||
    (place.rawOrders.some((rawOrder) => wanted(rawOrder) && isCreated(rawOrder)) &&
      !isAmongFacts(place.element, facts));
  const opened = await openEntry(
    created?.button ?? null,
    {
      wanted,
      mayBeOpen,
      isEntrys: isCreated,
      isBorneOut: (rawOrder) => showsItemOf(rawOrder, shown.text),
      limit: context.patience.limit,
    },
    { ...context, overlay: element, page },
  );
  if (!opened) throw new Trouble(created ? "portal_no_raw_data" : "portal_no_created");
  opened.close();
  return opened;
}

/** @param {Element} element @param {ShownFact[]} facts @returns {boolean} it is one of them: it stands beside a label, or is a text as any other */
function isAmongFacts(element, facts) {
  const own = facts.findIndex((fact) => holds(element, fact.element));
  if (own === -1) return false;
  const isLabelled = own > 0 && facts[own - 1].isLabel && facts[own - 1].besideNext;
  return isLabelled || !(element.firstElementChild || element.matches("pre, code, textarea"));
}

/**
 * @param {Order} order by the Created entry
 * @param {OverlayScan} before the overlay, as it was before that entry was opened
 * @param {ShownFact[]} facts of it
 * @param {Shown} shown
 * @param {Context} context
 * @returns {Promise<Order>} as it stands now
 */
async function bringUpToDate(order, before, facts, shown, context) {
  const { vocabulary } = context;
  const page = scanPage();
  const quantities = shownQuantities(order.order_items, before.element, facts, page, vocabulary);
  const current = withShownState(order, {
    status: statusOf(facts, vocabulary),
    exception_state: exceptionOf(facts, vocabulary),
    quantities,
  });
  if (quantities.every(({ cancelled }) => cancelled !== null)) return current;
  const overlay = overlayNow(before.element, vocabulary, page);
  const latest = await openLatest(overlay, shown, context);
  return latest ? withLatestEntry(current, latest) : current;
}

/**
 * Some pages build the overlay anew when a window over it closes.
 *
 * @param {Element} element the overlay, as it was
 * @param {Vocabulary} vocabulary
 * @param {import("./page/page_scan.js").PageScan} page
 * @returns {OverlayScan}
 */
function overlayNow(element, vocabulary, page) {
  if (element.isConnected) return scanOverlay(element, vocabulary, page);
  const overlays = findOverlays(vocabulary, page);
  return (
    overlays.find((overlay) => holds(overlay.element, element)) ??
    overlays.at(-1) ??
    scanOverlay(element, vocabulary, page)
  );
}

/** @param {OverlayScan} overlay @param {Shown} shown @param {Context} context @returns {Promise<RawOrder | null>} null: there is none, or it does not open */
async function openLatest(overlay, shown, context) {
  const { latest } = historyOf(overlay, context.vocabulary);
  if (!latest) return null;
  const wanted = (/** @type {RawOrder} */ rawOrder) => isShown(rawOrder, shown) && !isCreated(rawOrder);
  const opened = await openEntry(
    latest.button,
    {
      wanted,
      mayBeOpen: () => true,
      isEntrys: () => true,
      isBorneOut: (rawOrder) => showsItemOf(rawOrder, shown.text),
      limit: context.patience.latest,
    },
    { ...context, overlay: overlay.element, page: overlay.page },
  );
  opened?.close();
  return (opened?.kind === "wanted" && opened.rawOrders.find(wanted)) || null;
}
