import { mendedInOptions, remedyOf, remedyLabel } from "../../shared/error_text.js";
import { ask } from "../../shared/messages.js";
import { button } from "../../shared/elements.js";

/**
 * What the seller can do about a trouble.
 *
 * @param {import("../../shared/errors.js").Trouble} trouble
 * @param {{kind?: string, again?: () => void}} [more] kind of the button; again: tries at once what is tried by itself later
 * @returns {HTMLButtonElement | null} null: it is mended where it is said
 */
export function remedyButton(trouble, { kind = "plain", again } = {}) {
  const remedy = remedyOf(trouble);
  if (!remedy) return null;
  if (mendedInOptions(trouble)) return button(remedyLabel(remedy), kind, () => void ask("open_options", null));
  if (remedy === "refresh") return button(remedyLabel(remedy), kind, () => void ask("refresh_tab", null));
  return again ? button(remedyLabel(remedy), kind, again) : null;
}
