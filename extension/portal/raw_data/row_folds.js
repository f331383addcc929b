import { holds, selfAndAncestors, visible } from "../page/dom.js";
import { nextDraw } from "../page/page_changes.js";
import { scanPage } from "../page/page_scan.js";
import { foldedRows } from "../parse/document_rows.js";
import { lineNumbers } from "./line_numbers.js";
import { indentedRows, measured, shownRows } from "./shown_rows.js";

/**
 * Rows of a viewer that are folded: opened by their own control, whatever it is, and folded again.
 *
 * @typedef {import("./shown_rows.js").ShownRow} ShownRow
 *
 * @typedef {object} Way to open a row
 * @property {(row: ShownRow, area: Element) => Element | null} control
 * @property {(control: Element) => void} act
 */

const MOST = 3_000; // rows; a viewer that has more is not meant to be opened
const TRYING_MS = 80; // for a way that may open nothing
const UNFOLDING_MS = 500; // for a way that has opened something: many viewers open their rows slowly, and one after the other
const MOVING_MS = 700; // for rows that slide into their places
const LOW = 1.8; // times the height of a line: what is higher holds several

/** @type {Way[]} */
const WAYS = [
  ...[expander, markOf, besideName, nameOf, valueOf, lineOf].map((control) => ({ control, act: click })),
  ...[besideName, nameOf].map((control) => ({ control, act: press })),
  { control: focusable, act: arrow },
  { control: nameOf, act: doubleClick },
];

/** @param {import("../vocabulary/vocabulary.js").Vocabulary} vocabulary @param {AbortSignal} signal */
export function rowUnfolder(vocabulary, signal) {
  /** @type {{control: Element, act: (control: Element) => void}[]} */
  const opened = [];
  /** @type {Way | null} */
  let known = null;
  let oneByOne = false;
  let given = false; // up: no way opens anything here

  /** @param {Element} area @param {number} end performance.now() at which to give up @returns {Promise<boolean>} more can be seen than before */
  const unfold = async (area, end) => {
    let more = false;
    while (!given && opened.length < MOST && performance.now() < end) {
      const rows = closedRows(area, new Set(scanPage().named(area, vocabulary.close)));
      if (!rows.length) break;
      const before = stateOf(area).count;
      if (known) {
        for (const row of oneByOne ? rows.slice(0, 1) : rows) open(row, known, area);
        const grew = await grows(area, before, UNFOLDING_MS);
        more ||= grew;
        if (grew || !oneByOne) {
          oneByOne ||= !grew; // some viewers open a row only when the row before is open
          continue;
        }
      }
      known = await findWay(rows[0], area);
      given = known === null;
      more ||= !given;
    }
    return more;
  };
  /** @param {ShownRow} row @param {Way} way @param {Element} area @returns {(() => void) | null} folds it again; null: it has no such control */
  const open = (row, { control, act }, area) => {
    const found = control(row, area);
    if (!found || leads(found)) return null;
    const step = { control: found, act };
    opened.push(step);
    act(found);
    return () => {
      opened.splice(opened.indexOf(step), 1);
      if (found.isConnected) act(found);
    };
  };
  /** @param {Element} area @param {number} before how many rows it had @param {number} most milliseconds @returns {Promise<boolean>} */
  const grows = async (area, before, most) => {
    const end = performance.now() + most;
    for (let was = ""; ;) {
      await nextDraw(signal);
      const { count, places } = stateOf(area);
      if (count > before && places === was) return true; // and nothing moves any more
      if (count < before || performance.now() > end + (count > before ? MOVING_MS : 0)) return count > before;
      was = places;
    }
  };
  /** @param {ShownRow} row @param {Element} area @returns {Promise<Way | null>} which opens this row, and has */
  const findWay = async (row, area) => {
    for (const way of WAYS) {
      const before = stateOf(area).count;
      const undo = open(row, way, area);
      if (!undo) continue;
      if (await grows(area, before, TRYING_MS)) return way;
      if (stateOf(area).count < before) undo();
      else opened.pop();
    }
    return null;
  };
  return {
    unfold,
    /** The innermost first, since some viewers drop what they fold. */
    foldAgain: () => {
      for (const { control, act } of opened.splice(0).reverse()) {
        if (visible(control)) act === arrow ? arrowBack(control) : act(control);
      }
    },
  };
}

/** @param {Element} area @param {Set<Element>} closers what closes the area @returns {ShownRow[]} of what an order is read from */
function closedRows(area, closers) {
  const rows = shownRows(area, new Set([...lineNumbers(area), ...closers]));
  if (!rows.length) return [];
  const [indented] = indentedRows(measured(rows));
  return foldedRows(indented).map((at) => rows[at]);
}

/** @param {Element} area @returns {{count: number, places: string}} of its rows; places: where they stand */
function stateOf(area) {
  const tops = shownRows(area, new Set()).map(([{ first }]) => Math.round(first.top));
  return { count: tops.length, places: tops.join(" ") };
}

/** @param {ShownRow} row */
function nameOf(row) {
  return (row.find(({ text }) => /[\p{L}\p{N}]/u.test(text)) ?? row[0]).element;
}

/** @param {ShownRow} row @returns {Element | null} a mark of folding in it, wherever it stands */
function markOf(row) {
  return row.find(({ text }) => /^\s*[+\u25b6\u25b8\u25ba\u2295\u229e\u276f]\s*$/.test(text))?.element ?? null;
}

/** @param {ShownRow} row */
function valueOf(row) {
  return row[row.length - 1].element;
}

/** @param {ShownRow} row @param {Element} area @returns {Element} the largest part of the page that is this line alone */
function lineOf(row, area) {
  const name = nameOf(row);
  const most = LOW * row[0].first.height;
  let line = name;
  for (const outer of selfAndAncestors(name)) {
    if (outer === area || outer.getBoundingClientRect().height > most) break;
    line = outer;
  }
  return line;
}

/** @param {ShownRow} row @param {Element} area @returns {Element | null} what says of itself that it is folded */
function expander(row, area) {
  const within = lineOf(row, area).querySelector('[aria-expanded="false"]');
  if (within) return within;
  for (const outer of selfAndAncestors(nameOf(row))) {
    if (outer === area) return null;
    if (outer.getAttribute("aria-expanded") === "false") return outer;
  }
  return null;
}

/** @param {ShownRow} row @param {Element} area @returns {Element | null} a mark, picture or empty element before the name, the nearest to it */
function besideName(row, area) {
  const name = nameOf(row);
  const { left, right, top, bottom } = name.getBoundingClientRect();
  const rightToLeft = getComputedStyle(name).direction === "rtl";
  /** @type {{element: Element, distance: number} | null} */
  let nearest = null;
  for (const element of lineOf(row, area).querySelectorAll("*")) {
    if (element.contains(name) || name.contains(element)) continue;
    const box = element.getBoundingClientRect();
    const distance = rightToLeft ? box.left - right : left - box.right;
    const isOnLine = box.top < bottom && box.bottom > top && box.width > 0;
    if (isOnLine && distance >= -2 && distance <= (nearest?.distance ?? Infinity)) nearest = { element, distance };
  }
  return nearest?.element ?? null;
}

/** @param {ShownRow} row @param {Element} area @returns {Element | null} what can have the focus */
function focusable(row, area) {
  const line = lineOf(row, area);
  const within = line.matches("[tabindex]") ? line : line.querySelector("[tabindex]");
  const around = within ?? line.closest('[tabindex], [role="treeitem"]');
  return around && holds(area, around) ? around : null;
}

/** @param {Element} control @returns {boolean} it goes to another page */
function leads(control) {
  const link = control.closest("a[href]");
  return link !== null && !/^(?:#|javascript:|$)/i.test(link.getAttribute("href") ?? "");
}

/** @param {Element} control @param {string} type @param {number} [detail] */
function mouse(control, type, detail = 1) {
  const { left, top, width, height } = control.getBoundingClientRect();
  const place = { clientX: left + width / 2, clientY: top + height / 2 };
  const options = { bubbles: true, cancelable: true, composed: true, detail, ...place };
  control.dispatchEvent(
    type.startsWith("pointer")
      ? new PointerEvent(type, { ...options, isPrimary: true })
      : new MouseEvent(type, options),
  );
}

/** @param {Element} control */
function click(control) {
  mouse(control, "click");
}

/** @param {Element} control */
function press(control) {
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) mouse(control, type);
}

/** @param {Element} control */
function doubleClick(control) {
  for (const detail of [1, 2]) for (const type of ["mousedown", "mouseup", "click"]) mouse(control, type, detail);
  mouse(control, "dblclick", 2);
}

/** @param {Element} control */
function arrow(control) {
  key(control, "ArrowRight");
}

/** @param {Element} control */
function arrowBack(control) {
  key(control, "ArrowLeft");
}

/** @param {Element} control @param {string} name */
function key(control, name) {
  /** @type {HTMLElement} */ (control).focus({ preventScroll: true });
  for (const type of ["keydown", "keyup"]) {
    control.dispatchEvent(
      new KeyboardEvent(type, { key: name, code: name, bubbles: true, cancelable: true, composed: true }),
    );
  }
}
