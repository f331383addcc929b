import { el } from "../../shared/elements.js";
import { changeItem, chooseReading, confirmWarning } from "./form_state.js";
import { itemView } from "./item.js";
import { readingQuestion, warningList } from "./questions.js";

/**
 * The form on screen: the items, the question that prices may raise, the warnings to confirm.
 *
 * @typedef {import("./form_state.js").FormState} FormState
 * @typedef {import("./form_session.js").ChangeForm} ChangeForm
 *
 * @typedef {object} FormView
 * @property {HTMLElement} element
 * @property {(state: FormState) => void} render
 * @property {() => void} focusFirstError
 * @property {() => void} focusFirstChoice the first item that is chosen
 */

const ERRORS = '[aria-invalid="true"], .unanswered input, .warnings input:not(:checked), .error:not([hidden])';

/**
 * @param {FormState} first
 * @param {{change: ChangeForm, adjust: ChangeForm}} handlers change: the seller entered something; adjust: only its form is another
 * @returns {FormView} to be rendered
 */
export function formView(first, { change, adjust }) {
  const errors = el("div", { class: "error-list", role: "alert" });
  const question = readingQuestion(first.standing, first.confirmed, (reading) =>
    change((state) => chooseReading(state, reading)),
  );
  const views = first.items.map((item) => {
    const { order_item_id } = item.standing;
    return itemView(item, first.standing, {
      change: (next) => change((state) => changeItem(state, order_item_id, next)),
      adjust: (next) => adjust((state) => changeItem(state, order_item_id, next)),
    });
  });
  const warnings = warningList((code, confirmed) => change((state) => confirmWarning(state, code, confirmed)));
  const items = views.map(({ element }) => element);
  const element = el("div", { class: "form" }, errors, question, ...items, warnings.element);
  let shown = first;
  return {
    element,
    render: (state) => {
      views.forEach((view, index) => view.render(state.items[index]));
      warnings.render(state.warnings, state.confirmed);
      question?.classList.toggle("unanswered", state.unanswered);
      // With each judgement, and not in between: an alert is read aloud whenever it is drawn.
      if (state.errors !== shown.errors) {
        errors.replaceChildren(...state.errors.map((message) => el("p", { class: "error" }, message)));
      }
      shown = state;
    },
    focusFirstChoice: () => views[shown.items.findIndex(({ chosen }) => chosen)]?.focus(),
    focusFirstError: () => {
      const error = /** @type {HTMLElement | null} */ (element.querySelector(ERRORS));
      error?.focus();
      error?.scrollIntoView({ block: "center" });
    },
  };
}
