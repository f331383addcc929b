import { ask } from "../shared/messages.js";

/**
 * The content script that opened the panel. Any script of the page may load the panel into a frame and post it messages. So
 * the content script is asked, by the extension's own messages, whether a word that came with a port is its own.
 *
 * @typedef {import("../portal/reading.js").PageRead} PageRead
 * @typedef {import("../shared/panel_messages.js").FromPage} FromPage
 * @typedef {import("../shared/panel_messages.js").FromPanel} FromPanel
 * @typedef {import("./order/manual_order.js").ManualOrder} ManualOrder
 *
 * @typedef {object} Opener
 * @property {PageRead} read
 * @property {ManualOrder | null} manual what was typed in an earlier panel of this page
 * @property {() => Promise<boolean>} rested whether the panel has lain at its place, and on top, for long enough
 * @property {(manual: ManualOrder | null) => void} keep for the next panel in this page
 */

/** @param {import("./widgets/panel.js").Panel} panel @returns {Promise<Opener>} when the page was read */
export function connectOpener(panel) {
  return new Promise((resolve) => {
    addEventListener("message", async ({ data, ports: [port] }) => {
      if (typeof data?.panel !== "string" || !port) return;
      if (await ask("is_opener", { word: data.panel })) openerOn(port, panel, resolve);
    });
  });
}

/**
 * @param {MessagePort} port
 * @param {import("./widgets/panel.js").Panel} panel
 * @param {(opener: Opener) => void} connected
 */
function openerOn(port, panel, connected) {
  /** @type {((rested: boolean) => void)[]} */
  const asked = [];
  const say = (/** @type {FromPanel} */ message) => port.postMessage(message);
  panel.closed.addEventListener("abort", () => say({ name: "close", held: panel.heldKeys() }));
  if (panel.closed.aborted) say({ name: "close", held: panel.heldKeys() });
  port.onmessage = ({ data }) => {
    const message = /** @type {FromPage} */ (data);
    if ("rested" in message) return asked.shift()?.(message.rested);
    connected({
      read: /** @type {PageRead} */ (message.read),
      manual: /** @type {ManualOrder | null} */ (message.manual),
      rested: () => new Promise((resolve) => void (asked.push(resolve), say({ name: "rested" }))),
      keep: (manual) => say({ name: "keep", manual }),
    });
  };
}
