import { around, dialogOf, floats, holds, onTop, upwards, visible } from "../page/dom.js";
import { mentions, named, pieces, readable } from "../page/visible_text.js";

/** The orders that lie open on a page: windows by role or by place, or parts of it that show a number and raw data. */

/** @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary */

/** @param {Vocabulary} vocabulary @returns {Element[]} the one on top last */
export function findOverlays(vocabulary) {
  const buttons = mentions(vocabulary.rawDataAnywhere) ? named(document.body, vocabulary.rawData) : [];
  if (!buttons.length) return [];
  const dialogs = buttons.map(dialogOf).filter((one) => one !== null);
  const windows = dialogs.length
    ? dialogs.filter((one) => numbersIn(one, vocabulary).length)
    : ofEach(buttons, vocabulary, floats);
  const found = [...new Set(dialogs.length || windows.length ? windows : sectionsAround(buttons, vocabulary))];
  const inner = found.filter((one) => !found.some((other) => other !== one && holds(one, other)));
  return [...inner.filter((one) => !onTop(one)), ...inner.filter(onTop)];
}

/** @param {Element[]} buttons @param {Vocabulary} vocabulary @param {(element: Element) => boolean} fits @returns {Element[]} */
function ofEach(buttons, vocabulary, fits) {
  return buttons.flatMap((button) => {
    for (const one of upwards(button)) {
      if (one === button.ownerDocument.body) return [];
      if (fits(one) && numbersIn(one, vocabulary).length) return [one];
    }
    return [];
  });
}

/** @param {Element[]} buttons @param {Vocabulary} vocabulary @returns {Element[]} no windows at all: one part of the page, or one for each number */
function sectionsAround(buttons, vocabulary) {
  const each = ofEach(buttons, vocabulary, () => true);
  const numbers = new Set(each.map((one) => numbersIn(one, vocabulary)[0]));
  if (numbers.size > 1) return each;
  const all = around(buttons);
  for (const one of all ? upwards(all) : []) {
    if (one === document.body) return [];
    if (numbersIn(one, vocabulary).length) return [one];
  }
  return [];
}

/** @param {Element} overlay @returns {Element[]} */
function headings(overlay) {
  return [...overlay.querySelectorAll('h1, h2, h3, h4, [role="heading"]')].filter(visible);
}

/** @param {Element} overlay @param {Vocabulary} vocabulary @returns {Element | null} after which the button goes */
export function placeFor(overlay, vocabulary) {
  const all = headings(overlay);
  const titled = all.find((one) => numbersIn(one, vocabulary).length);
  return titled ?? all[0] ?? pieces(overlay)[0]?.element ?? null;
}

/**
 * @param {Element} overlay
 * @param {Vocabulary} vocabulary
 * @returns {string | null} the number that its heading, else its text, calls its order by
 */
export function numberOf(overlay, vocabulary) {
  const titled = headings(overlay).flatMap((one) => numbersIn(one, vocabulary))[0];
  return titled ?? numbersIn(overlay, vocabulary)[0] ?? null;
}

/** @param {Element} element @param {Vocabulary} vocabulary */
function numbersIn(element, vocabulary) {
  return numbers(readable(element), vocabulary);
}

/** @param {string} text @param {Vocabulary} vocabulary @returns {string[]} the order numbers in it */
export function numbers(text, vocabulary) {
  return joined(text).match(new RegExp(vocabulary.number, `${vocabulary.number.flags}g`)) ?? [];
}

/** @param {string} text @returns {string} with its numbers in one piece, which some pages write in groups */
export function joined(text) {
  return text.replace(/(?<=\d{3})[-\u2010\u2011\u202f\u2009](?=\d{3})/g, "");
}

/**
 * Where an address has an order's number: in its path, or in what a part called order says.
 *
 * @param {string} address
 * @param {Vocabulary} vocabulary
 * @returns {string[]}
 */
export function numbersOfAddress(address, vocabulary) {
  const { pathname, hash, searchParams } = new URL(address);
  const named = [...searchParams].filter(([name]) => /order/i.test(name)).map(([, value]) => value);
  return numbers([pathname, hash, ...named].join(" "), vocabulary);
}
