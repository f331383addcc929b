import { Trouble } from "../shared/errors.js";
import { troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";
import { byHand } from "./by_hand.js";
import { button, el, freshId } from "./elements.js";
import { choice } from "./fields.js";
import { notice } from "./panel.js";
import { pasting } from "./paste.js";
import { pause } from "./pause.js";

/**
 * Which order it is. Where the page leaves no doubt, it says so; otherwise the seller chooses, pastes, or types.
 *
 * @typedef {import("../portal/portal.js").Reading} Reading
 * @typedef {import("../portal/portal.js").Found} Found
 * @typedef {Reading | Trouble | null} Read of the page; null: it shows no order
 * @typedef {Found & {from: "page" | "text" | "hand"}} Certain
 */

/**
 * @param {import("./panel.js").Panel} panel
 * @param {import("../portal/portal.js").Portal} portal
 * @param {Read} read
 * @returns {Promise<Certain>}
 */
export async function source(panel, portal, read) {
  /** @type {(certain: Certain) => void} */
  let settle = () => undefined;
  /** @type {Promise<Certain>} */
  const settled = new Promise((resolve) => (settle = resolve));
  const saidId = freshId();
  const paste = pasting(portal, saidId, (reading) => take(reading, "text"));
  const hand = byHand((order) => settle({ order, remarks: [], from: "hand" }));
  const take = (/** @type {Read} */ now, /** @type {"page" | "text"} */ from) => {
    if (now && !(now instanceof Trouble) && now.found.length === 1 && !now.doubt) return settle({ ...now.found[0], from });
    const doubt = now && !(now instanceof Trouble) ? orderQuestion(now, (found) => settle({ ...found, from })) : null;
    const said = doubt ? null : notice(now instanceof Trouble ? troubleWords(now) : words("no_order_here"), null, saidId);
    panel.show([said, doubt?.element ?? null, paste.element, hand], button(words("close"), "plain", () => panel.close()));
    (doubt?.first ?? paste.control).focus();
  };
  take(read, "page");
  return /** @type {Certain} */ (await Promise.race([settled, pause(Infinity, panel.closed)]));
}

/**
 * @param {Reading} reading
 * @param {(found: Found) => void} chosen
 */
function orderQuestion({ found, doubt, facts }, chosen) {
  const name = freshId();
  const choices = found.map(({ order }) => {
    const titles = order.order_items.map((item) => `${item.request_order_quantity} \u00d7 ${item.product_title}`).join(", ");
    return choice("radio", words("order_with", order.reference_order_id, titles), { name });
  });
  const missing = el("p", { class: "error", role: "alert" });
  const use = button(words("use_this_order"), "main", () => {
    const at = choices.findIndex(({ control }) => control.checked);
    if (at !== -1) return chosen(found[at]);
    missing.textContent = words("choose_an_order");
    choices[0].control.focus();
  });
  const question = el("fieldset", { class: "question" }, el("legend", {}, words(`doubt_${doubt}`, ...facts)), ...choices.map((one) => one.element), missing, use);
  return { element: question, first: choices[0].control };
}
