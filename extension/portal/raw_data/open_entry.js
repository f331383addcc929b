import { holds, upwards, visible } from "../page/dom.js";
import { unfolder } from "../page/folds.js";
import { pageChanges } from "../page/page_changes.js";
import { named, valueOf } from "../page/visible_text.js";
import { scalarText } from "../parse/numbers.js";
import { ordersIn } from "../parse/orders_in_text.js";
import { pageTextLength, beginningPlaces, foldedPlaces, visiblePlaces } from "./document_places.js";
import { hiddenSources } from "./hidden_sources.js";
import { placesInLists } from "./nested_lists.js";
import { collectByScroll } from "./virtual_scroll.js";

/** Opens the raw data of a history entry, finds the order in what then appears, and closes them again. */

/**
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("../parse/orders_in_text.js").RawOrder} RawOrder
 * @typedef {import("./document_places.js").Place} Place
 * @typedef {import("../page/page_changes.js").Patience} Patience
 *
 * @typedef {object} Opened
 * @property {RawOrder[]} raws
 * @property {Element | null} element where they stand, if they can be seen
 * @property {"wanted" | "other" | "begun"} kind begun: the document breaks off
 * @property {() => void} close puts everything back
 */

const ALMOST_MS = 140; // a page that rests for so long waits for somebody

/**
 * @param {Element | null} button null: what is wanted may be there already
 * @param {(raw: RawOrder) => boolean} wished
 * @param {{overlay: Element, vocabulary: Vocabulary, limit: number, patience: Patience, signal: AbortSignal, standing: (place: Place) => boolean}} context
 *   standing: what lies open already and may be taken
 * @returns {Promise<Opened | null>} null: nothing within the limit
 */
export async function openEntry(button, wished, { overlay, vocabulary, limit, patience, signal, standing }) {
  const here = visiblePlaces();
  const fitting = here.filter(({ raws }) => raws.some(wished));
  const already = fitting.find(standing);
  if (!already && !button) return null;
  const before = new Set(here.flatMap(({ raws }) => raws.map((raw) => scalarText(raw.merchant_order_id))));
  const others = already ? [] : [...fitting, ...beginningPlaces().filter((place) => !standing(place))];
  const refused = new Set(others.flatMap(({ raws }) => raws.map((raw) => JSON.stringify(raw))));
  const stood = (/** @type {RawOrder} */ raw) => refused.size > 0 && refused.has(JSON.stringify(raw));
  const wanted = (/** @type {RawOrder} */ raw) => wished(raw) && !stood(raw);
  const fresh = (/** @type {RawOrder} */ raw) => !before.has(scalarText(raw.merchant_order_id)) && !stood(raw);
  const folds = unfolder(vocabulary, already?.element ?? null);
  const pressed = already ? null : button;
  /** @type {HTMLElement | null} */ (pressed)?.click();
  const found = await appears(wanted, fresh, folds, { end: performance.now() + limit, patience, signal }).catch(
    (error) => {
      folds.foldAgain();
      throw error;
    },
  );
  const close = () => {
    folds.foldAgain();
    if (pressed) closeRawData(found?.element ?? null, pressed, overlay, vocabulary);
  };
  if (!found) close();
  return found && { ...found, close };
}

/**
 * Waits until the document that is wanted is there, whole, and rests. Where the page rests without showing it, looks
 * harder: at what is folded, what is there and never shown, what is shown only when it is scrolled to.
 *
 * @param {(raw: RawOrder) => boolean} wanted
 * @param {(raw: RawOrder) => boolean} fresh not there before
 * @param {{unfold: (within?: Element) => boolean}} folds
 * @param {{end: number, patience: Patience, signal: AbortSignal}} context
 * @returns {Promise<Omit<Opened, "close"> | null>}
 */
async function appears(wanted, fresh, folds, { end, patience, signal }) {
  const moments = pageChanges(signal);
  let state = "";
  let since = performance.now();
  let tried = false;
  let hurried = false;
  const middle = (since + end) / 2;
  try {
    for (;;) {
      const began = performance.now();
      const visible = visiblePlaces();
      const mine = visible.find(({ raws }) => raws.some(wanted));
      const other = visible.find(({ raws }) => raws.some(fresh));
      const now = mine ? `mine ${lengthOf(mine.element)}` : `${other ? "other" : ""} ${pageTextLength()}`;
      if (now !== state) [state, since, tried] = [now, began, false];
      const rested = began - since;
      // What is folded looks like what is empty.
      if (mine && rested >= patience.rest && !folds.unfold(mine.element)) return { ...mine, kind: "wanted" };
      /** @type {boolean} */
      const restless = !hurried && began > middle; // some pages never rest
      if (!mine && ((!tried && rested >= ALMOST_MS) || restless)) {
        tried = true;
        hurried ||= restless;
        const unfolded = () => outlined(wanted) ?? scrolled(wanted, other?.element ?? null, end, signal);
        const harder = inThePage(wanted) ?? (folds.unfold() ? null : await unfolded());
        if (harder) return { ...harder, kind: "wanted" };
      }
      const over = performance.now() >= end;
      if (!mine && (rested >= patience.stuck || over)) {
        if (other) return { ...other, kind: "other" };
        const cut = beginningPlaces().find(({ raws }) => raws.some(fresh));
        if (cut) return { element: cut.element, raws: cut.raws.filter(fresh), kind: "begun" };
      }
      if (over) return mine && !folds.unfold(mine.element) ? { ...mine, kind: "wanted" } : null;
      const left = patience[mine ? "rest" : "stuck"] - rested;
      await moments.next(
        Math.max(1, Math.min(end - began, left > 0 ? left : Infinity, tried ? Infinity : ALMOST_MS)),
        performance.now() - began,
      );
    }
  } finally {
    moments.stop();
  }
}

/** @param {Element} element */
function lengthOf(element) {
  return element.localName === "textarea" || element.localName === "input"
    ? valueOf(element).length
    : (element.textContent?.length ?? 0);
}

/** @param {(raw: RawOrder) => boolean} wanted @returns {{raws: RawOrder[], element: Element | null} | null} */
function inThePage(wanted) {
  const hidden = foldedPlaces().find(({ raws }) => raws.some(wanted));
  if (hidden) return hidden;
  for (const text of hiddenSources()) {
    const raws = ordersIn(text);
    if (raws.some(wanted)) return { raws, element: null };
  }
  return null;
}

/** @param {(raw: RawOrder) => boolean} wanted @returns {Place | null} */
function outlined(wanted) {
  return placesInLists().find(({ raws }) => raws.some(wanted)) ?? null;
}

/** @param {(raw: RawOrder) => boolean} wanted @param {Element | null} other @param {number} end @param {AbortSignal} signal */
async function scrolled(wanted, other, end, signal) {
  const place = await collectByScroll(other, end, signal);
  return place?.raws.some(wanted) ? place : null;
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
  for (const one of element ? upwards(element) : []) {
    if (holds(one, button) || holds(one, overlay)) break;
    const close = named(one, vocabulary.close)[0];
    if (close) return void (/** @type {HTMLElement} */ (close).click());
  }
  const hides = button.getAttribute("aria-expanded") === "true" || named(button, vocabulary.hideRawData).length > 0;
  if (hides && visible(button)) /** @type {HTMLElement} */ (button).click();
}
