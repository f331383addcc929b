import { innerRoot, isElement } from "./dom.js";
import { SILENT, squeeze } from "./visible_text.js";

/**
 * The visible text, run by run, as it stands between the tags.
 *
 * @typedef {{text: string, element: Element}} TextRun text: squeezed, never empty; element: in which it stands
 */

/**
 * The runs of an element are a stretch of the runs of whatever stands around it, so that no element is walked twice.
 *
 * @param {(element: Element) => boolean} visible
 * @returns {(root: Element) => TextRun[]} in the page's order; as the page was when an element was first asked for
 */
export function textRunReader(visible) {
  /** @type {Map<Element, {runs: TextRun[], from: number, to: number}>} */
  const stretches = new Map();
  const walk = (/** @type {Element} */ element, /** @type {TextRun[]} */ runs) => {
    const from = runs.length;
    const known = stretches.get(element);
    if (known) for (let at = known.from; at < known.to; at++) runs.push(known.runs[at]);
    else if (!SILENT.has(element.localName)) {
      const inner = innerRoot(element);
      for (const node of [...(inner?.childNodes ?? []), ...element.childNodes]) {
        if (isElement(node)) walk(node, runs);
        else if (node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() && visible(element)) {
          runs.push({ text: squeeze(node.nodeValue), element });
        }
      }
    }
    if (!known) stretches.set(element, { runs, from, to: runs.length });
  };
  return (root) => {
    if (!stretches.has(root)) walk(root, []);
    const stretch = stretches.get(root);
    return stretch ? stretch.runs.slice(stretch.from, stretch.to) : [];
  };
}

/** @param {readonly {text: string}[]} runs @returns {string} with a space wherever an element begins or ends */
export function joinedText(runs) {
  return runs.map(({ text }) => text).join(" ");
}
