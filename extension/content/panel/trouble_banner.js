import { troubleText } from "../../shared/error_text.js";
import { getMessage } from "../../shared/i18n.js";
import { el } from "./elements.js";
import { notice } from "./panel.js";
import { remedyButton } from "./remedy_button.js";

/**
 * Above the form: what is in the way of the helper while the seller types. Said when it changes, not at every look.
 *
 * @param {() => void} again asks the helper at once
 */
export function troubleBanner(again) {
  const element = el("div", { class: "trouble-banner", "aria-live": "polite" });
  let shown = "";
  return {
    element,
    show: (/** @type {import("../../shared/errors.js").Trouble | null} */ trouble) => {
      const said = trouble ? troubleText(trouble) : "";
      if (shown === said) return;
      shown = said;
      const whole = trouble?.passes ? `${said} ${getMessage("can_click_anyway")}` : said;
      element.replaceChildren(...(trouble ? [notice(whole, remedyButton(trouble, { again }))] : []));
    },
  };
}
