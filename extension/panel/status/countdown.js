import { getMessage } from "../../shared/i18n.js";
import { dollars } from "../../shared/money.js";
import { el } from "../../shared/elements.js";

const BEAT_MS = 200;

/**
 * How long a refund can still be undone. The number that ticks is for the eye; a screen reader is told once.
 *
 * @param {import("../../shared/documents.d.ts").RefundStatus} status held
 * @param {AbortSignal} over
 * @returns {HTMLElement}
 */
export function countdown(status, over) {
  const until = Date.parse(status.held_until ?? "");
  const seconds = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const ticking = el("span", { "aria-hidden": "true", class: "ticking" });
  const beat = setInterval(() => tick(), BEAT_MS);
  const tick = () => {
    ticking.textContent = getMessage("held_ticking", dollars(status.total), seconds());
    if (over.aborted || !seconds()) clearInterval(beat);
  };
  tick();
  return el(
    "p",
    { class: "state held" },
    el("span", { class: "unseen" }, getMessage("held_for", dollars(status.total), seconds())),
    ticking,
  );
}
