import { Trouble } from "./errors.js";

/** Addresses that the browser, or the seller in it, may keep from the extension. The manifest names them all. */

const HELPER = "http://127.0.0.1/*"; // without a port: in Firefox a pattern with a port grants nothing

/** @returns {string[]} patterns */
function named() {
  return /** @type {chrome.runtime.ManifestV3} */ (chrome.runtime.getManifest()).host_permissions ?? [];
}

/** @returns {string[]} the portals' patterns */
export function portals() {
  return named().filter((pattern) => pattern !== HELPER);
}

/** @param {"no_permission" | "no_portal_permission"} code the trouble that follows where it is withheld @returns {Promise<boolean>} */
export function granted(code) {
  return chrome.permissions.contains({ origins: code === "no_permission" ? [HELPER] : portals() });
}

/** @throws {Trouble} no_permission, no_portal_permission */
export async function permitted() {
  if (!(await granted("no_permission"))) throw new Trouble("no_permission");
  if (!(await granted("no_portal_permission"))) throw new Trouble("no_portal_permission");
}

/** Asks the seller. Only at once in a click: after an await the browser no longer believes that a person wants it. @returns {Promise<boolean>} */
export function askPermission() {
  return chrome.permissions.request({ origins: named() });
}
