import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { byId } from "../shared/page.js";
import { activeTab, openPanel, portalTab } from "./portal_tab.js";
import { lookFor } from "./refunds.js";

/** Which order lies open in the seller's tab, its refunds, and pasting an order where the page shows none. */

/** Shows it. */
export async function start() {
  byId("paste").onclick = () => within(paste);
  byId("of-order").onclick = () => within(async () => lookFor((await portalTab())?.order ?? ""));
  byId("refresh").onclick = () => within(refresh);
  await within(show);
}

async function show() {
  const tab = await portalTab();
  say(!tab ? getMessage("tab_elsewhere") : tab.order ? getMessage("tab_shows", tab.order) : getMessage("tab_no_order"));
  byId("of-order").hidden = !tab?.order;
  byId("refresh").hidden = true;
}

async function paste() {
  const tab = await portalTab();
  if (!tab) return say(getMessage("paste_where"));
  await openPanel(tab.id);
  window.close();
}

async function refresh() {
  const tab = await activeTab();
  if (tab?.id) await chrome.tabs.reload(tab.id);
  window.close();
}

/** @param {() => Promise<unknown>} work */
async function within(work) {
  try {
    await work();
  } catch (error) {
    const trouble = Trouble.from(error);
    say(troubleText(trouble));
    byId("refresh").hidden = trouble.code !== "page_not_ready";
    byId("paste").hidden = trouble.code === "page_not_ready";
  }
}

/** @param {string} sentence */
function say(sentence) {
  byId("tab").textContent = sentence;
}
