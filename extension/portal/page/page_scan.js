import { visible } from "./dom.js";
import { nameFinder } from "./names.js";
import { textRunReader } from "./text_runs.js";

/**
 * The page at a single moment: what was asked once is known, so that nothing is walked twice however many questions there are.
 * It is made at the beginning of a phase and passed on. When the page may have changed (a click, a wait) the phase is
 * over, and the next begins with a scan of its own.
 *
 * @typedef {object} PageScan
 * @property {(element: Element) => boolean} visible
 * @property {(root: Element) => import("./text_runs.js").TextRun[]} textRuns in the page's order
 * @property {(root: Node, pattern: RegExp) => Element[]} named the smallest visible elements that are called so, by label
 *   or by text, in the page's order
 */

/** @returns {PageScan} */
export function scanPage() {
  /** @type {Map<Element, boolean>} */
  const known = new Map();
  const visibleNow = (/** @type {Element} */ element) => {
    let answer = known.get(element);
    if (answer === undefined) known.set(element, (answer = visible(element)));
    return answer;
  };
  return { visible: visibleNow, textRuns: textRunReader(visibleNow), named: nameFinder(visibleNow) };
}
