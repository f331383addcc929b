import { getMessage } from "../shared/i18n.js";
import { IS_OPENER } from "../shared/panel_messages.js";
import { el } from "../shared/elements.js";
import { fenceEvents } from "./event_fence.js";
import { elementInPage } from "./page_style.js";
import { watchRest } from "./rest.js";

/**
 * The panel: a page of the extension's own in a frame, over whatever the portal shows.
 *
 * @typedef {import("../portal/reading.js").PageRead} PageRead
 * @typedef {import("../shared/panel_messages.js").FromPage} FromPage
 * @typedef {import("../shared/panel_messages.js").FromPanel} FromPanel
 *
 * @typedef {object} PanelFrame It loads, unseen, while the page is still read.
 * @property {AbortSignal} closed aborted when the seller closes it, or when the extension has gone
 * @property {() => void} show
 * @property {(read: PageRead) => void} tell
 */

/** What was typed by hand and not used. @type {unknown} */
let manual = null;

const ALIVE_MS = 1_000; // between two looks whether the extension was taken away, and the panel with it

/** @returns {PanelFrame} */
export function panelFrame() {
  const leave = new AbortController();
  const { host, root } = elementInPage();
  const address = chrome.runtime.getURL("panel/panel.html");
  const frame = el("iframe", { src: address, title: getMessage("extension_name") });
  const dialog = el(
    "dialog",
    { class: "frame", lang: getMessage("language"), "aria-label": getMessage("extension_name") },
    frame,
  );
  root.append(dialog);
  let shown = false;
  /** @type {PageRead | null} */
  let read = null;
  let rested = () => false;
  /** @type {MessagePort | null} */
  let panel = null;
  let word = crypto.randomUUID(); // before the panel has one, nobody does
  /** @type {ReturnType<typeof fenceEvents> | null} */
  let fence = null;

  const mount = () => {
    if (host.isConnected) return;
    document.documentElement.append(host);
    dialog.removeAttribute("open"); // torn out with the page's own elements, it is no longer modal but says so
    if (shown) dialog.showModal();
  };
  const greet = () => {
    const { port1, port2 } = new MessageChannel();
    panel = port1;
    word = crypto.randomUUID();
    port1.onmessage = ({ data }) => {
      const message = /** @type {FromPanel} */ (data);
      if (message.name === "close") close(message.held);
      else if (message.name === "keep") manual = message.manual;
      else port1.postMessage({ rested: rested() });
    };
    if (read) port1.postMessage(/** @type {FromPage} */ ({ read, manual }));
    frame.contentWindow?.postMessage({ panel: word }, new URL(address).origin, [port2]);
  };
  const isOpener = (
    /** @type {any} */ message,
    /** @type {chrome.runtime.MessageSender} */ sender,
    /** @type {(is: boolean) => void} */ reply,
  ) => {
    if (message?.name === IS_OPENER && sender.id === chrome.runtime.id) reply(message.word === word);
  };
  const close = (/** @type {string[]} */ held) => {
    fence?.holdUntilUp(held);
    leave.abort();
  };
  const alive = setInterval(() => chrome.runtime?.id || close([]), ALIVE_MS);
  const remount = new MutationObserver(mount);
  frame.addEventListener("load", greet); // also of a frame that was torn out, and loads anew
  chrome.runtime.onMessage.addListener(isOpener);
  dialog.addEventListener("close", () => shown && leave.abort()); // Escape, where the page has the focus
  leave.signal.addEventListener("abort", () => {
    remount.disconnect();
    clearInterval(alive);
    chrome.runtime?.onMessage?.removeListener(isOpener);
    dialog.close(); // gives back the focus, which is lost when a frame goes that has it
    host.remove();
  });
  mount();
  remount.observe(document.documentElement, { childList: true });
  return {
    closed: leave.signal,
    show: () => {
      shown = true;
      fence = fenceEvents(host, leave.signal);
      dialog.showModal();
      frame.focus();
      rested = watchRest(host, dialog, leave.signal);
    },
    tell: (told) => {
      read = told;
      panel?.postMessage(/** @type {FromPage} */ ({ read, manual }));
    },
  };
}
