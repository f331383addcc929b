import { words } from "./words.js";

/** What the extension's own pages share. */

/** Puts the words of _locales where the page names them. */
export function translate() {
  for (const element of document.querySelectorAll("[data-words]")) element.textContent = words(element.getAttribute("data-words") ?? "");
  document.title = words("extension_name");
  document.documentElement.lang = words("language"); // of the words, which need not be the browser's
}

/**
 * @param {string} id
 * @returns {any} the element, which is in the page
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element ${id}`);
  return element;
}
