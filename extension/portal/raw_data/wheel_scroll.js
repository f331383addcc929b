import { commonAncestor, selfAndAncestors, visible } from "../page/dom.js";
import { nextDraw } from "../page/page_changes.js";
import { countsUp } from "../parse/repaired_texts.js";
import { lineNumbers } from "./line_numbers.js";
import { DOCUMENT_KEYS, rowsOf, visibleLines } from "./visible_lines.js";

/** Editors that scroll by themselves: they hear the wheel only, and only their line numbers say where they are. */

const WHOLE_WAY = 1e7; // pixels

/** @returns {Element | null} the smallest part of the page with numbered lines of something like a document */
export function findNumberedEditor() {
  const numbers = [...lineNumbers(document.body)].filter(visible);
  const shared = numbers.length ? commonAncestor(numbers) : null;
  for (const outer of shared ? selfAndAncestors(shared) : []) {
    if (outer === document.body) return null;
    if (DOCUMENT_KEYS.test(outer.textContent ?? "")) return outer;
  }
  return null;
}

/**
 * @param {Element} editor
 * @param {number} end
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>} null: lines are missing
 */
export async function collectByWheel(editor, end, signal) {
  const turn = async (/** @type {number} */ deltaY) => {
    const middle = rowsOf(editor)[0] ?? editor;
    middle.dispatchEvent(new WheelEvent("wheel", { deltaY, bubbles: true, cancelable: true, composed: true }));
    await nextDraw(signal);
  };
  /** @type {Map<number, string>} */
  const lines = new Map();
  await turn(-WHOLE_WAY);
  for (let known = -1; lines.size > known; await turn(editor.clientHeight / 3)) {
    known = lines.size;
    for (const { at, text } of visibleLines(editor, rowsOf(editor))) lines.set(at, text);
    if (performance.now() > end) return null;
  }
  await turn(-WHOLE_WAY);
  const numbers = [...lines.keys()].sort((a, b) => a - b);
  return numbers[0] === 1 && countsUp(numbers) ? numbers.map((number) => lines.get(number)).join("\n") : null;
}
