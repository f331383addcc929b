import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { delay } from "../delay.js";
import { button, el, freshId } from "../panel/elements.js";
import { choice } from "../panel/fields.js";
import { notice } from "../panel/panel.js";
import { manualEntry, clearManualEntry } from "./manual_entry.js";
import { pasteField } from "./paste.js";

/**
 * Which order it is. Where the page leaves no doubt, it says so; otherwise the seller chooses, pastes, or types. What is
 * pasted or typed may be another order than the one that lies open: then the seller is asked.
 *
 * @typedef {import("../../portal/portal.js").Reading} Reading
 * @typedef {import("../../portal/portal.js").Found} Found
 * @typedef {Reading | Trouble | null} Read of the page; null: it shows no order
 * @typedef {Found & {from: "page" | "text" | "hand"}} ChosenOrder
 */

/**
 * @param {import("../panel/panel.js").Panel} panel
 * @param {import("../../portal/portal.js").Portal} portal
 * @param {Read} read
 * @param {string | null} open by which number the page calls the order that lies open
 * @returns {Promise<ChosenOrder>}
 */
export async function orderStep(panel, portal, read, open) {
  /** @type {(certain: ChosenOrder) => void} */
  let settle = () => undefined;
  /** @type {Promise<ChosenOrder>} */
  const settled = new Promise((resolve) => (settle = resolve));
  const saidId = freshId();
  const paste = pasteField(portal, saidId, (reading) => take(compared(reading, open), "text"));
  const hand = manualEntry((order) =>
    take(compared({ found: [{ order, remarks: [] }], doubt: null, facts: [] }, open), "hand"),
  );
  const take = (/** @type {Read} */ now, /** @type {ChosenOrder["from"]} */ from) => {
    if (now && !(now instanceof Trouble) && now.found.length === 1 && !now.doubt) {
      return settle({ ...now.found[0], from });
    }
    const doubt = now && !(now instanceof Trouble) ? orderQuestion(now, (found) => settle({ ...found, from })) : null;
    const said = doubt
      ? null
      : notice(now instanceof Trouble ? troubleText(now) : getMessage("no_order_here"), null, saidId);
    panel.show(
      [said, doubt?.element ?? null, paste.element, hand],
      button(getMessage("close"), "plain", () => panel.close()),
    );
    (doubt?.first ?? paste.control).focus();
  };
  take(read, "page");
  const certain = /** @type {ChosenOrder} */ (await Promise.race([settled, delay(Infinity, panel.closed)]));
  if (certain.from === "hand") clearManualEntry();
  return certain;
}

/**
 * @param {Reading} reading of what was pasted or typed
 * @param {string | null} open
 * @returns {Reading}
 */
function compared(reading, open) {
  if (reading.doubt || open === null) return reading;
  const [{ order }] = reading.found;
  if ([order.reference_order_id, order.merchant_order_id].includes(open)) return reading;
  return { ...reading, doubt: "stale_overlay", facts: [open, order.reference_order_id] };
}

/**
 * @param {Reading} reading
 * @param {(found: Found) => void} chosen
 */
function orderQuestion({ found, doubt, facts }, chosen) {
  const name = freshId();
  const choices = found.map(({ order }) => {
    const titles = order.order_items
      .map((item) => `${item.request_order_quantity} \u00d7 ${item.product_title}`)
      .join(", ");
    return choice("radio", getMessage("order_with", order.reference_order_id, titles), { name });
  });
  const missing = el("p", { class: "error", role: "alert" });
  const use = button(getMessage("use_this_order"), "main", () => {
    const at = choices.findIndex(({ control }) => control.checked);
    if (at !== -1) return chosen(found[at]);
    missing.textContent = getMessage("choose_an_order");
    choices[0].control.focus();
  });
  const question = el(
    "fieldset",
    { class: "question" },
    el("legend", {}, getMessage(`doubt_${doubt}`, ...facts)),
    ...choices.map((one) => one.element),
    missing,
    use,
  );
  return { element: question, first: choices[0].control };
}
