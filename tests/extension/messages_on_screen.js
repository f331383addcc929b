import { readFileSync } from "node:fs";

/** The extension's messages as a browser gives them, from extension/_locales. */

const ENGLISH = new URL("../../extension/_locales/en/messages.json", import.meta.url);
/** @type {Record<string, {message: string}>} */
const messages = JSON.parse(readFileSync(ENGLISH, "utf8"));

/** What chrome.i18n offers, in English. */
export const i18n = {
  getMessage: (/** @type {string} */ key, /** @type {string[]} */ substitutions = []) =>
    (messages[key]?.message ?? "").replace(/\$([1-9])/g, (_, number) => substitutions[number - 1] ?? ""),
};
