import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { getMessage } from "../../shared/i18n.js";
import { tidy } from "../../shared/money.js";
import { button, el, freshId } from "../panel/elements.js";
import { choice } from "../panel/fields.js";
import { itemAmounts } from "./item_amounts.js";
import { itemFacts } from "./item_facts.js";
import { fillFields, itemDraftOf, itemFields, lineOf } from "./item_fields.js";

/**
 * One item of the order in the form.
 *
 * @typedef {import("../../shared/documents.d.ts").StandingItem} StandingItem
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 * @typedef {import("../../shared/messages.js").ItemDraft} ItemDraft
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {HTMLElement} element
 * @property {() => boolean} chosen
 * @property {() => EnteredLine} line
 * @property {() => ItemDraft} draft
 * @property {() => boolean} unclear whether its prices can be read in two ways
 * @property {(reading: import("./item_amounts.js").Reading) => void} read
 * @property {(full: boolean | null) => void} full what the helper says; null: not known
 * @property {(place: string, error: import("../../shared/documents.d.ts").Finding, insist: boolean) => void} blame insist: also where
 *   nothing was typed yet
 * @property {() => void} look
 * @property {() => void} forgive
 */

/**
 * @param {StandingItem} item
 * @param {Standing} standing
 * @param {{draft: ItemDraft | null, chosen: boolean, changed: () => void}} more
 * @returns {Item}
 */
export function itemGroup(item, standing, { draft, chosen, changed }) {
  const factsId = freshId();
  const titleId = freshId();
  const can = item.refundable_quantity > 0;
  const tick = choice("checkbox", getMessage("refund_this_item"), { checked: can && (draft?.chosen ?? chosen) });
  const fields = itemFields(item, standing, factsId);
  const amounts = itemAmounts(item, standing.refund_reasons, fields);
  const reason = fields.refund_reason.control;
  const quantity = fields.order_return_refund_qty.control;

  const useFull = button(getMessage("use_full_amounts"), "quiet", () => {
    amounts.useAll();
    update();
    fields.principal.control.focus(); // the button goes; what it changed is where one goes on
  });
  const details = el(
    "div",
    { class: "details" },
    el("div", { class: "row" }, fields.total_quantity_returned.element, fields.order_return_refund_qty.element),
    el("div", { class: "row four" }, ...AMOUNT_NAMES.map((name) => fields[name].element)),
    ...AMOUNT_NAMES.map((name) => fields[name].error), // below all four: a quarter of the width is no place for a sentence
    useFull,
    fields.refund_feedback.element,
    fields.notes.element,
  );
  const error = el("p", { class: "error", hidden: true });
  const element = el(
    "div",
    { class: "item", role: "group", "aria-labelledby": titleId },
    el("h3", { id: titleId, title: item.product_title }, item.product_title),
    item.merchant_sku ? el("p", { class: "facts" }, getMessage("sku", item.merchant_sku)) : null,
    itemFacts(item, factsId),
    can ? tick.element : el("p", { class: "nothing-left" }, getMessage("nothing_left")),
    can ? fields.refund_reason.element : null,
    can ? details : null,
    error,
  );

  const arrange = () => {
    details.hidden = !tick.control.checked;
    element.classList.toggle("chosen", tick.control.checked);
    fields.refund_feedback.element.hidden = fields.notes.element.hidden = amounts.isFull();
    useFull.hidden = amounts.areAll();
    for (const option of fields.refund_feedback.control.options) {
      option.disabled = standing.refund_feedbacks.some(
        (one) => one.refund_feedback === option.value && one.not_with.includes(reason.value),
      );
    }
  };
  const update = () => {
    amounts.judged(null);
    arrange();
    changed();
  };

  if (draft) fillFields(fields, draft);
  else {
    quantity.value = String(item.refundable_quantity);
    amounts.follow();
  }
  arrange();

  element.addEventListener("input", ({ target }) => {
    if (target === reason && reason.value) tick.control.checked = true;
    if (target === reason || target === quantity) amounts.follow();
    update();
  });
  for (const name of AMOUNT_NAMES) {
    fields[name].control.addEventListener(
      "blur",
      () => void (fields[name].control.value = tidy(fields[name].control.value)),
    );
  }

  return {
    id: item.order_item_id,
    element,
    chosen: () => can && tick.control.checked,
    line: () => lineOf(item.order_item_id, fields, amounts.isFull()),
    draft: () => itemDraftOf(fields, tick.control.checked),
    unclear: () => item.readings !== null,
    read: (chosen) => {
      amounts.read(chosen);
      arrange();
    },
    full: (full) => {
      amounts.judged(full);
      arrange();
    },
    blame: (place, { code, message }, insist) => {
      const [name, part] = place.split("/");
      const wanted = part ?? name;
      const blamed = /** @type {Record<string, import("../panel/fields.js").Field<any>>} */ (fields)[wanted];
      if (!blamed) {
        error.textContent = message;
        error.hidden = false;
      } else if (insist || blamed.touched || blamed.control.value !== "") {
        blamed.blame(code === "not_valid" ? getMessage(`wrong_${wanted}`) : message);
      }
    },
    look: () => {
      reason.focus({ preventScroll: true }); // the item's title stays in sight where there is room
      reason.scrollIntoView({ block: "nearest" });
    },
    forgive: () => {
      error.hidden = true;
      for (const one of Object.values(fields)) one.blame(null);
    },
  };
}
