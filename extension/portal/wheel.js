import { counts } from "./any_text.js";
import { around, upwards, visible } from "./dom.js";
import { DOCUMENT, linesIn, rowsOf } from "./lines.js";
import { lineNumbers } from "./places.js";
import { drawn } from "./wait.js";

/** Editors that scroll by themselves: they hear the wheel only, and only their line numbers say where they are. */

const WHOLE_WAY = 1e7; // pixels

/** @returns {Element | null} the smallest part of the page with numbered lines of something like a document */
export function numbered() {
  const numbers = [...lineNumbers(document.body)].filter(visible);
  for (const one of numbers.length ? upwards(/** @type {Element} */ (around(numbers))) : []) {
    if (one === document.body) return null;
    if (DOCUMENT.test(one.textContent ?? "")) return one;
  }
  return null;
}

/**
 * @param {Element} editor
 * @param {number} end
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>} null: lines are missing
 */
export async function wheeled(editor, end, signal) {
  const turn = async (/** @type {number} */ deltaY) => {
    const middle = rowsOf(editor)[0] ?? editor;
    middle.dispatchEvent(new WheelEvent("wheel", { deltaY, bubbles: true, cancelable: true, composed: true }));
    await drawn(signal);
  };
  /** @type {Map<number, string>} */
  const lines = new Map();
  await turn(-WHOLE_WAY);
  for (let known = -1; lines.size > known; await turn(editor.clientHeight / 3)) {
    known = lines.size;
    for (const { at, text } of linesIn(editor, rowsOf(editor))) lines.set(at, text);
    if (performance.now() > end) return null;
  }
  await turn(-WHOLE_WAY);
  const numbers = [...lines.keys()].sort((a, b) => a - b);
  return numbers[0] === 1 && counts(numbers) ? numbers.map((number) => lines.get(number)).join("\n") : null;
}
