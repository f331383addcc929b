import { holds, upwards } from "../page/dom.js";
import { named, pieces } from "../page/visible_text.js";

/** The entries of an overlay's history, each with a button that shows the order as it was then. */

/** @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary */

/** @param {Element} overlay @param {Vocabulary} vocabulary @returns {Element | null} */
export function createdButton(overlay, vocabulary) {
  const buttons = named(overlay, vocabulary.entry);
  const heading = named(overlay, vocabulary.history).at(-1) ?? null;
  const entries = buttons.map((button, at) => ({ button, texts: entryTexts(overlay, button, buttons, at, heading) }));
  for (const wording of vocabulary.created) {
    const entry = entries.find(({ texts }) => texts.some((text) => wording.test(text)));
    if (entry) return entry.button;
  }
  return null;
}

/**
 * The entry at the other end of the history than Created, which knows what was cancelled and shipped. Not every order has one.
 *
 * @param {Element} overlay
 * @param {Vocabulary} vocabulary
 * @returns {Element | null}
 */
export function latestButton(overlay, vocabulary) {
  const buttons = named(overlay, vocabulary.entry);
  const created = createdButton(overlay, vocabulary);
  const latest = created === buttons[0] ? buttons.at(-1) : created === buttons.at(-1) ? buttons[0] : null;
  return latest && latest !== created ? latest : null;
}

/**
 * @param {Element} overlay
 * @param {Element} button
 * @param {Vocabulary} vocabulary
 * @returns {Element} the entry that it belongs to
 */
export function entryOf(overlay, button, vocabulary) {
  return entryAround(
    overlay,
    button,
    named(overlay, vocabulary.entry),
    named(overlay, vocabulary.history).at(-1) ?? null,
  );
}

/**
 * @param {Element} overlay
 * @param {Element} button
 * @param {Element[]} buttons
 * @param {Element | null} heading
 * @returns {Element} the largest around no other button
 */
function entryAround(overlay, button, buttons, heading) {
  let entry = button;
  for (const one of upwards(button)) {
    const alone = buttons.every((other) => other === button || !holds(one, other)) && !(heading && holds(one, heading));
    if (one === overlay || !alone) break;
    entry = one;
  }
  return entry;
}

/**
 * The words of the entry that a button belongs to: those of the element around it and no other button; where the page
 * wraps nothing, those that stand between the button before and this one.
 *
 * @param {Element} overlay
 * @param {Element} button
 * @param {Element[]} buttons
 * @param {number} at
 * @param {Element | null} heading
 */
function entryTexts(overlay, button, buttons, at, heading) {
  const entry = entryAround(overlay, button, buttons, heading);
  const within = pieces(entry, (element) => element === button).map(({ text }) => text);
  const own = button.getAttribute("aria-label") ?? "";
  if (within.length) return [own, ...within, within.join(" ")];
  const from = buttons[at - 1] ?? heading ?? overlay;
  const between = pieces(overlay).filter(
    ({ element }) =>
      from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
      !from.contains(element) === (from !== overlay) &&
      button.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING,
  );
  return [own, ...between.map(({ text }) => text)];
}
