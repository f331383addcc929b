import { holds, selfAndAncestors } from "../page/dom.js";
import { joinedText } from "../page/text_runs.js";

/**
 * The entries of an overlay's history, each with a button that shows the order as it was then.
 *
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("./overlay_scan.js").OverlayScan} OverlayScan
 *
 * @typedef {object} History
 * @property {Element | null} heading over the entries
 * @property {Element[]} buttons of the entries, in the page's order
 * @property {Entry | null} created the entry that is read for ids and prices
 * @property {Entry | null} latest the entry at the other end, which knows what was cancelled and shipped; not every
 *   order has it
 *
 * @typedef {object} Entry
 * @property {Element} button
 * @property {Element} element the largest around this button and no other
 */

/** @param {OverlayScan} overlay @param {Vocabulary} vocabulary @returns {History} */
export function historyOf(overlay, vocabulary) {
  const buttons = overlay.page.named(overlay.element, vocabulary.entry);
  const heading = overlay.page.named(overlay.element, vocabulary.history).at(-1) ?? null;
  const entries = buttons.map((button) => ({
    button,
    element: entryAround(button, overlay.element, buttons, heading),
  }));
  const texts = entries.map((_, at) => entryTexts(entries, at, overlay, heading));
  const created = entries[createdAt(texts, vocabulary.created)] ?? null;
  return { heading, buttons, created, latest: oppositeOf(entries, created) };
}

/**
 * @param {string[][]} texts of each entry
 * @param {RegExp[]} wordings the strictest first
 * @returns {number} -1: none of the entries is called so
 */
export function createdAt(texts, wordings) {
  for (const wording of wordings) {
    const at = texts.findIndex((entry) => entry.some((text) => wording.test(text)));
    if (at !== -1) return at;
  }
  return -1;
}

/**
 * @template T
 * @param {T[]} entries
 * @param {T | null} created
 * @returns {T | null} the other end of the list; null where Created stands at neither
 */
export function oppositeOf(entries, created) {
  if (created === null || entries.length < 2) return null;
  if (created === entries[0]) return entries[entries.length - 1];
  return created === entries.at(-1) ? entries[0] : null;
}

/**
 * @param {Element} button
 * @param {Element} overlay
 * @param {Element[]} buttons
 * @param {Element | null} heading
 * @returns {Element} the largest around no other button
 */
function entryAround(button, overlay, buttons, heading) {
  let entry = button;
  for (const outer of selfAndAncestors(button)) {
    const alone =
      buttons.every((other) => other === button || !holds(outer, other)) && !(heading && holds(outer, heading));
    if (outer === overlay || !alone) break;
    entry = outer;
  }
  return entry;
}

/**
 * The text of an entry: what stands in the element around its button and no other button; where the page wraps nothing, what
 * stands between the button before and this button.
 *
 * @param {Entry[]} entries
 * @param {number} at
 * @param {OverlayScan} overlay
 * @param {Element | null} heading
 * @returns {string[]} run by run, and together
 */
function entryTexts(entries, at, { element, page }, heading) {
  const { button, element: entry } = entries[at];
  const label = button.getAttribute("aria-label") ?? "";
  const within = page.textRuns(entry).filter((run) => !holds(button, run.element));
  if (within.length) return [label, ...within.map(({ text }) => text), joinedText(within)];
  const from = entries[at - 1]?.button ?? heading ?? element;
  const between = page
    .textRuns(element)
    .filter(
      (run) =>
        from.compareDocumentPosition(run.element) & Node.DOCUMENT_POSITION_FOLLOWING &&
        !from.contains(run.element) === (from !== element) &&
        button.compareDocumentPosition(run.element) & Node.DOCUMENT_POSITION_PRECEDING,
    );
  return [label, ...between.map(({ text }) => text)];
}
