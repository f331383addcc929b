/**
 * @typedef {import("./reader.js").Json} Json
 * @typedef {import("./any_text.js").Raw} Raw
 */

/** @param {Json | undefined} value @returns {Raw | null} */
export function record(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === null
    ? /** @type {Raw} */ (value) : null;
}
