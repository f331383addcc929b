import { PANEL_WIDTH } from "./page_style.js";

/**
 * Whether the panel lies where it belongs, with nothing of the page over it, and has done so for a while: a page's script may
 * push it under the hand, or lay something over it, for the moment of a click.
 */

const REST_MS = 500;
const LOOK_MS = 100;
const GAP_MS = 500; // a page that was busy for so long may have done anything meanwhile

/** Where the browser tells the panel itself whether something covers it, nobody needs to look for what may. */
const TOLD = "isVisible" in IntersectionObserverEntry.prototype;
const COVERS_LOOK_MS = 250;
const ON_TOP = ":popover-open, :modal, :fullscreen";

/** What a page can do to all that is in it. @type {[keyof CSSStyleDeclaration, string][]} */
const UNTOUCHED = [
  ["visibility", "visible"],
  ["opacity", "1"],
  ["filter", "none"],
  ["transform", "none"],
  ["clipPath", "none"],
  ["maskImage", "none"],
  ["mixBlendMode", "normal"],
];

/**
 * @param {HTMLElement} host
 * @param {HTMLDialogElement} dialog in it, and shown
 * @param {AbortSignal} over
 * @returns {() => boolean} whether it has rested until now
 */
export function watchRest(host, dialog, over) {
  let since = performance.now();
  let looked = since;
  const covered = TOLD ? () => false : watchCovers(dialog, over);
  const look = () => {
    const now = performance.now();
    if (now - looked > GAP_MS || covered() || !isAtHome(dialog) || !isUntouched(host)) since = now;
    looked = now;
  };
  const timer = setInterval(look, LOOK_MS);
  over.addEventListener("abort", () => clearInterval(timer));
  return () => {
    look();
    return looked - since >= REST_MS;
  };
}

/** @param {HTMLDialogElement} dialog @returns {boolean} at the window's right side, from top to bottom */
function isAtHome(dialog) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const bar = innerWidth - document.documentElement.clientWidth; // of the page's scrolling
  const at = (/** @type {number} */ side, /** @type {number} */ home) => Math.abs(side - home) <= bar + 1;
  return (
    dialog.matches(":modal") &&
    at(left, Math.max(0, innerWidth - PANEL_WIDTH)) &&
    at(right, innerWidth) &&
    at(top, 0) &&
    at(bottom, innerHeight)
  );
}

const TRANSITION = ":active-view-transition"; // not every browser has it

function inTransition() {
  return CSS.supports(`selector(${TRANSITION})`) && document.documentElement.matches(TRANSITION);
}

/** @param {HTMLElement} host */
function isUntouched(host) {
  if (inTransition()) return false; // its pictures lie above everything
  return [host, document.documentElement].every((element) => {
    const style = getComputedStyle(element);
    return UNTOUCHED.every(([name, plain]) => style[name] === plain);
  });
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {AbortSignal} over
 * @returns {() => boolean} whether something was drawn above it since the last time
 */
function watchCovers(dialog, over) {
  const below = new Set(onTop(dialog)); // as long as it is not opened anew
  let changed = false;
  let looked = 0;
  const change = () => void (changed = true);
  for (const element of below) {
    for (const type of ["beforetoggle", "toggle", "close"]) element.addEventListener(type, change, { signal: over });
  }
  document.addEventListener("fullscreenchange", change, { signal: over });
  return () => {
    const now = performance.now();
    if (now - looked > COVERS_LOOK_MS) {
      changed ||= onTop(dialog).some((element) => !below.has(element));
      looked = now;
    }
    const was = changed;
    changed = false;
    return was;
  };
}

/** @param {Element} ours @returns {Element[]} what else is drawn on top, in closed shadow roots too */
function onTop(ours) {
  const roots = [/** @type {ParentNode} */ (document)];
  for (const root of roots) for (const element of root.querySelectorAll("*")) roots.push(...shadowRoot(element));
  return roots.flatMap((root) => [...root.querySelectorAll(ON_TOP)]).filter((element) => element !== ours);
}

/** @param {Element & {openOrClosedShadowRoot?: ShadowRoot | null}} element Firefox shows extensions closed ones @returns {ShadowRoot[]} */
function shadowRoot(element) {
  const root = element.openOrClosedShadowRoot ?? element.shadowRoot;
  return root ? [root] : [];
}
