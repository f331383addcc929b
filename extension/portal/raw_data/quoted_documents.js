import { dialogOf, hidden, holds, selfAndAncestors } from "../page/dom.js";
import { textOf } from "../page/visible_text.js";
import { shownRows } from "./shown_rows.js";
import { DOCUMENT_KEYS } from "./visible_lines.js";

/**
 * A title or a buyer's note may hold a whole document: where it is a value within a document that is shown around it, it
 * is not what the page shows, but what somebody wrote.
 */

const NAME_BEFORE = /(?:^|[\s,{[])["']?[\w.$[\]-]+["']?\s*[:=]?\s*["']?\s*$/;
const NAME_ALONE = /^\s*["']?[\w.$[\]-]+["']?\s*:\s*$/;

/** @param {Element} element in which a document was found @returns {boolean} */
export function isQuoted(element) {
  return (hidden(element) || isNamedInItself(element) || isNamedInItsRow(element)) && standsInDocument(element);
}

/** @param {Element} element @returns {boolean} it is the value of a name in a document that is shown */
export function isValueInDocument(element) {
  return isNamedInItsRow(element) && standsInDocument(element);
}

/** @param {Element} element @returns {boolean} its text begins with a name */
function isNamedInItself(element) {
  const text = element.textContent ?? "";
  return NAME_BEFORE.test(text.slice(0, Math.max(0, text.indexOf("{"))));
}

/** @param {Element} element @returns {boolean} a name stands before it in its row */
function isNamedInItsRow(element) {
  const own = element.textContent?.trim().length ?? 0;
  for (const outer of selfAndAncestors(element)) {
    if (outer === document.body) return false;
    if ((outer.textContent?.trim().length ?? 0) === own) continue;
    const rows = shownRows(outer, new Set());
    const at = rows.findIndex((parts) => parts.some((part) => holds(element, part.element)));
    const row = rows[at] ?? [];
    const first = row.findIndex((part) => holds(element, part.element));
    const before = row.slice(0, first);
    if (before.some(({ text }) => NAME_BEFORE.test(text))) return true;
    const isFirst = !before.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
    if (isFirst && at > 0 && NAME_ALONE.test(textOfRow(rows[at - 1]))) return true;
    if (rows.length > 1) return false;
  }
  return false;
}

/** @param {import("./shown_rows.js").ShownRow} row */
function textOfRow(row) {
  return row.map(({ text }) => text).join("");
}

/** @param {Element} element @returns {boolean} more of a document stands around it in its window */
function standsInDocument(element) {
  const around = textOf(dialogOf(element) ?? document.body, { folded: true, leaveOut: new Set([element]) });
  return DOCUMENT_KEYS.test(around);
}
