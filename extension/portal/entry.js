import { appears, elements, holds, named, pieces, textOf, upwards, visible } from "./page.js";
import { written } from "./numbers.js";
import { numbersOf, ordersIn } from "./raw_data.js";
import { Trouble } from "../shared/errors.js";

/** Opens the raw data of the history entry that is wanted, finds the order in what then appears, and closes it again. */

/**
 * @typedef {import("./portal.js").Words} Words
 * @typedef {import("./raw_data.js").Raw} Raw
 * @typedef {{raw: Raw, place: Element}} Place
 * @typedef {Place & {button: Element | null}} Opened
 */

const LIMIT = 10_000; // milliseconds; the portal fetches the document when it is asked for
const LATEST_LIMIT = 4_000; // a refund can do without
const CREATED = "created";

/**
 * @param {Element} overlay
 * @param {Words} words
 * @param {Set<string>} shown numbers that the overlay calls its order by, among other words
 * @param {AbortSignal} signal
 * @returns {Promise<Opened>}
 * @throws {Trouble} portal_no_created, portal_no_raw_data, portal_other_order
 */
export async function openCreated(overlay, words, shown, signal) {
  const already = seen().find(({ raw }) => belongs(raw, shown));
  if (already) return { ...already, button: null };
  const button = createdButton(overlay, words);
  if (!button) throw new Trouble("portal_no_created");
  const before = new Set(seen().map(({ raw }) => raw.merchant_order_id));
  const choose = (/** @type {Place[]} */ now) =>
    now.find(({ raw }) => belongs(raw, shown)) ?? now.find(({ raw }) => !before.has(raw.merchant_order_id));
  const found = await press(button, choose, LIMIT, signal);
  if (!found) throw new Trouble("portal_no_raw_data");
  if (!belongs(found.raw, shown)) throw new Trouble("portal_other_order", { facts: numbersOf(found.raw).slice(0, 1) });
  return found;
}

/**
 * The entry at the other end of the history than Created, which knows what was cancelled and shipped. Not every order has one.
 *
 * @param {Element} overlay
 * @param {Words} words
 * @param {Set<string>} shown
 * @param {AbortSignal} signal
 * @returns {Promise<Opened | null>}
 */
export async function openLatest(overlay, words, shown, signal) {
  const buttons = named(overlay, words.rawData);
  const created = createdButton(overlay, words);
  const latest = created === buttons[0] ? buttons.at(-1) : created === buttons.at(-1) ? buttons[0] : null;
  if (!latest || latest === created) return null;
  const choose = (/** @type {Place[]} */ now) => now.find(({ raw }) => belongs(raw, shown) && written(raw.status) !== CREATED);
  return press(latest, choose, LATEST_LIMIT, signal);
}

/**
 * @param {Element} button
 * @param {(now: Place[]) => Place | undefined} choose
 * @param {number} limit
 * @param {AbortSignal} signal
 * @returns {Promise<Opened | null>}
 */
async function press(button, choose, limit, signal) {
  /** @type {HTMLElement} */ (button).click();
  const found = await appears(() => choose(seen()) ?? null, { limit, signal });
  return found && { ...found, button };
}

/** @param {Raw} raw @param {Set<string>} shown */
function belongs(raw, shown) {
  return numbersOf(raw).some((number) => shown.has(number));
}

/** @param {Element} overlay @param {Words} words @returns {Element | null} */
function createdButton(overlay, words) {
  const buttons = named(overlay, words.rawData);
  const heading = named(overlay, words.history).at(-1) ?? null;
  const entries = buttons.map((button, at) => ({ button, texts: entryTexts(overlay, button, buttons, at, heading) }));
  for (const wording of words.created) {
    const entry = entries.find(({ texts }) => texts.some((text) => wording.test(text)));
    if (entry) return entry.button;
  }
  return null;
}

/**
 * The words of the entry that a button belongs to: those of the largest element around no other button; where the page
 * wraps nothing, those that stand between the button before and this one.
 *
 * @param {Element} overlay
 * @param {Element} button
 * @param {Element[]} buttons
 * @param {number} at
 * @param {Element | null} heading
 */
function entryTexts(overlay, button, buttons, at, heading) {
  let entry = button;
  for (const one of upwards(button)) {
    const alone = buttons.every((other) => other === button || !holds(one, other)) && !(heading && holds(one, heading));
    if (one === overlay || !alone) break;
    entry = one;
  }
  const within = pieces(entry, (element) => element === button).map(({ text }) => text);
  const own = button.getAttribute("aria-label") ?? "";
  if (within.length) return [own, ...within, within.join(" ")];
  const from = buttons[at - 1] ?? heading ?? overlay;
  const between = pieces(overlay).filter(
    ({ element }) =>
      from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING && !from.contains(element) === (from !== overlay) &&
      button.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING,
  );
  return [own, ...between.map(({ text }) => text)];
}

/** @returns {Place[]} the order documents that can be seen now */
function seen() {
  return places(document.body).flatMap((place) => {
    for (const one of upwards(place)) {
      const orders = ordersFrom(one);
      if (orders.length) return orders.map((raw) => ({ raw, place: one }));
    }
    return [];
  });
}

/** @param {Element} element */
function ordersFrom(element) {
  const orders = ordersIn(textOf(element));
  if (orders.length) return orders;
  const numbers = lineNumbers(element);
  return numbers.size ? ordersIn(textOf(element, (one) => numbers.has(one))) : [];
}

/** @param {string} text */
function mentionsOrder(text) {
  return text.includes("merchant_order_id") && text.includes("order_items");
}

/** @param {Element} root @returns {Element[]} the smallest elements that speak of an order document */
function places(root) {
  if (!mentionsOrder(textOf(root))) return [];
  /** @type {Element[]} */
  const inner = [];
  for (const element of elements(root)) {
    if (element === root || inner.some((one) => holds(one, element)) || !mentionsOrder(textOf(element))) continue;
    inner.push(...places(element));
  }
  return inner.length ? inner : [root];
}

/**
 * A column of line numbers is text too, and no part of the document: elements of one make that count 1, 2, 3, ...
 *
 * @param {Element} element
 * @returns {Set<Element>}
 */
function lineNumbers(element) {
  /** @type {Map<string, Element[]>} */
  const makes = new Map();
  for (const one of elements(element)) {
    if (one.children.length || !/^\s*\d+\s*$/.test(one.textContent ?? "")) continue;
    const make = `${one.localName} ${one.className}`;
    makes.set(make, [...(makes.get(make) ?? []), one]);
  }
  const counting = [...makes.values()].filter((some) => some.length > 2 && some.every((one, at) => Number(one.textContent) === at + 1));
  return new Set(counting.flat());
}

/**
 * As the seller would: what closes it, next to it, or the button again where that now hides it.
 *
 * @param {Opened} opened
 * @param {Element} overlay
 * @param {Words} words
 */
export function closeRawData({ place, button }, overlay, words) {
  if (!button) return;
  for (const one of upwards(place)) {
    if (holds(one, button) || holds(one, overlay)) break;
    const close = named(one, words.close)[0];
    if (close) return void (/** @type {HTMLElement} */ (close).click());
  }
  const hides = button.getAttribute("aria-expanded") === "true" || named(button, words.hideRawData).length > 0;
  if (hides && visible(button)) /** @type {HTMLElement} */ (button).click();
}
