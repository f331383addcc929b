import { words } from "./words.js";

/**
 * What a trouble says to the seller: one sentence, and what happens or can be done next.
 *
 * @param {import("./errors.js").Trouble} trouble
 * @returns {string}
 */
export function troubleWords(trouble) {
  if (trouble.code === "refused" && trouble.problem) return trouble.problem.detail;
  return words(`trouble_${trouble.code}`, ...trouble.facts);
}

/** Only the options page can mend these. @param {import("./errors.js").Trouble} trouble */
export function mendedInOptions(trouble) {
  return ["no_permission", "other_program", "not_paired", "token_refused"].includes(trouble.code);
}
