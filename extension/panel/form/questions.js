import { getMessage } from "../../shared/i18n.js";
import { dollars, sum } from "../../shared/money.js";
import { el, freshId } from "../../shared/elements.js";
import { choice } from "../widgets/fields.js";
import { READING_CODES, unclearItems } from "./form_state.js";

/**
 * What only the seller knows: the status that the page does not show, what a price is for, whether a warning is accepted.
 *
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/documents.d.ts").Finding} Finding
 * @typedef {import("./item_state.js").Reading} Reading
 */

/**
 * @param {import("../../shared/documents.d.ts").Order} order
 * @param {(status: "inprogress" | "complete") => void} chosen
 * @returns {HTMLElement}
 */
export function statusQuestion(order, chosen) {
  const name = freshId();
  const choices = /** @type {const} */ (["inprogress", "complete"]).map((status) => {
    const radio = choice("radio", getMessage(`status_${status}`), {
      name,
      value: status,
      checked: order.status === status,
    });
    radio.control.addEventListener("change", () => chosen(status));
    return radio.element;
  });
  return el("fieldset", { class: "question" }, el("legend", {}, getMessage("status_question")), ...choices);
}

/**
 * @param {Standing} standing
 * @param {Reading} reading
 * @returns {string} the reading, and what the most of each unclear item comes to by it
 */
export function readingText(standing, reading) {
  const unclear = unclearItems(standing);
  const sentences = unclear
    .filter((item) => item.refundable_quantity > 1 || unclear.length === 1)
    .map((item) => {
      const amounts = item.full_amount?.readings?.[reading];
      const total = amounts ? sum(Object.values(amounts)) : null;
      return getMessage("reading_of_item", item.product_title, item.refundable_quantity, total ? dollars(total) : "");
    });
  return `${getMessage(`reading_${reading}`)} ${sentences.join(" ")}`;
}

/**
 * Where nothing tells whether a price is for a unit or for the whole line, both readings are shown and the seller says.
 *
 * @param {Standing} standing
 * @param {string[]} confirmed codes
 * @param {(reading: Reading) => void} chosen
 * @returns {HTMLElement | null} null: all prices are clear
 */
export function readingQuestion(standing, confirmed, chosen) {
  if (!unclearItems(standing).length) return null;
  const name = freshId();
  const choices = /** @type {const} */ (["unit", "line"]).map((reading) => {
    const code = READING_CODES[reading];
    const radio = choice("radio", readingText(standing, reading), {
      name,
      value: code,
      checked: confirmed.includes(code),
    });
    radio.control.addEventListener("change", () => chosen(reading));
    return radio.element;
  });
  return el("fieldset", { class: "question" }, el("legend", {}, getMessage("reading_question")), ...choices);
}

/** @param {Finding[]} warnings @returns {{code: string, text: string}[]} a row for each code, with its sentences, each once */
export function warningRows(warnings) {
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return codes.map((code) => {
    const messages = warnings.filter((warning) => warning.code === code).map(({ message }) => message);
    return { code, text: [...new Set(messages)].join(" ") };
  });
}

/**
 * The warnings on screen, each with a check box. They are drawn when they change, so that what is in focus stays in focus.
 *
 * @param {(code: string, confirmed: boolean) => void} confirm
 * @returns {{element: HTMLElement, render: (warnings: Finding[], confirmed: string[]) => void}} confirmed: codes
 */
export function warningList(confirm) {
  const element = el("div", { class: "warnings" });
  let shown = "[]";
  return {
    element,
    render: (warnings, confirmed) => {
      const rows = warningRows(warnings);
      if (JSON.stringify(rows) === shown) return;
      shown = JSON.stringify(rows);
      const boxes = rows.map(({ code, text }) => {
        const box = choice("checkbox", text, { value: code, checked: confirmed.includes(code) });
        box.control.addEventListener("change", () => confirm(code, box.control.checked));
        return box.element;
      });
      const legend = el("legend", {}, getMessage("please_confirm"));
      element.replaceChildren(...(boxes.length ? [el("fieldset", { class: "question" }, legend, ...boxes)] : []));
    },
  };
}
