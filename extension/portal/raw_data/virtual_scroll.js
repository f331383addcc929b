import { elements, visible } from "../page/dom.js";
import { nextDraw } from "../page/page_changes.js";
import { allOrdersIn } from "../parse/orders_in_text.js";
import { ordersInMeasured, scrolls } from "./orders_in_rows.js";
import { scrolledRows } from "./scrolled_rows.js";
import { DOCUMENT_KEYS, rowsOf, visibleLines } from "./visible_lines.js";
import { collectByWheel, findNumberedEditor } from "./wheel_scroll.js";

/**
 * An editor or list that keeps only those lines in the page that can be seen: it is scrolled, and the lines are collected.
 *
 * @typedef {import("./document_places.js").DocumentPlace} DocumentPlace
 * @typedef {import("./visible_lines.js").Lines} Lines
 */

const LOADING_MS = 600; // for lines that come late after scrolling

/**
 * @param {Element | null} except what need not be looked at: it holds the whole order
 * @param {(scroller: Element, end: number) => Promise<boolean>} unfold opens what is folded of what can be seen
 * @param {number} end performance.now() at which to give up
 * @param {AbortSignal} signal
 * @returns {Promise<DocumentPlace | null>}
 */
export async function collectByScroll(except, unfold, end, signal) {
  for (const scroller of scrollers()) {
    if (except && scroller.contains(except)) continue;
    const rows = await scrolledRows(scroller, unfold, end, signal);
    const inRows = rows ? ordersInMeasured(rows) : [];
    if (inRows.length) return { rawOrders: inRows, element: scroller };
    const text = await linesOf(scroller, end, signal);
    const rawOrders = text === null ? [] : allOrdersIn(text);
    if (rawOrders.length) return { rawOrders, element: scroller };
  }
  const editor = findNumberedEditor();
  const text = editor && !(except && editor.contains(except)) ? await collectByWheel(editor, end, signal) : null;
  const rawOrders = text === null ? [] : allOrdersIn(text);
  return editor && rawOrders.length ? { rawOrders, element: editor } : null;
}

/** @returns {Element[]} what can be scrolled and shows something like a document */
function scrollers() {
  return [...elements(document.body)].filter(
    (element) =>
      element.clientHeight > 0 &&
      element !== document.body &&
      element.localName !== "textarea" &&
      scrolls(element) &&
      DOCUMENT_KEYS.test(element.textContent ?? "") &&
      visible(element),
  );
}

/** @param {Element} scroller @param {number} end @param {AbortSignal} signal @returns {Promise<string | null>} null: lines are missing */
async function linesOf(scroller, end, signal) {
  const before = scroller.scrollTop;
  /** @type {Map<number, string>} */
  const lines = new Map();
  try {
    for (scroller.scrollTop = 0; ;) {
      const shown = await shownLines(scroller, signal);
      const joins = !lines.size || shown.some(({ at }) => lines.has(at));
      const agrees = shown.every(({ at, text }) => (lines.get(at) ?? text) === text);
      if (!shown.length || !joins || !agrees || performance.now() > end) return null;
      for (const { at, text } of shown) lines.set(at, text);
      const was = scroller.scrollTop;
      scroller.scrollTop = was + scroller.clientHeight * 0.6;
      if (scroller.scrollTop === was) break;
    }
  } finally {
    scroller.scrollTop = before;
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([, text]) => text)
    .join("\n");
}

/** @param {Element} scroller @param {AbortSignal} signal @returns {Promise<Lines>} when they fill what can be seen of the scroller */
async function shownLines(scroller, signal) {
  for (const end = performance.now() + LOADING_MS; ;) {
    await nextDraw(signal);
    const rows = rowsOf(scroller);
    const boxes = rows.map((row) => row.getBoundingClientRect());
    const { top, bottom } = scroller.getBoundingClientRect();
    const most = scroller.clientHeight / 4; // of it may stay empty; of its last page more
    const full =
      Math.min(...boxes.map((box) => box.top)) <= top + most &&
      Math.max(...boxes.map((box) => box.bottom)) >= bottom - most;
    if (full) return visibleLines(scroller, rows);
    const last = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
    if (performance.now() > end) return last ? visibleLines(scroller, rows) : [];
  }
}
