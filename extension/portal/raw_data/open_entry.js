import { holds, selfAndAncestors } from "../page/dom.js";
import { unfolder } from "../page/folds.js";
import { pageChanges } from "../page/page_changes.js";
import { scanPage } from "../page/page_scan.js";
import { valueOf } from "../page/visible_text.js";
import { distinctOrders } from "../parse/choose_order.js";
import { scalarText } from "../parse/numbers.js";
import { beginningPlaces, pageTextLength, visiblePlaces } from "./document_places.js";
import { showsDocument, watchOpenedParts } from "./opened_parts.js";
import { overhear } from "./overheard.js";
import { RestTimer } from "./rest_timer.js";
import { rowUnfolder } from "./row_folds.js";
import { searchHarder } from "./search_harder.js";

/**
 * Opens the raw data of a history entry, finds the order in what then appears, and closes them again.
 *
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./document_places.js").DocumentPlace} DocumentPlace
 * @typedef {import("../page/page_changes.js").Patience} Patience
 *
 * @typedef {object} Request
 * @property {(rawOrder: RawOrder) => boolean} wanted
 * @property {(place: DocumentPlace) => boolean} mayBeOpen what lies open already and may be taken
 * @property {(rawOrder: RawOrder) => boolean} isEntrys it is what this entry shows, and not another one
 * @property {(rawOrder: RawOrder) => boolean} isBorneOut the overlay shows what the order says
 * @property {number} limit milliseconds
 *
 * @typedef {object} Context
 * @property {Element} overlay in which the entry stands
 * @property {import("../page/page_scan.js").PageScan} page as it is before
 * @property {Vocabulary} vocabulary
 * @property {Patience} patience
 * @property {AbortSignal} signal
 *
 * @typedef {object} FoundDocument
 * @property {RawOrder[]} rawOrders
 * @property {Element | null} element where they stand, if they can be seen
 * @property {"wanted" | "unseen" | "other" | "begun"} kind unseen: the page has got it, and neither the overlay nor the raw data
 *   show what is in it; begun: the document breaks off
 *
 * @typedef {FoundDocument & {close: () => void}} OpenedEntry close: puts everything back
 *
 * @typedef {object} Search
 * @property {(rawOrder: RawOrder) => boolean} wanted and not there before
 * @property {(rawOrder: RawOrder) => boolean} fresh another order, not there before
 * @property {{unfold: (within?: Element) => boolean}} folds
 * @property {{unfold: (area: Element, end: number) => Promise<boolean>}} rowFolds
 * @property {() => RawOrder | null} heard what the page has got for the entry, if it has got no two
 * @property {(rawOrder: RawOrder) => boolean} isBorneOut
 * @property {() => Element | null} opened by the click
 */

/**
 * @param {Element | null} button null: what is wanted may be there already
 * @param {Request} request
 * @param {Context} context
 * @returns {Promise<OpenedEntry | null>} null: nothing within the limit
 */
export async function openEntry(button, request, { overlay, page, vocabulary, patience, signal }) {
  const { wanted, mayBeOpen, isEntrys, isBorneOut, limit } = request;
  const here = visiblePlaces();
  const already = here.find((place) => place.rawOrders.some(wanted) && mayBeOpen(place)) ?? null;
  if (!already && !button) return null;
  const stale = staleDocuments(here, already ? null : wanted, mayBeOpen);
  const folds = unfolder(vocabulary, page, already?.element ?? null);
  const pressed = already ? null : button;
  const overheard = pressed ? overhear() : null;
  const rowFolds = rowUnfolder(vocabulary, signal);
  const opened = watchOpenedParts();
  const foldAgain = () => {
    rowFolds.foldAgain();
    folds.foldAgain();
  };
  /** @type {HTMLElement | null} */ (pressed)?.click();
  const search = {
    wanted: (/** @type {RawOrder} */ rawOrder) => wanted(rawOrder) && !stale.repeats(rawOrder),
    fresh: (/** @type {RawOrder} */ rawOrder) => !stale.knows(rawOrder) && !stale.repeats(rawOrder),
    folds,
    rowFolds,
    heard: () => onlyOne(overheard?.rawOrders().filter((rawOrder) => wanted(rawOrder) && isEntrys(rawOrder)) ?? []),
    isBorneOut,
    opened,
  };
  const appeared = await documentAppears(search, performance.now() + limit, patience, signal)
    .catch((error) => {
      foldAgain();
      throw error;
    })
    .finally(() => overheard?.stop());
  const close = () => {
    foldAgain();
    if (pressed) closeRawData(appeared?.element ?? null, pressed, overlay, vocabulary);
  };
  if (!appeared) close();
  return appeared && { ...appeared, close };
}

/** @param {RawOrder[]} rawOrders @returns {RawOrder | null} null: none, or which of them is meant nobody knows */
function onlyOne(rawOrders) {
  const distinct = distinctOrders(rawOrders);
  return distinct.length === 1 ? distinct[0] : null;
}

/**
 * What stands on the page before the entry is opened, and is not what the entry will show.
 *
 * @param {DocumentPlace[]} here
 * @param {((rawOrder: RawOrder) => boolean) | null} wanted null: what is wanted lies open
 * @param {(place: DocumentPlace) => boolean} mayBeOpen
 * @returns {{knows: (rawOrder: RawOrder) => boolean, repeats: (rawOrder: RawOrder) => boolean}} knows: the same order;
 *   repeats: the same document
 */
function staleDocuments(here, wanted, mayBeOpen) {
  const orders = new Set(here.flatMap(({ rawOrders }) => rawOrders.map(({ merchant_order_id: id }) => scalarText(id))));
  const stalePlaces = wanted
    ? [
        ...here.filter(({ rawOrders }) => rawOrders.some(wanted)),
        ...beginningPlaces().filter((place) => !mayBeOpen(place)),
      ]
    : [];
  const documents = new Set(
    stalePlaces.flatMap(({ rawOrders }) => rawOrders.map((rawOrder) => JSON.stringify(rawOrder))),
  );
  return {
    knows: (rawOrder) => orders.has(scalarText(rawOrder.merchant_order_id)),
    repeats: (rawOrder) => documents.size > 0 && documents.has(JSON.stringify(rawOrder)),
  };
}

/**
 * Waits until the document that is wanted is there, whole, and rests. What the page has got is taken as soon as it is shown,
 * however it is shown. Where the page rests without showing it, searches harder.
 *
 * @param {Search} search
 * @param {number} end performance.now() at which to give up
 * @param {Patience} patience
 * @param {AbortSignal} signal
 * @returns {Promise<FoundDocument | null>}
 */
async function documentAppears(search, end, patience, signal) {
  const { wanted, fresh, folds, heard, isBorneOut, opened } = search;
  const changes = pageChanges(signal);
  const timer = new RestTimer(patience, performance.now(), end);
  try {
    for (;;) {
      const began = performance.now();
      const told = heard();
      if (told && isBorneOut(told)) {
        const element = opened();
        timer.look(`told ${element ? "shown" : ""} ${pageTextLength()}`, began);
        const isThere = element !== null && (timer.isWhole || showsDocument(element));
        if (isThere || timer.isStuck(performance.now())) return { rawOrders: [told], element, kind: "wanted" };
        await changes.next(timer.untilNextLook(element !== null), performance.now() - began);
        continue;
      }
      const { mine, other } = look(wanted, fresh);
      timer.look(mine ? `mine ${lengthOf(mine.element)}` : `${other ? "other" : ""} ${pageTextLength()}`, began);
      // What is folded looks like what is empty.
      if (mine && timer.isWhole && (mine.isUnfolded || !folds.unfold(mine.element))) return found(mine, told);
      if (!mine && timer.takeSearch()) {
        const hidden = await searchHarder(wanted, search, other?.element ?? null, end, signal);
        if (hidden) return found(hidden, told);
      }
      const now = performance.now();
      const instead = !mine && timer.isStuck(now) ? (unseen(told, opened) ?? documentInstead(other, fresh)) : null;
      if (instead) return instead;
      if (timer.isOver(now)) {
        return mine && (mine.isUnfolded || !folds.unfold(mine.element)) ? found(mine, told) : unseen(heard(), opened);
      }
      await changes.next(timer.untilNextLook(mine !== null), performance.now() - began);
    }
  } finally {
    changes.stop();
  }
}

/**
 * @param {import("./search_harder.js").HiddenDocument} seen
 * @param {RawOrder | null} told what the page has got; both are kept where they are not the same
 * @returns {FoundDocument}
 */
function found({ rawOrders, element }, told) {
  return { rawOrders: told ? [...rawOrders, told] : rawOrders, element, kind: "wanted" };
}

/** @param {RawOrder | null} told @param {() => Element | null} opened @returns {FoundDocument | null} */
function unseen(told, opened) {
  return told && { rawOrders: [told], element: opened(), kind: "unseen" };
}

/**
 * @param {(rawOrder: RawOrder) => boolean} wanted
 * @param {(rawOrder: RawOrder) => boolean} fresh
 * @returns {{mine: DocumentPlace | null, other: DocumentPlace | null}} what can be seen now
 */
function look(wanted, fresh) {
  const visible = visiblePlaces();
  return {
    mine: visible.find(({ rawOrders }) => rawOrders.some(wanted)) ?? null,
    other: visible.find(({ rawOrders }) => rawOrders.some(fresh)) ?? null,
  };
}

/**
 * @param {DocumentPlace | null} other
 * @param {(rawOrder: RawOrder) => boolean} fresh
 * @returns {FoundDocument | null} what the page shows instead of the document that is wanted
 */
function documentInstead(other, fresh) {
  if (other) return { ...other, kind: "other" };
  const begun = beginningPlaces().find(({ rawOrders }) => rawOrders.some(fresh));
  return begun ? { element: begun.element, rawOrders: begun.rawOrders.filter(fresh), kind: "begun" } : null;
}

/** @param {Element} element @returns {number} characters */
function lengthOf(element) {
  return element.localName === "textarea" || element.localName === "input"
    ? valueOf(element).length
    : (element.textContent?.length ?? 0);
}

/**
 * As the seller would: what closes it, next to it, or the button again where that now hides it.
 *
 * @param {Element | null} element
 * @param {Element} button
 * @param {Element} overlay
 * @param {Vocabulary} vocabulary
 */
function closeRawData(element, button, overlay, vocabulary) {
  const page = scanPage();
  for (const outer of element ? selfAndAncestors(element) : []) {
    if (holds(outer, button) || holds(outer, overlay)) break;
    const closer = page.named(outer, vocabulary.close)[0];
    if (closer) return void (/** @type {HTMLElement} */ (closer).click());
  }
  const hides =
    button.getAttribute("aria-expanded") === "true" || page.named(button, vocabulary.hideRawData).length > 0;
  if (hides && page.visible(button)) /** @type {HTMLElement} */ (button).click();
}
