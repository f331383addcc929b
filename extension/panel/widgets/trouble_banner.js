import { troubleText } from "../../shared/error_text.js";
import { getMessage } from "../../shared/i18n.js";
import { el } from "../../shared/elements.js";
import { notice } from "./panel.js";
import { remedyButton } from "./remedy_button.js";

/** @typedef {import("../../shared/errors.js").Trouble} Trouble */

/**
 * Above the form: what is in the way of the helper while the seller types. Said when it changes, not at every look.
 *
 * @param {() => void} again asks the helper at once
 * @returns {{element: HTMLElement, show: (trouble: Trouble | null) => void}}
 */
export function troubleBanner(again) {
  const element = el("div", { class: "trouble-banner", "aria-live": "polite" });
  let shown = "";
  return {
    element,
    show: (trouble) => {
      const sentence = trouble ? troubleText(trouble) : "";
      if (shown === sentence) return;
      shown = sentence;
      const whole = trouble?.passes ? `${sentence} ${getMessage("can_click_anyway")}` : sentence;
      element.replaceChildren(...(trouble ? [notice(whole, remedyButton(trouble, { again }))] : []));
    },
  };
}
