/**
 * The exception of an order, without any word that is not Jet's own: what else stands there may be about the buyer.
 *
 * @typedef {import("../../shared/documents.d.ts").ExceptionState} ExceptionState
 */

/** @type {readonly Exclude<ExceptionState, "other">[]} */
const KNOWN = ["exception - order rejected", "exception - jet manual canceled to complete state"];

/** @param {string | null} text of the raw data @returns {ExceptionState | null} the known exception that it begins with; other: none of these; null: no exception */
export function knownExceptionState(text) {
  if (text === null) return null;
  return KNOWN.find((known) => `${words(text)} `.startsWith(`${words(known)} `)) ?? "other";
}

/** @param {string} text @returns {string} without capitals, hyphens and the word that each exception begins with */
function words(text) {
  const found =
    text
      .slice(0, 1_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.join(" ").replace(/^exception /, "");
}
