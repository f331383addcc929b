import { around, dialogOf, floats, holds, onTop, upwards, visible } from "./dom.js";
import { mentions, named, pieces, readable } from "./text.js";

/** The orders that lie open on a page: windows by role or by place, or parts of it that show a number and raw data. */

/** @typedef {import("./words.js").Words} Words */

/** @param {Words} words @returns {Element[]} the one on top last */
export function overlays(words) {
  const buttons = mentions(words.rawDataAnywhere) ? named(document.body, words.rawData) : [];
  if (!buttons.length) return [];
  const dialogs = buttons.map(dialogOf).filter((one) => one !== null);
  const windows = dialogs.length ? dialogs.filter((one) => numbersIn(one, words).length) : ofEach(buttons, words, floats);
  const found = [...new Set(dialogs.length || windows.length ? windows : parts(buttons, words))];
  const inner = found.filter((one) => !found.some((other) => other !== one && holds(one, other)));
  return [...inner.filter((one) => !onTop(one)), ...inner.filter(onTop)];
}

/** @param {Element[]} buttons @param {Words} words @param {(element: Element) => boolean} fits @returns {Element[]} */
function ofEach(buttons, words, fits) {
  return buttons.flatMap((button) => {
    for (const one of upwards(button)) {
      if (one === button.ownerDocument.body) return [];
      if (fits(one) && numbersIn(one, words).length) return [one];
    }
    return [];
  });
}

/** @param {Element[]} buttons @param {Words} words @returns {Element[]} no windows at all: one part of the page, or one for each number */
function parts(buttons, words) {
  const each = ofEach(buttons, words, () => true);
  const numbers = new Set(each.map((one) => numbersIn(one, words)[0]));
  if (numbers.size > 1) return each;
  const all = around(buttons);
  for (const one of all ? upwards(all) : []) {
    if (one === document.body) return [];
    if (numbersIn(one, words).length) return [one];
  }
  return [];
}

/** @param {Element} overlay @returns {Element[]} */
function headings(overlay) {
  return [...overlay.querySelectorAll('h1, h2, h3, h4, [role="heading"]')].filter(visible);
}

/** @param {Element} overlay @param {Words} words @returns {Element | null} after which the button goes */
export function placeFor(overlay, words) {
  const all = headings(overlay);
  const titled = all.find((one) => numbersIn(one, words).length);
  return titled ?? all[0] ?? pieces(overlay)[0]?.element ?? null;
}

/**
 * @param {Element} overlay
 * @param {Words} words
 * @returns {string | null} the number that its heading, else its text, calls its order by
 */
export function numberOf(overlay, words) {
  const titled = headings(overlay).flatMap((one) => numbersIn(one, words))[0];
  return titled ?? numbersIn(overlay, words)[0] ?? null;
}

/** @param {Element} element @param {Words} words */
function numbersIn(element, words) {
  return numbers(readable(element), words);
}

/** @param {string} text @param {Words} words @returns {string[]} the order numbers in it */
export function numbers(text, words) {
  return joined(text).match(new RegExp(words.number, `${words.number.flags}g`)) ?? [];
}

/** @param {string} text @returns {string} with its numbers in one piece, which some pages write in groups */
export function joined(text) {
  return text.replace(/(?<=\d{3})[-\u2010\u2011\u202f\u2009](?=\d{3})/g, "");
}

/**
 * Where an address has an order's number: in its path, or in what a part called order says.
 *
 * @param {string} address
 * @param {Words} words
 * @returns {string[]}
 */
export function numbersOfAddress(address, words) {
  const { pathname, hash, searchParams } = new URL(address);
  const named = [...searchParams].filter(([name]) => /order/i.test(name)).map(([, value]) => value);
  return numbers([pathname, hash, ...named].join(" "), words);
}
