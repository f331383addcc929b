import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { ask } from "../../shared/messages.js";
import { button, el, freshId } from "../panel/elements.js";
import { choice, field, textInput } from "../panel/fields.js";
import { manualItem } from "./manual_item.js";

/**
 * The numbers of an order, typed. The helper says what is wrong with them.
 *
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {{order: Record<string, string>, items: Record<string, string>[]}} Typed
 */

/** Until it is used, so that a panel that was closed shows it again. @type {Typed} */
let kept = { order: {}, items: [{}] };

/** What was typed became a refund's form; the next order begins empty. */
export function clearManualEntry() {
  kept = { order: {}, items: [{}] };
}

/** @param {(order: Order) => void} entered @returns {HTMLElement} */
export function manualEntry(entered) {
  const id = freshId();
  /** @type {Record<string, import("../panel/fields.js").Field<HTMLInputElement>>} */
  const fields = {
    merchant_order_id: field("merchant_order_id", textInput(64)),
    reference_order_id: field(getMessage("order_number_label"), textInput(40)),
  };
  for (const [name, one] of Object.entries(fields)) one.control.value = kept.order[name] ?? "";
  const status = statusChoice(kept.order.status ?? "");
  /** @type {import("./manual_item.js").ManualItem[]} */
  let items = [];
  const list = el("div", { class: "hand-items" });
  const general = el("p", { class: "error", role: "alert" });

  const order = () =>
    /** @type {Order} */ ({
      schema_version: 1,
      merchant_order_id: fields.merchant_order_id.control.value.trim(),
      reference_order_id: fields.reference_order_id.control.value.trim(),
      status: status.value() || null,
      status_source: "seller",
      exception_state: null,
      order_placed_date: null,
      order_totals: null,
      order_items: items.map((item) => item.document()),
    });
  const keep = () => {
    const typed = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.control.value]));
    kept = { order: { ...typed, status: status.value() }, items: items.map((item) => item.typed()) };
  };
  const arrange = (/** @type {Record<string, string>[]} */ typed) => {
    items = typed.map((one, at) =>
      manualItem(
        at + 1,
        one,
        at ? () => arrange(items.filter((_, other) => other !== at).map((item) => item.typed())) : null,
      ),
    );
    list.replaceChildren(...items.map((item) => item.element));
    keep();
  };
  const another = button(getMessage("add_another_item"), "quiet", () => {
    arrange([...items.map((item) => item.typed()), {}]);
    items.at(-1)?.look();
  });
  const use = button(getMessage("use_these_numbers"), "plain", async () => {
    for (const one of Object.values(fields)) one.blame(null);
    for (const item of items) item.forgive();
    general.textContent = "";
    const typed = order();
    try {
      await ask("standing", typed);
      entered(typed);
    } catch (error) {
      blame(Trouble.from(error));
    }
  });
  const placed = (/** @type {string} */ pointer) => {
    const [, at, name] = /^\/order_items\/(\d+)\/(?:item_price\/)?(\w+)$/.exec(pointer) ?? [];
    if (at) return items[Number(at)]?.blame(name) ?? false;
    const own = fields[pointer.slice(1)];
    own?.blame(getMessage(`wrong_${pointer.slice(1)}`));
    return Boolean(own);
  };
  const blame = (/** @type {Trouble} */ trouble) => {
    const errors = trouble.problem?.errors ?? [];
    const elsewhere = errors.filter(({ pointer }) => !placed(pointer));
    if (elsewhere.length || !errors.length) general.textContent = troubleText(trouble);
    /** @type {HTMLElement | null} */ (section.querySelector('[aria-invalid="true"]'))?.focus();
  };

  const section = el(
    "div",
    { class: "hand", id, hidden: !kept.order.merchant_order_id },
    el("p", { class: "facts" }, getMessage("by_hand_hint")),
    fields.merchant_order_id.element,
    fields.reference_order_id.element,
    status.element,
    list,
    another,
    general,
    use,
  );
  section.addEventListener("input", keep);
  arrange(kept.items);
  const unfold = el(
    "button",
    { type: "button", class: "quiet unfold", "aria-controls": id, "aria-expanded": String(!section.hidden) },
    getMessage("enter_by_hand"),
  );
  unfold.addEventListener("click", () => {
    section.hidden = !section.hidden;
    unfold.setAttribute("aria-expanded", String(!section.hidden));
    if (!section.hidden) fields.merchant_order_id.control.focus();
  });
  return el("section", { class: "card" }, unfold, section);
}

/** @param {string} chosen */
function statusChoice(chosen) {
  const name = freshId();
  const choices = ["inprogress", "complete"].map((one) =>
    choice("radio", getMessage(`status_${one}`), { name, value: one, checked: one === chosen }),
  );
  return {
    element: el(
      "fieldset",
      { class: "plain-set" },
      el("legend", {}, getMessage("status_label")),
      ...choices.map(({ element }) => element),
    ),
    value: () =>
      /** @type {"inprogress" | "complete" | ""} */ (
        choices.find(({ control }) => control.checked)?.control.value ?? ""
      ),
  };
}
