import { elements } from "../page/dom.js";
import { countsUp } from "../parse/repaired_texts.js";

/**
 * A column of line numbers is text too, and no part of the document: elements of the same name and class that count 1, 2, 3, ...
 *
 * @param {Element} root
 * @returns {Set<Element>}
 */
export function lineNumbers(root) {
  /** @type {Map<string, Element[]>} */
  const columns = new Map();
  for (const element of elements(root)) {
    if (element.firstElementChild || !/^\s*\d+\s*$/.test(element.textContent ?? "")) continue;
    const key = `${element.localName} ${element.className}`;
    const column = columns.get(key);
    if (column) column.push(element);
    else columns.set(key, [element]);
  }
  const counting = [...columns.values()].filter(
    (column) => column.length > 2 && countsUp(column.map(({ textContent }) => Number(textContent))),
  );
  return new Set(counting.flat());
}
