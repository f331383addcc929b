import { isolated } from "./plain_text.js";

/**
 * The messages on screen, all from _locales. A message that was shown once is kept: after an update of the extension an
 * open page is cut off from _locales too, and still has to say that it must be refreshed.
 */

/** @type {Map<string, string>} */
const templates = new Map();

/**
 * @param {string} key
 * @param {...(string | number)} substitutions fill $1, $2, ... $5; they come from others, and stay text
 * @returns {string}
 */
export function getMessage(key, ...substitutions) {
  return template(key).replace(/\$([1-5])/g, (_, at) => isolated(String(substitutions[at - 1] ?? "")));
}

/** @param {string} key */
function template(key) {
  const kept = templates.get(key);
  if (kept !== undefined) return kept;
  const text = chrome.i18n.getMessage(key, ["$1", "$2", "$3", "$4", "$5"]);
  if (!text) throw new Error(`_locales has no message ${key}`);
  templates.set(key, text);
  return text;
}
