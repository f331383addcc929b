import { Trouble } from "./errors.js";
import { remedyOf, remedyWords, troubleWords } from "./troubles.js";
import { words } from "./words.js";

/**
 * How things stand between browser, helper and seller: one sentence and one button, the same on every page of the
 * extension.
 *
 * @typedef {import("./messages.js").Connection} Connection
 * @typedef {import("./troubles.js").Remedy} Remedy
 * @typedef {{kind: "bad" | "waiting" | "fine", sentence: string, remedy: Remedy | null}} Stand
 */

/** @param {Connection} connection @returns {Stand} */
export function standOf({ port, kept, trouble, health }) {
  const waits = kept ? [words("kept", kept)] : [];
  if (trouble) return { ...standOfTrouble(Trouble.of(trouble)), sentence: [troubleWords(Trouble.of(trouble)), ...waits].join(" ") };
  if (health.waiting) waits.push(words("waiting", health.waiting));
  const parts = health.parts.filter((part) => part.state !== "fine");
  const reasons = new Set(parts.map((part) => part.reason ?? ""));
  const kind = parts.some((part) => part.state === "needs_you") ? "bad" : waits.length || parts.length ? "waiting" : "fine";
  return { kind, sentence: [words("connected", port), ...waits, ...reasons].join(" ").trim(), remedy: "open_dashboard" };
}

/** @param {Trouble} trouble @returns {Stand} */
export function standOfTrouble(trouble) {
  return { kind: "bad", sentence: troubleWords(trouble), remedy: remedyOf(trouble) };
}

/**
 * Shows it. What has not changed is left alone: a screen reader would say it again.
 *
 * @param {Stand} stand
 * @param {HTMLElement} sentence a live region
 * @param {HTMLElement} button
 * @param {boolean} [onOptions]
 */
export function showStand(stand, sentence, button, onOptions = false) {
  sentence.hidden = false;
  if (sentence.textContent !== stand.sentence) sentence.textContent = stand.sentence;
  sentence.className = `state ${stand.kind}`;
  button.hidden = !stand.remedy;
  button.dataset.remedy = stand.remedy ?? "";
  const label = stand.remedy ? remedyWords(stand.remedy, onOptions) : "";
  if (button.textContent !== label) button.textContent = label;
}
