import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { portals } from "../shared/permissions.js";

/**
 * The tab that the seller looks at, and the order that lies open in it.
 *
 * @typedef {{id: number, order: string | null}} PortalTab order: its number; null: none lies open
 */

const AGAIN = 5; // a page that has just come does not listen yet
const AGAIN_MS = 300;

/**
 * @returns {Promise<PortalTab | null>} null: the tab shows no page of the portal
 * @throws {Trouble} page_not_ready
 */
export async function portalTab() {
  const tab = await activeTab();
  const origin = tab?.url && URL.canParse(tab.url) ? new URL(tab.url).origin : ""; // told only where the extension may work
  if (
    !tab?.id ||
    ![...portals().map((pattern) => new URL(pattern).origin), ...(await ask("addresses", null))].includes(origin)
  ) {
    return null;
  }
  const { order } = await say(tab.id, "order_shown");
  return { id: tab.id, order };
}

/** @param {number} id of the tab @throws {Trouble} page_not_ready */
export async function openPanel(id) {
  await say(id, "open_panel");
}

/** Where the popup is a tab itself, as in browsers without popups, the tab before it. @returns {Promise<chrome.tabs.Tab | undefined>} */
export async function activeTab() {
  const own = await chrome.tabs.getCurrent();
  const tabs = await chrome.tabs.query(own ? { currentWindow: true } : { active: true, currentWindow: true });
  const others = tabs.filter((tab) => tab.id !== own?.id);
  return others.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
}

/** @param {number} id @param {string} name */
async function say(id, name) {
  for (let again = AGAIN; ; again--) {
    try {
      return await chrome.tabs.sendMessage(id, { name });
    } catch (error) {
      if (!again) throw new Trouble("page_not_ready", { cause: error }); // nobody listens there
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
