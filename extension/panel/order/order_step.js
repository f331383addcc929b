import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { delay } from "../../shared/delay.js";
import { button, el, freshId } from "../../shared/elements.js";
import { choice } from "../widgets/fields.js";
import { notice } from "../widgets/panel.js";
import { manualEntry } from "./manual_entry.js";
import { chooseOrder, compareWithOpen, orderText } from "./order_choice.js";
import { pasteField } from "./paste.js";

/**
 * Which order it is. Where the page leaves no doubt, it says so; otherwise the seller chooses, pastes, or types.
 *
 * @typedef {import("./order_choice.js").Reading} Reading
 * @typedef {import("./order_choice.js").FoundOrder} FoundOrder
 * @typedef {import("./order_choice.js").Read} Read
 * @typedef {FoundOrder & {from: "page" | "text" | "hand"}} ChosenOrder
 */

/**
 * @param {import("../widgets/panel.js").Panel} panel
 * @param {import("../opener.js").Opener} opener
 * @returns {Promise<ChosenOrder>}
 */
export async function orderStep(panel, { read: { reading, trouble, number: open }, manual: kept, keep }) {
  /** @type {(chosen: ChosenOrder) => void} */
  let settle = () => undefined;
  /** @type {Promise<ChosenOrder>} */
  const settled = new Promise((resolve) => (settle = resolve));
  const reasonId = freshId();
  const paste = pasteField(reasonId, (pasted) => take(compareWithOpen(pasted, open), "text"));
  const manual = manualEntry(kept, keep, (order) =>
    take(compareWithOpen({ found: [{ order, remarks: [] }], doubt: null, facts: [] }, open), "hand"),
  );
  const take = (/** @type {Read} */ latest, /** @type {ChosenOrder["from"]} */ from) => {
    const order = chooseOrder(latest);
    if (order.kind === "certain") return settle({ ...order.found, from });
    const question =
      order.kind === "doubt" ? orderQuestion(order.reading, (found) => settle({ ...found, from })) : null;
    panel.show(
      [
        order.kind === "none" ? notice(order.sentence, null, reasonId) : null,
        question?.element ?? null,
        paste.element,
        manual,
      ],
      button(getMessage("close"), "plain", () => panel.close()),
    );
    (question?.first ?? paste.control).focus();
  };
  take(trouble ? Trouble.fromDocument(trouble) : reading, "page");
  const chosen = /** @type {ChosenOrder} */ (await Promise.race([settled, delay(Infinity, panel.closed)]));
  if (chosen.from === "hand") keep(null); // what was typed became a refund's form; the next order begins empty
  return chosen;
}

/**
 * @param {Reading} reading
 * @param {(found: FoundOrder) => void} chosen
 */
function orderQuestion({ found, doubt, facts }, chosen) {
  const name = freshId();
  const choices = found.map(({ order }) => choice("radio", orderText(order), { name }));
  const error = el("p", { class: "error", role: "alert" });
  const use = button(getMessage("use_this_order"), "main", () => {
    const index = choices.findIndex(({ control }) => control.checked);
    if (index !== -1) return chosen(found[index]);
    error.textContent = getMessage("choose_an_order");
    choices[0].control.focus();
  });
  const question = el(
    "fieldset",
    { class: "question" },
    el("legend", {}, getMessage(`doubt_${doubt}`, ...facts)),
    ...choices.map(({ element }) => element),
    error,
    use,
  );
  return { element: question, first: choices[0].control };
}
