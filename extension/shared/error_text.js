import { getMessage } from "./i18n.js";

/**
 * What a trouble says to the seller, and the button that mends it: its message is remedy_NAME.
 *
 * @typedef {"allow" | "set_port" | "pair" | "try_again" | "refresh" | "open_dashboard"} Remedy
 */

/** A trouble without a line here is mended where it is said: in a field, in the form, by pasting. @type {Record<string, Remedy>} */
const REMEDIES = {
  no_permission: "allow",
  no_portal_permission: "allow",
  helper_away: "try_again",
  other_program: "set_port",
  not_paired: "pair",
  pairing_ended: "pair",
  helper_old: "try_again",
  extension_old: "try_again",
  context_gone: "refresh",
  page_not_ready: "refresh",
  unexpected: "refresh",
};

/** Their fields are there, and the browser lets only the extension's own pages ask for a permission. @type {readonly Remedy[]} */
const IN_OPTIONS = ["allow", "set_port", "pair"];

/**
 * One sentence: what is the matter, and what happens or can be done next.
 *
 * @param {import("./errors.js").Trouble} trouble
 * @returns {string}
 */
export function troubleText(trouble) {
  if (trouble.code === "refused" && trouble.problem) return trouble.problem.detail;
  return getMessage(`trouble_${trouble.code}`, ...trouble.facts);
}

/** @param {import("./errors.js").Trouble} trouble @returns {Remedy | null} */
export function remedyOf(trouble) {
  return REMEDIES[trouble.code] ?? null;
}

/**
 * @param {Remedy} remedy
 * @param {boolean} [onOptions] the button stands on the options page itself
 * @returns {string} the text on its button
 */
export function remedyLabel(remedy, onOptions = false) {
  return !onOptions && IN_OPTIONS.includes(remedy) ? getMessage("open_options") : getMessage(`remedy_${remedy}`);
}

/** Only the options page can mend these. @param {import("./errors.js").Trouble} trouble @returns {boolean} */
export function mendedInOptions(trouble) {
  const remedy = remedyOf(trouble);
  return remedy !== null && IN_OPTIONS.includes(remedy);
}
