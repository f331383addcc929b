import { el, freshId } from "../../shared/elements.js";

/**
 * A labelled field, and beside it what is wrong with it.
 *
 * @template {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} C
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {HTMLElement} error what is wrong; in the element, unless it is put elsewhere
 * @property {C} control
 * @property {(message: string | null) => void} blame
 */

/**
 * @template {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} C
 * @param {string} label
 * @param {C} control
 * @param {{describedBy?: string, kind?: string}} [more]
 * @returns {Field<C>}
 */
export function field(label, control, { describedBy = "", kind = "" } = {}) {
  const id = freshId();
  const errorId = freshId();
  control.id = id;
  const error = el("p", { class: "error", id: errorId, hidden: true });
  const describe = (/** @type {boolean} */ blamed) => {
    const ids = [blamed ? errorId : "", describedBy].filter(Boolean).join(" ");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  };
  describe(false);
  return {
    element: el("div", { class: `field ${kind}` }, el("label", { for: id }, label), control, error),
    error,
    control,
    blame: (/** @type {string | null} */ message) => {
      if ((message ?? "") === error.textContent) return; // what is said once is not said again
      error.textContent = message ?? "";
      error.hidden = !message;
      if (message) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      describe(Boolean(message));
    },
  };
}

/** @param {number} most units @returns {HTMLInputElement} */
export function quantityInput(most) {
  return el("input", {
    type: "number",
    min: 0,
    max: Math.max(most, 0),
    step: 1,
    inputmode: "numeric",
    autocomplete: "off",
  });
}

/** @param {number} longest characters @returns {HTMLInputElement} */
export function textInput(longest) {
  return el("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: longest });
}

/** @returns {HTMLInputElement} for dollars and cents */
export function moneyInput() {
  return el("input", { type: "text", class: "money", inputmode: "decimal", autocomplete: "off", maxlength: 20 });
}

/**
 * @param {string} nothing what stands there before a choice
 * @param {string[]} choices
 * @returns {HTMLSelectElement}
 */
export function select(nothing, choices) {
  return el(
    "select",
    {},
    el("option", { value: "" }, nothing),
    ...choices.map((value) => el("option", { value }, value)),
  );
}

/**
 * Check boxes and radio buttons: the control stands before its label.
 *
 * @param {"checkbox" | "radio"} type
 * @param {string} label
 * @param {{name?: string, value?: string, checked?: boolean}} [more]
 * @returns {{element: HTMLElement, control: HTMLInputElement}}
 */
export function choice(type, label, { name, value, checked = false } = {}) {
  const id = freshId();
  const control = el("input", { type, id, name, value });
  control.checked = checked;
  return { element: el("div", { class: "choice" }, control, el("label", { for: id }, label)), control };
}
