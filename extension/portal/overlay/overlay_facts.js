import { commonAncestor, selfAndAncestors } from "../page/dom.js";

/**
 * What an overlay shows of the order as it is now: all its text but the history.
 *
 * @typedef {import("../page/text_runs.js").TextRun} TextRun
 *
 * @typedef {object} Fact
 * @property {string} text
 * @property {boolean} isLabel it names what follows
 * @property {boolean} besideNext nothing with text stands between it and the next fact, which is no label of its own
 *
 * @typedef {Fact & TextRun} ShownFact
 */

/**
 * @param {import("./overlay_scan.js").OverlayScan} overlay
 * @param {import("./history.js").History} history of the same overlay
 * @returns {ShownFact[]} in the page's order
 */
export function overlayFacts({ element, page }, { heading, buttons }) {
  const first = heading ?? (buttons.length > 1 ? commonAncestor(buttons) : (buttons[0] ?? null));
  const last = buttons.at(-1) ?? null;
  const inHistory = (/** @type {TextRun} */ run) => isInOrAfter(first, run.element) && isInOrBefore(last, run.element);
  const runs = page.textRuns(element).filter((run) => !inHistory(run));
  return runs.map((run, at) => ({ ...run, isLabel: isLabel(run), besideNext: isBeside(run.element, runs[at + 1]) }));
}

/** @param {Element | null} first @param {Element} element */
function isInOrAfter(first, element) {
  if (first === null) return false;
  return first.contains(element) || (first.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** @param {Element | null} last @param {Element} element */
function isInOrBefore(last, element) {
  if (last === null) return false;
  return last.contains(element) || (last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}

/** @param {Element} label @param {TextRun | undefined} next @returns {boolean} nothing with text stands between them, such as an icon */
function isBeside(label, next) {
  if (!next) return false;
  if (label.contains(next.element) || label.parentElement === next.element) return true;
  const branch = [...selfAndAncestors(label)].find((element) => element.nextElementSibling !== null);
  return !isLabel(next) && (branch?.nextElementSibling?.contains(next.element) ?? false);
}

/** @param {TextRun} run */
function isLabel({ text, element }) {
  return text.endsWith(":") || element.closest("dt, th, label, [role=columnheader], [role=tab]") !== null;
}
