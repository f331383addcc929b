import { getMessage } from "../../shared/i18n.js";
import { button, el, freshId } from "./elements.js";
import { fenceEvents } from "./event_fence.js";
import { sheet } from "./style.js";

/**
 * The window in which a refund is made: a modal dialog in a closed shadow root, over whatever the page shows.
 *
 * @typedef {object} Panel
 * @property {AbortSignal} closed aborted when the seller closes it
 * @property {(orderNumber: string) => void} name
 * @property {(body: (Node | null)[], ...actions: (Node | null)[]) => void} show
 * @property {(...content: (Node | string)[]) => void} say in the status line
 * @property {() => void} close
 */

/** @returns {Panel} open, and saying that it reads the order */
export function openPanel() {
  const leave = new AbortController();
  const host = document.createElement("jet-refunds");
  const root = host.attachShadow({ mode: "closed" });
  root.adoptedStyleSheets = [sheet()];
  fenceEvents(host, leave.signal);

  const titleId = freshId();
  const title = el("h2", { id: titleId }, getMessage("refund_order"));
  const body = el("div", { class: "body" });
  const status = el("div", { class: "status", role: "status", tabindex: -1 });
  const actions = el("div", { class: "actions" });
  const close = button("", "close", () => dialog.close());
  close.setAttribute("aria-label", getMessage("close"));
  close.append(el("span", { "aria-hidden": "true" }, "\u00d7"));
  const dialog = el(
    "dialog",
    {
      class: "sheet panel",
      lang: getMessage("language"),
      "aria-labelledby": titleId,
      "aria-modal": "true",
      close: () => leave.abort(),
    },
    el("div", { class: "head" }, title, close),
    body,
    el("div", { class: "foot" }, status, actions),
  );
  root.append(dialog);
  const mount = () => {
    if (host.isConnected) return;
    document.documentElement.append(host);
    dialog.removeAttribute("open"); // torn out with the page's own elements, it is no longer modal but says so
    dialog.showModal();
  };
  mount();
  const remount = new MutationObserver(mount);
  remount.observe(document.documentElement, { childList: true });
  leave.signal.addEventListener("abort", () => {
    remount.disconnect();
    host.remove();
  });
  return {
    closed: leave.signal,
    name: (orderNumber) => void (title.textContent = getMessage("refund_order_number", orderNumber)),
    show: (shown, ...buttons) => {
      body.replaceChildren(...shown.filter((node) => node !== null));
      actions.replaceChildren(...buttons.filter((node) => node !== null));
    },
    say: (...content) => {
      const lost = !root.activeElement || !root.activeElement.isConnected || status.contains(root.activeElement);
      status.replaceChildren(...content.filter((node) => node !== ""));
      if (lost && status.hasChildNodes()) status.focus(); // what was in focus is gone; this is what came of it
    },
    close: () => dialog.close(),
  };
}

/**
 * What went wrong and what the seller can do about it.
 *
 * @param {string} sentence
 * @param {HTMLButtonElement | null} [remedy]
 * @param {string | null} [id] of the sentence
 * @returns {HTMLElement}
 */
export function notice(sentence, remedy = null, id = null) {
  return el("div", { class: "notice" }, el("p", { id }, sentence), remedy);
}
