import { readText } from "../../portal/read_text.js";
import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { button, el, freshId } from "../../shared/elements.js";
import { field } from "../widgets/fields.js";

/**
 * The field to paste the raw data into. The text is read here and goes nowhere else: a buyer may stand in it. It stays until
 * an order was read from it or the panel is closed.
 *
 * @param {string} reasonId id of what says why there is something to paste
 * @param {(reading: import("../../portal/portal.js").Reading) => void} read
 * @returns {{element: HTMLElement, control: HTMLTextAreaElement}}
 */
export function pasteField(reasonId, read) {
  const hintId = freshId();
  const control = el("textarea", { class: "code", rows: 6, spellcheck: "false", autocomplete: "off" });
  const pasted = field(getMessage("paste_raw_data"), control, { describedBy: `${reasonId} ${hintId}`, kind: "wide" });
  const readPasted = () => {
    try {
      const reading = readText(control.value);
      pasted.blame(null);
      read(reading);
    } catch (error) {
      pasted.blame(troubleText(Trouble.from(error)));
      control.focus();
    }
  };
  control.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).inputType === "insertFromPaste" && event.isTrusted) readPasted();
  });
  const hint = el("p", { class: "facts", id: hintId }, getMessage("paste_hint"));
  return {
    element: el("section", { class: "card" }, pasted.element, hint, button(getMessage("read_it"), "plain", readPasted)),
    control,
  };
}
