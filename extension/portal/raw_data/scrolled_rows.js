import { nextDraw } from "../page/page_changes.js";
import { lineNumbers } from "./line_numbers.js";
import { measured, shownRows } from "./shown_rows.js";

/**
 * The rows of a list that keeps only those in the page that can be seen: collected by scrolling, and put together by where they
 * lie in what is scrolled.
 *
 * @typedef {import("./shown_rows.js").MeasuredRow} MeasuredRow
 * @typedef {MeasuredRow & {top: number, onScreen: number, height: number}} PlacedRow pixels; top: of what is scrolled
 */

const STEP = 0.6; // of what can be seen
const LOADING_MS = 600; // for rows that come late after scrolling
const FEWEST = 2; // rows that two views have in common, or they may not join

/**
 * @param {Element} scroller
 * @param {(scroller: Element, end: number) => Promise<boolean>} unfold opens what is folded of what can be seen
 * @param {number} end performance.now() at which to give up
 * @param {AbortSignal} signal
 * @returns {Promise<MeasuredRow[] | null>} null: rows are missing
 */
export async function scrolledRows(scroller, unfold, end, signal) {
  const before = scroller.scrollTop;
  /** @type {PlacedRow[]} */
  let found = [];
  /** @type {PlacedRow[]} */
  let last = [];
  try {
    for (scroller.scrollTop = 0; performance.now() < end;) {
      await filled(scroller, signal);
      await unfold(scroller, end);
      const shown = placedRows(scroller);
      const moving = shown.filter((row) => !last.some((other) => stays(row, other)));
      last = shown;
      const joined = found.length ? join(found, moving) : shown;
      if (!joined) return null;
      found = joined;
      const was = scroller.scrollTop;
      scroller.scrollTop = was + scroller.clientHeight * STEP;
      if (scroller.scrollTop === was) return found;
    }
    return null;
  } finally {
    scroller.scrollTop = before;
  }
}

/** @param {PlacedRow} row @param {PlacedRow} other of the view before @returns {boolean} it does not scroll: a heading */
function stays(row, other) {
  return (
    Math.abs(row.onScreen - other.onScreen) < 1 && Math.abs(row.top - other.top) > row.height && isSame(row, other)
  );
}

/** @param {PlacedRow} one @param {PlacedRow} other */
function isSame(one, other) {
  return one.parts.join("\n") === other.parts.join("\n");
}

/**
 * Where several of a document's parts look the same, the places tell which is which.
 *
 * @param {PlacedRow[]} found so far
 * @param {PlacedRow[]} shown of the next view
 * @returns {PlacedRow[] | null} null: they do not join
 */
function join(found, shown) {
  if (!shown.length) return found;
  const places = found.flatMap((_, from) => {
    const length = Math.min(found.length - from, shown.length);
    const fits = length >= FEWEST && shown.slice(0, length).every((row, at) => isSame(row, found[from + at]));
    return fits ? [{ from, shift: Math.abs(found[from].top - shown[0].top) }] : [];
  });
  places.sort((a, b) => a.shift - b.shift);
  const [best, next] = places;
  if (!best || (next && next.shift - best.shift < shown[0].height)) return null;
  return [...found.slice(0, best.from), ...shown, ...found.slice(best.from + shown.length)];
}

/** @param {Element} scroller @returns {PlacedRow[]} from top to bottom */
function placedRows(scroller) {
  const shown = shownRows(scroller, lineNumbers(scroller));
  const origin = scroller.getBoundingClientRect().top - scroller.scrollTop;
  return measured(shown).map((row, at) => {
    const { top, height } = shown[at][0].first;
    return { ...row, onScreen: top, top: top - origin, height };
  });
}

/** @param {Element} scroller @param {AbortSignal} signal @returns {Promise<void>} when rows fill what can be seen, or none come */
async function filled(scroller, signal) {
  for (const end = performance.now() + LOADING_MS; performance.now() < end;) {
    await nextDraw(signal);
    const { top, bottom, height } = scroller.getBoundingClientRect();
    const boxes = shownRows(scroller, new Set()).map(([{ first }]) => first);
    const most = height / 4; // of it may stay empty
    if (boxes.some((box) => box.top <= top + most) && boxes.some((box) => box.bottom >= bottom - most)) return;
  }
}
