import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { ask } from "../../shared/messages.js";
import { button, el, freshId } from "../../shared/elements.js";
import { choice, field, textInput } from "../widgets/fields.js";
import { manualItem } from "./manual_item.js";
import {
  ORDER_FIELDS,
  addItem,
  emptyManualOrder,
  manualOrderDocument,
  removeItem,
  typeInItem,
  typeInOrder,
  withTrouble,
  withoutErrors,
} from "./manual_order.js";

/**
 * The numbers of an order, typed: the card on screen. The helper says what is wrong with them.
 *
 * @typedef {import("./manual_order.js").ManualOrder} ManualOrder
 */

/**
 * @param {ManualOrder | null} kept what was typed in an earlier panel
 * @param {(manual: ManualOrder) => void} keep for a later one
 * @param {(order: import("../../shared/documents.d.ts").Order) => void} entered an order that the helper can read
 * @returns {HTMLElement}
 */
export function manualEntry(kept, keep, entered) {
  let state = withoutErrors(kept ?? emptyManualOrder());
  const show = (/** @type {ManualOrder} */ next) => view.render((state = next));
  const view = manualOrderView(state, (next) => {
    show(next(state));
    keep(state);
  });
  const use = button(getMessage("use_these_numbers"), "plain", async () => {
    show(withoutErrors(state));
    const order = manualOrderDocument(state);
    try {
      await ask("standing", order);
      entered(order);
    } catch (error) {
      show(withTrouble(state, Trouble.from(error)));
      view.focusFirstError();
    }
  });
  view.element.append(use);
  show(state);
  return el("section", { class: "card" }, unfoldButton(view), view.element);
}

/**
 * @param {ManualOrder} first
 * @param {(next: (state: ManualOrder) => ManualOrder) => void} change
 */
function manualOrderView(first, change) {
  const fields = {
    merchant_order_id: field("merchant_order_id", textInput(64)),
    reference_order_id: field(getMessage("order_number_label"), textInput(40)),
  };
  for (const name of ORDER_FIELDS) {
    const { control } = fields[name];
    control.value = first.values[name];
    control.addEventListener("input", () => change((state) => typeInOrder(state, name, control.value)));
  }
  const list = itemList(change);
  const another = button(getMessage("add_another_item"), "quiet", () => {
    change(addItem);
    list.focusLast();
  });
  const error = el("p", { class: "error", role: "alert" });
  const element = el(
    "div",
    { class: "hand", id: freshId(), hidden: !first.values.merchant_order_id },
    el("p", { class: "facts" }, getMessage("by_hand_hint")),
    ...ORDER_FIELDS.map((name) => fields[name].element),
    statusChoice(first.values.status, (status) => change((state) => typeInOrder(state, "status", status))),
    list.element,
    another,
    error,
  );
  return {
    element,
    focus: () => fields.merchant_order_id.control.focus(),
    focusFirstError: () => /** @type {HTMLElement | null} */ (element.querySelector('[aria-invalid="true"]'))?.focus(),
    render: (/** @type {ManualOrder} */ state) => {
      for (const name of ORDER_FIELDS) fields[name].blame(state.errors[name] ?? null);
      list.render(state.items);
      if (error.textContent !== state.error) error.textContent = state.error;
    },
  };
}

/** The items, drawn anew when there is another number of them. @param {(next: (state: ManualOrder) => ManualOrder) => void} change */
function itemList(change) {
  const element = el("div", { class: "hand-items" });
  /** @type {import("./manual_item.js").ManualItem[]} */
  let views = [];
  return {
    element,
    focusLast: () => views.at(-1)?.focus(),
    render: (/** @type {ManualOrder["items"]} */ items) => {
      if (views.length !== items.length) {
        views = items.map(({ values }, index) =>
          manualItem(index + 1, values, {
            typed: (name, value) => change((state) => typeInItem(state, index, name, value)),
            remove: index ? () => change((state) => removeItem(state, index)) : null,
          }),
        );
        element.replaceChildren(...views.map((view) => view.element));
      }
      views.forEach((view, index) => view.showErrors(items[index].errors));
    },
  };
}

/** @param {{element: HTMLElement, focus: () => void}} view */
function unfoldButton({ element, focus }) {
  const unfold = el(
    "button",
    {
      type: "button",
      class: "quiet unfold",
      "aria-controls": element.id,
      "aria-expanded": String(!element.hidden),
    },
    getMessage("enter_by_hand"),
  );
  unfold.addEventListener("click", () => {
    element.hidden = !element.hidden;
    unfold.setAttribute("aria-expanded", String(!element.hidden));
    if (!element.hidden) focus();
  });
  return unfold;
}

/** @param {string} chosen "" for none @param {(status: string) => void} choose */
function statusChoice(chosen, choose) {
  const name = freshId();
  const choices = ["inprogress", "complete"].map((status) => {
    const { control, element } = choice("radio", getMessage(`status_${status}`), {
      name,
      value: status,
      checked: status === chosen,
    });
    control.addEventListener("input", () => choose(status));
    return element;
  });
  return el("fieldset", { class: "plain-set" }, el("legend", {}, getMessage("status_label")), ...choices);
}
