import { endpoint } from "./endpoint.js";
import { call } from "./helper.js";

/** Pages that are opened for the seller. */

/** @returns {Promise<null>} */
export async function openOptions() {
  await chrome.runtime.openOptionsPage();
  return null;
}

/**
 * The helper's own page, in a tab, by a code that is good once. It goes to the new tab only: no page of the extension or of
 * the portal ever holds it.
 *
 * @returns {Promise<null>}
 * @throws {Trouble} the helper cannot be asked
 */
export async function openDashboard() {
  const { code } = await call("POST", "/v1/page-codes", {});
  const { port } = await endpoint();
  await chrome.tabs.create({ url: `http://127.0.0.1:${port}/open/${encodeURIComponent(code)}` });
  return null;
}
