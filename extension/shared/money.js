/**
 * Money for the eye. Amounts are strings of dollars and cents; nothing here decides what may be refunded.
 */

/**
 * What a person types as an amount, in the form that the helper wants: "$5" is "5.00". Anything unclear stays as it is,
 * so that the helper's sentence about it names what was typed.
 *
 * @param {string} typed
 * @returns {string}
 */
export function tidy(typed) {
  const match = /^\$?\s*0*(\d+)(?:\.(\d{0,2}))?$/.exec(typed.trim());
  if (!match) return typed.trim();
  return `${match[1]}.${(match[2] ?? "").padEnd(2, "0")}`;
}

/**
 * @param {string} amount
 * @returns {number | null} cents; null where it is not an amount
 */
export function cents(amount) {
  const match = /^(\d{1,9})\.(\d{2})$/.exec(tidy(amount));
  return match ? Number(match[1]) * 100 + Number(match[2]) : null;
}

/**
 * @param {Iterable<string>} amounts
 * @returns {string | null} their sum as an amount; null where any of them is no amount
 */
export function sum(amounts) {
  let total = 0;
  for (const amount of amounts) {
    const value = cents(amount);
    if (value === null) return null;
    total += value;
  }
  return `${Math.floor(total / 100)}.${String(total % 100).padStart(2, "0")}`;
}

/** By language. @type {Map<string | undefined, Intl.NumberFormat>} */
const formats = new Map();

/**
 * @param {string} amount
 * @param {string} [language] the browser's own, unless said otherwise
 * @returns {string} "$1,234.50", as the seller's browser writes dollars
 */
export function dollars(amount, language) {
  const format = formats.get(language) ?? new Intl.NumberFormat(language, { style: "currency", currency: "USD" });
  formats.set(language, format); // an order of a thousand items shows thousands of amounts
  return format.format(/** @type {Intl.StringNumericLiteral} */ (amount)); // as text: to the cent, whatever its size
}
