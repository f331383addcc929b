/** Another extension with every permission that ours has. It tries what the test asks for and tells what came of it. */

const PATIENCE_MS = 3_000;
const RULE = 1;

/** @type {Record<string, (...words: any[]) => Promise<unknown>>} */
const attempts = {
  /** Speaks to our background as our own pages do. */
  message: (to, message) => chrome.runtime.sendMessage(to, message),

  connect: (to) =>
    new Promise((resolve, reject) => {
      const port = chrome.runtime.connect(to);
      port.onMessage.addListener(resolve);
      port.onDisconnect.addListener(() => reject(new Error(chrome.runtime.lastError?.message ?? "disconnected")));
      port.postMessage({ name: "connection", body: null });
    }),

  fetch: ask,

  /** The same with the Origin header of ours. */
  fetch_as: async (origin, address, init) => {
    const action = { type: "modifyHeaders", requestHeaders: [{ header: "Origin", operation: "set", value: origin }] };
    const rule = { id: RULE, action, condition: { urlFilter: address, resourceTypes: ["xmlhttprequest", "other"] } };
    await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [RULE], addRules: [rule] });
    try {
      return await ask(address, init);
    } finally {
      await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [RULE] });
    }
  },

  stores: async () => [(await indexedDB.databases()).map((one) => one.name), await chrome.storage.local.get(null)],

  /** Runs a script in a page of ours. */
  inject: async (address) => {
    const tab = await chrome.tabs.create({ url: address, active: false });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return await chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.title });
    } finally {
      await chrome.tabs.remove(tab.id);
    }
  },
};

/** @param {string} address @param {RequestInit} init */
async function ask(address, init) {
  const response = await fetch(address, init);
  return { status: response.status, text: await response.text() };
}

chrome.runtime.onMessage.addListener(({ attempt, words }, _sender, reply) => {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("no answer")));
  Promise.race([attempts[attempt](...words), late]).then(
    (got) => reply({ got: got ?? null }),
    (error) => reply({ refused: String(error) }),
  );
  return true; // the answer comes later
});
