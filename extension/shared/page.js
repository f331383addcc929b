import { getMessage } from "./i18n.js";

/** What the extension's own pages share. */

/** Puts the messages of _locales where the page names them. */
export function translate() {
  for (const element of document.querySelectorAll("[data-message]")) {
    element.textContent = getMessage(element.getAttribute("data-message") ?? "");
  }
  document.title = getMessage("extension_name");
  document.documentElement.lang = getMessage("language"); // of the messages, which need not be the browser's
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
