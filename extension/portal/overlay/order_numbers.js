/**
 * Order numbers in text and in addresses.
 *
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 */

/** @param {string} text @param {Vocabulary} vocabulary @returns {string[]} the order numbers in it */
export function orderNumbersIn(text, vocabulary) {
  return ungrouped(text).match(new RegExp(vocabulary.number, `${vocabulary.number.flags}g`)) ?? [];
}

/** @param {string} text @returns {Set<string>} every word and number of it */
export function wordsAndNumbersIn(text) {
  return new Set(ungrouped(text).match(/[A-Za-z0-9][A-Za-z0-9-]*/g) ?? []);
}

/** @param {string} text @returns {string} with its numbers in a single piece, which some pages write in groups */
function ungrouped(text) {
  return text.replace(/(?<=\d{3})[-\u2010\u2011\u202f\u2009](?=\d{3})/g, "");
}

/**
 * Where an address has an order's number: in its path, its fragment, or in a parameter called order.
 *
 * @param {string} address
 * @param {Vocabulary} vocabulary
 * @returns {string[]}
 */
export function orderNumbersInAddress(address, vocabulary) {
  const { pathname, hash, searchParams } = new URL(address);
  const named = [...searchParams].filter(([name]) => /order/i.test(name)).map(([, value]) => value);
  return orderNumbersIn([pathname, hash, ...named].join(" "), vocabulary);
}
