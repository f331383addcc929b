/**
 * Keeps what happens in our window from the page under it, which would misread it: shortcuts, Escape, a focus trap, a click
 * beside its own window. Keys, pointers and focus are stopped before any listener of the page's document hears of them;
 * what our own elements listen to is stopped on its way back.
 */
const BEFORE = [
  "keydown",
  "keyup",
  "keypress",
  "beforeinput",
  "mousedown",
  "mouseup",
  "pointerdown",
  "pointerup",
  "touchstart",
  "touchend",
  "dblclick",
  "focusin",
  "focusout",
  "wheel",
  "paste",
  "copy",
  "cut",
  "contextmenu",
];
const AFTER = ["click", "input", "change"];

/**
 * @param {HTMLElement} host
 * @param {AbortSignal} closed
 * @returns {{holdUntilUp: (codes: string[]) => void}} keys that went down in the panel, of which the page heard nothing
 */
export function fenceEvents(host, closed) {
  const over = new AbortController();
  const down = new Set();
  /** @param {Event} event */
  const hold = (event) => {
    const key = event instanceof KeyboardEvent ? event.code || event.key : null;
    const pressed = event.type === "keydown" && !(/** @type {KeyboardEvent} */ (event).repeat);
    // Under a modal window nothing else takes keys: those at the body are ours too.
    const ours = closed.aborted ? down.has(key) && !pressed : key !== null || event.target === host;
    if (ours) event.stopImmediatePropagation();
    if (!key) return;
    if (pressed && ours) down.add(key);
    else if (pressed || event.type === "keyup") down.delete(key);
    leave();
  };
  // The key that closes our window comes up, or repeats, when the window is gone: that is not the page's either.
  const leave = () => {
    if (closed.aborted && !down.size) over.abort();
  };
  for (const type of BEFORE) window.addEventListener(type, hold, { capture: true, signal: over.signal });
  for (const type of AFTER) host.addEventListener(type, (event) => event.stopPropagation());
  closed.addEventListener("abort", leave);
  return {
    holdUntilUp: (codes) => {
      for (const code of codes) down.add(code);
    },
  };
}
