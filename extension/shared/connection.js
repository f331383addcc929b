import { remedyOf, remedyLabel, troubleText } from "./error_text.js";
import { Trouble } from "./errors.js";
import { getMessage } from "./i18n.js";

/**
 * How things stand between browser, helper and seller: a sentence and a button, the same on every page of the
 * extension.
 *
 * @typedef {import("./messages.js").Connection} Connection
 * @typedef {import("./error_text.js").Remedy} Remedy
 * @typedef {{kind: "bad" | "waiting" | "fine", sentence: string, remedy: Remedy | null}} Stand
 */

/** @param {Connection} connection @returns {Stand} */
export function standOf({ port, kept, trouble, health }) {
  const waits = kept ? [getMessage("kept", kept)] : [];
  if (trouble) {
    return {
      ...standOfTrouble(Trouble.fromDocument(trouble)),
      sentence: [troubleText(Trouble.fromDocument(trouble)), ...waits].join(" "),
    };
  }
  if (health.waiting) waits.push(getMessage("waiting", health.waiting));
  const troubled = health.parts.filter((part) => part.state !== "fine");
  const reasons = new Set(troubled.map((part) => part.reason ?? ""));
  const kind = troubled.some((part) => part.state === "needs_you")
    ? "bad"
    : waits.length || troubled.length
      ? "waiting"
      : "fine";
  return {
    kind,
    sentence: [getMessage("connected", port), ...waits, ...reasons].join(" ").trim(),
    remedy: "open_dashboard",
  };
}

/** @param {Trouble} trouble @returns {Stand} */
export function standOfTrouble(trouble) {
  return { kind: "bad", sentence: troubleText(trouble), remedy: remedyOf(trouble) };
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
  const label = stand.remedy ? remedyLabel(stand.remedy, onOptions) : "";
  if (button.textContent !== label) button.textContent = label;
}
