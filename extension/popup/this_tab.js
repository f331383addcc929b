import { Trouble } from "../shared/errors.js";
import { byId } from "../shared/page.js";
import { troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";
import { lookFor } from "./refunds.js";
import { lookedAt, openPanel, shown } from "./tab.js";

/** Which order lies open in the seller's tab, its refunds, and pasting one where the page shows none. */

export async function start() {
  byId("paste").onclick = () => within(paste);
  byId("of-order").onclick = () => within(async () => lookFor((await shown())?.order ?? ""));
  byId("refresh").onclick = () => within(refresh);
  await within(show);
}

async function show() {
  const tab = await shown();
  say(!tab ? words("tab_elsewhere") : tab.order ? words("tab_shows", tab.order) : words("tab_no_order"));
  byId("of-order").hidden = !tab?.order;
  byId("refresh").hidden = true;
}

async function paste() {
  const tab = await shown();
  if (!tab) return say(words("paste_where"));
  await openPanel(tab.id);
  window.close();
}

async function refresh() {
  const tab = await lookedAt();
  if (tab?.id) await chrome.tabs.reload(tab.id);
  window.close();
}

/** @param {() => Promise<unknown>} work */
async function within(work) {
  try {
    await work();
  } catch (error) {
    const trouble = Trouble.from(error);
    say(troubleWords(trouble));
    byId("refresh").hidden = trouble.code !== "page_not_ready";
    byId("paste").hidden = trouble.code === "page_not_ready";
  }
}

/** @param {string} sentence */
function say(sentence) {
  byId("tab").textContent = sentence;
}
