import { holds } from "../portal/page.js";
import { words } from "../shared/words.js";
import { button, el } from "./elements.js";
import { sheet } from "./style.js";

/** Puts a Refund button into every order that is opened, and back again when the page drops it. */

const QUIET_MS = 120; // a page that is being built is left alone
const BUDGET_MS = 30; // a look that takes longer is followed by a longer rest
const REST = 20;

/**
 * @param {import("../portal/portal.js").Portal} portal
 * @param {(overlay: Element, button: HTMLButtonElement) => Promise<void>} opened
 */
export function observe(portal, opened) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let wait = QUIET_MS;
  const look = () => {
    timer = undefined;
    const before = performance.now();
    mount(portal, opened);
    const took = performance.now() - before;
    wait = took > BUDGET_MS ? took * REST : QUIET_MS;
  };
  const soon = () => {
    timer ||= setTimeout(look, wait);
  };
  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
  soon();
}

const PLACE = "jet-refunds";

/** The button in the page, which may lie in a shadow root of the page's own. @type {HTMLElement | null} */
let mounted = null;

/**
 * @param {import("../portal/portal.js").Portal} portal
 * @param {(overlay: Element, button: HTMLButtonElement) => Promise<void>} opened
 */
function mount(portal, opened) {
  const overlay = portal.findOverlay();
  if (overlay && mounted?.isConnected && holds(overlay, mounted)) return;
  mounted?.remove();
  mounted = null;
  const place = overlay && portal.placeFor(overlay);
  if (!place) return;
  mounted = refundButton(() => portal.findOverlay() ?? overlay, opened);
  place.after(mounted);
}

/**
 * @param {() => Element} overlay
 * @param {(overlay: Element, button: HTMLButtonElement) => Promise<void>} opened
 */
function refundButton(overlay, opened) {
  const host = document.createElement(PLACE);
  host.style.setProperty("display", "inline-block", "important");
  const root = host.attachShadow({ mode: "closed" });
  root.adoptedStyleSheets = [sheet()];
  const press = button(words("refund"), "main in-page", async () => {
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
  root.append(el("div", { class: "sheet" }, press));
  return host;
}
