import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { delay } from "../shared/delay.js";
import { button, el } from "../shared/elements.js";
import { notice } from "./widgets/panel.js";
import { remedyButton } from "./widgets/remedy_button.js";

const AGAIN_MS = 1_500;

/**
 * Asks until there is an answer. Meanwhile the panel says what is in the way and what to do about it.
 *
 * @template T
 * @param {import("./widgets/panel.js").Panel} panel
 * @param {() => Promise<T>} work asks the helper
 * @returns {Promise<T>}
 */
export async function retry(panel, work) {
  let shown = ""; // the message of the trouble that is on screen
  /** @type {(now: null) => void} */
  let again = () => undefined;
  for (;;) {
    try {
      const answer = await work();
      if (shown) panel.say();
      return answer;
    } catch (error) {
      const trouble = Trouble.from(error);
      const pressed = new Promise((resolve) => (again = resolve));
      if (shown !== trouble.message) showTrouble(panel, trouble, () => again(null));
      shown = trouble.message;
      await Promise.race([pressed, delay(trouble.passes ? AGAIN_MS : Infinity, panel.closed)]);
    }
  }
}

/** @param {import("./widgets/panel.js").Panel} panel @param {Trouble} trouble @param {() => void} again */
function showTrouble(panel, trouble, again) {
  const errors = (trouble.problem?.errors ?? []).map((error) => el("p", { class: "error" }, error.message));
  panel.show(
    [notice(troubleText(trouble), remedyButton(trouble, { kind: "main", again })), ...errors],
    button(getMessage("close"), "plain", () => panel.close()),
  );
  panel.say(trouble.passes ? getMessage("form_appears") : "");
}
