/**
 * Tells the extension's popup which order lies open here.
 *
 * @param {import("../portal/portal.js").Portal} portal
 */
export function answerShownOrder(portal) {
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.name !== "order_shown" || sender.id !== chrome.runtime.id) return false;
    reply({ order: portal.findOverlay()?.number ?? null });
    return false;
  });
}
