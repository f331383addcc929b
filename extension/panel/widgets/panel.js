import { button, el, freshId } from "../../shared/elements.js";
import { getMessage } from "../../shared/i18n.js";
import { watchVisibility } from "./visibility.js";

/**
 * The window in which a refund is made. It fills a page of the extension's own, which the content script lays over the
 * portal's: no script of the portal reaches what is in it.
 *
 * @typedef {object} Panel
 * @property {AbortSignal} closed aborted when the seller closes it
 * @property {() => string[]} heldKeys codes of the keys that are down
 * @property {() => boolean} wasSeen whether the buttons could be seen for long enough to be read
 * @property {(orderNumber: string) => void} name
 * @property {(body: (Node | null)[], ...actions: (Node | null)[]) => void} show
 * @property {(...content: (Node | string)[]) => void} say in the status line
 * @property {() => void} close
 */

/** @returns {Panel} open, and saying that it reads the order */
export function openPanel() {
  const leave = new AbortController();
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
    { class: "panel", "aria-labelledby": titleId, "aria-modal": "true", close: () => leave.abort() },
    el("div", { class: "head" }, title, close),
    body,
    el("div", { class: "foot" }, status, actions),
  );
  const sight = watchVisibility(actions);
  document.body.append(dialog);
  dialog.showModal();
  const show = (/** @type {(Node | null)[]} */ shown, /** @type {(Node | null)[]} */ ...buttons) => {
    body.replaceChildren(...shown.filter((node) => node !== null));
    actions.replaceChildren(...buttons.filter((node) => node !== null));
    sight.begin();
  };
  show(
    [notice(getMessage("reading"))],
    button(getMessage("close"), "plain", () => dialog.close()),
  );
  return {
    closed: leave.signal,
    heldKeys: heldKeys(),
    wasSeen: sight.wasSeen,
    name: (orderNumber) => void (title.textContent = getMessage("refund_order_number", orderNumber)),
    show,
    say: (...content) => {
      const { activeElement } = document;
      const lost = !activeElement || activeElement === document.body || status.contains(activeElement);
      status.replaceChildren(...content.filter((node) => node !== ""));
      if (lost && status.hasChildNodes()) status.focus(); // what was in focus is gone; this is what came of it
    },
    close: () => dialog.close(),
  };
}

/** @returns {() => string[]} */
function heldKeys() {
  const held = new Set();
  addEventListener("keydown", ({ code }) => held.add(code), { capture: true });
  addEventListener("keyup", ({ code }) => held.delete(code), { capture: true });
  return () => [...held];
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
