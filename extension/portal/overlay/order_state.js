/**
 * The status and the exception state that an overlay's facts tell.
 *
 * @typedef {import("./overlay_facts.js").Fact} Fact
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("../../shared/documents.d.ts").OrderStatus} OrderStatus
 */

/**
 * A labelled status counts most. Without a label, a word that is a status and stands by itself; two different statuses tell nothing.
 *
 * @param {Fact[]} facts
 * @param {Vocabulary} vocabulary
 * @returns {OrderStatus} other: a status that has no name here; null: none to be seen
 */
export function statusOf(facts, vocabulary) {
  const statusCalled = (/** @type {string} */ text) =>
    vocabulary.statuses.find(({ pattern }) => pattern.test(text))?.status ?? null;
  const labelled = labelledText(facts, vocabulary.status);
  if (labelled) return statusCalled(labelled) ?? "other";
  const statuses = facts
    .filter((fact, at) => !fact.isLabel && !isDate(facts[at + 1]?.text))
    .map(({ text }) => statusCalled(text))
    .filter((status) => status !== null);
  return new Set(statuses).size === 1 ? statuses[0] : null;
}

/**
 * Beside an empty label may stand whatever belongs to the buyer: only what reads like an exception state is taken for one,
 * and of that only which of the known exceptions it is.
 *
 * @param {Fact[]} facts
 * @param {Vocabulary} vocabulary
 * @returns {import("../../shared/documents.d.ts").ExceptionState | null} other: an exception that is none of the known
 */
export function exceptionOf(facts, vocabulary) {
  const labelled = labelledText(facts, vocabulary.exception) ?? "";
  const states = [...facts.map(({ text }) => text), labelled].map(
    (text) => vocabulary.exceptionAnywhere.exec(text)?.[1],
  );
  const state = states.find((found) => found !== undefined);
  const known = vocabulary.exceptions.find(({ pattern }) => pattern.test(state ?? labelled));
  return known?.exception_state ?? (state === undefined ? null : "other");
}

/** @param {Fact[]} facts @param {RegExp} label with a group for what follows in the same fact @returns {string | null} */
function labelledText(facts, label) {
  for (const [at, { text, besideNext }] of facts.entries()) {
    const match = label.exec(text);
    if (match) return match[1] || (besideNext ? facts[at + 1].text : null);
  }
  return null;
}

/** @param {string | undefined} text */
function isDate(text) {
  return text !== undefined && /\d{4}|\d{1,2}[/.:]\d{1,2}/.test(text);
}
