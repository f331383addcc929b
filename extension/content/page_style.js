/** How it looks in the page. A style sheet made by script works under any content policy of the page. */

/** Pixels; a window that is narrower has the panel in all of it. */
export const PANEL_WIDTH = 520;

const CSS = `
:host { all: initial; }
.button {
  --accent: #5b2c91; --on-accent: #ffffff; --ink: #1d1b22; color: var(--ink); color-scheme: light;
  font: 600 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; letter-spacing: normal; text-align: start;
}
@media (prefers-color-scheme: dark) { .button { --accent: #b48ae8; --on-accent: #1b1325; --ink: #eceaf1; color-scheme: dark; } }
button {
  box-sizing: border-box; font: inherit; min-height: 32px; padding: 5px 14px; margin: 4px 8px; border: 1px solid transparent; border-radius: 8px;
  background: var(--accent); color: var(--on-accent); cursor: pointer;
}
button:hover { filter: brightness(1.08); }
button[aria-busy="true"] { opacity: .7; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.gone { margin: 4px 8px; padding: 6px 12px; border-radius: 8px; background: #fdf3dd; color: #7a4d00; font-weight: 550; }

.frame {
  position: fixed; inset: 0 0 0 auto; box-sizing: border-box; margin: 0; padding: 0; border: 0; width: min(${PANEL_WIDTH}px, 100%); height: 100dvh;
  max-width: none; max-height: none; visibility: visible; background: Canvas; box-shadow: -6px 0 32px rgb(0 0 0 / 22%); overflow: hidden;
  color-scheme: light dark;
}
.frame[open] { animation: in 140ms ease-out; }
.frame::backdrop { background: rgb(20 16 28 / 38%); }
iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: light dark; }
@keyframes in { from { transform: translateX(24px); opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .frame[open] { animation: none; } }
`;

/** @type {CSSStyleSheet | null} */
let made = null;

/**
 * An element of ours in the page, in a shadow root that no script of the page can enter. It has no name of its own: one
 * that a custom element can have, a page defines, and so gets the root of each such element.
 *
 * @param {Partial<ShadowRootInit>} more
 * @returns {{host: HTMLElement, root: ShadowRoot}}
 */
export function elementInPage(more = {}) {
  const host = document.createElement("div");
  host.setAttribute(OURS, "");
  const root = host.attachShadow({ mode: "closed", ...more });
  made ??= newSheet();
  root.adoptedStyleSheets = [made];
  return { host, root };
}

/** By which what is left of an earlier version is found. */
export const OURS = "data-jet-refunds";

function newSheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
