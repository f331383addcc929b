import { holds } from "../portal/page/dom.js";
import { getMessage } from "../shared/i18n.js";
import { remedyLabel, troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { button, el } from "../shared/elements.js";
import { OURS, elementInPage } from "./page_style.js";

/**
 * Puts a Refund button into every order that is opened, and back again when the page drops it.
 *
 * @typedef {import("../portal/portal.js").OpenOverlay} OpenOverlay
 */

const QUIET_MS = 120; // a page that is being built is left alone
const REST = 150; // times as long as the look took: less than 1 % of the page's time is asked for

/** What a person does may open an order; then it is looked at once more without that rest. */
const DONE = ["click", "keyup", "popstate"];

/**
 * @param {import("../portal/portal.js").Portal} portal
 * @param {(overlay: OpenOverlay, button: HTMLButtonElement) => Promise<void>} opened
 */
export function showRefundButtons(portal, opened) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let rested = 0; // performance.now() from when on it may be looked again
  const look = () => {
    timer = undefined;
    const before = performance.now();
    if (!chrome.runtime?.id) return done(); // the extension was updated or removed; the button that stands says so
    mount(portal, opened);
    for (const root of portal.roots()) observer.observe(root, { childList: true, subtree: true });
    const now = performance.now();
    rested = now + (now - before) * REST;
  };
  const soon = () => {
    // From the first change to the look nothing is listened to: ten thousand changes cost no more than a single change.
    observer.disconnect();
    timer ??= setTimeout(look, Math.max(QUIET_MS, rested - performance.now()));
  };
  const byHand = (/** @type {Event} */ event) => {
    if (!event.isTrusted || (event instanceof KeyboardEvent && !["Enter", " "].includes(event.key))) return;
    rested = 0;
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS);
  };
  const observer = new MutationObserver(soon);
  const listening = new AbortController();
  const done = () => {
    observer.disconnect();
    listening.abort();
  };
  for (const type of DONE) addEventListener(type, byHand, { capture: true, passive: true, signal: listening.signal });
  addEventListener("load", soon, { capture: true, passive: true, signal: listening.signal }); // of a frame, which changes nothing around it
  for (const left of document.querySelectorAll(`[${OURS}]`)) left.remove(); // of an earlier version, which answers no more
  soon();
}

/** The button in the page, which may lie in a shadow root of the page's own. @type {HTMLElement | null} */
let mounted = null;

/**
 * @param {import("../portal/portal.js").Portal} portal
 * @param {(overlay: OpenOverlay, button: HTMLButtonElement) => Promise<void>} opened
 */
function mount(portal, opened) {
  const overlay = portal.findOverlay();
  if (overlay && mounted?.isConnected && holds(overlay.element, mounted)) return;
  mounted?.remove();
  mounted = null;
  if (!overlay?.anchor) return;
  const { element, anchor } = overlay;
  mounted = refundButton(() => portal.findOverlay() ?? portal.describeOverlay(element), opened);
  anchor.after(mounted);
}

/**
 * @param {() => OpenOverlay} overlay as it is now
 * @param {(overlay: OpenOverlay, button: HTMLButtonElement) => Promise<void>} opened
 */
function refundButton(overlay, opened) {
  const { host, root } = elementInPage({ delegatesFocus: true });
  host.style.setProperty("display", "inline-block", "important");
  host.tabIndex = 0; // a focus trap of the page finds what it may go to by this
  const place = el("div", { class: "button", lang: getMessage("language") });
  const press = button(getMessage("refund"), "", async () => {
    if (!chrome.runtime?.id) return place.replaceChildren(...contextGone());
    press.setAttribute("aria-busy", "true");
    press.disabled = true;
    try {
      await opened(overlay(), press);
    } finally {
      press.removeAttribute("aria-busy");
      press.disabled = false;
      press.focus();
    }
  });
  place.append(press);
  root.append(place);
  return host;
}

/** The extension was updated under the open page, and its panel can no longer be loaded. @returns {HTMLElement[]} */
function contextGone() {
  const gone = new Trouble("context_gone");
  return [
    el("p", { class: "gone", role: "alert" }, troubleText(gone)),
    button(remedyLabel("refresh"), "", () => location.reload()),
  ];
}
