import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { button, el, freshId } from "../panel/elements.js";
import { field } from "../panel/fields.js";

/**
 * The place to paste the raw data into. The text is read here and goes nowhere else: a buyer may stand in it. It stays until
 * an order was read from it or the panel is closed.
 *
 * @param {import("../../portal/portal.js").Portal} portal
 * @param {string} saidId what says why there is something to paste
 * @param {(reading: import("../../portal/portal.js").Reading) => void} read
 */
export function pasteField(portal, saidId, read) {
  const hintId = freshId();
  const control = el("textarea", { class: "code", rows: 6, spellcheck: "false", autocomplete: "off" });
  const place = field(getMessage("paste_raw_data"), control, { describedBy: `${saidId} ${hintId}`, kind: "wide" });
  const tryIt = () => {
    try {
      const reading = portal.readText(control.value);
      place.blame(null);
      read(reading);
    } catch (error) {
      place.blame(troubleText(Trouble.from(error)));
      control.focus();
    }
  };
  control.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).inputType === "insertFromPaste" && event.isTrusted) tryIt();
  });
  const hint = el("p", { class: "facts", id: hintId }, getMessage("paste_hint"));
  return {
    element: el("section", { class: "card" }, place.element, hint, button(getMessage("read_it"), "plain", tryIt)),
    control,
  };
}
