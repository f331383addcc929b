import { IS_OPENER } from "../shared/panel_messages.js";

/** The tab over whose page a panel lies: in some browsers the panel may not ask for it itself. */

/**
 * @param {{word: string}} wanted
 * @param {number} tab
 * @returns {Promise<boolean>} whether the content script there gave out the word; no page can answer in its place
 */
export async function isOpener({ word }, tab) {
  return (await chrome.tabs.sendMessage(tab, { name: IS_OPENER, word }, { frameId: 0 })) === true;
}

/** @param {null} _ @param {number} tab @returns {Promise<null>} */
export async function refreshTab(_, tab) {
  await chrome.tabs.reload(tab);
  return null;
}
