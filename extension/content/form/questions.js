import { getMessage } from "../../shared/i18n.js";
import { sum, dollars } from "../../shared/money.js";
import { el, freshId } from "../panel/elements.js";
import { choice } from "../panel/fields.js";

/**
 * What only the seller knows: the status that the page does not show, what a price is for, whether a warning is accepted.
 *
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/documents.d.ts").Finding} Finding
 */

export const READING = { unit: "price_basis_unit", line: "price_basis_line" };

/**
 * @param {import("../../shared/documents.d.ts").Order} order
 * @param {(status: "inprogress" | "complete") => void} chosen
 */
export function statusQuestion(order, chosen) {
  const name = freshId();
  const choices = /** @type {const} */ (["inprogress", "complete"]).map((status) => {
    const made = choice("radio", getMessage(`status_${status}`), {
      name,
      value: status,
      checked: order.status === status,
    });
    made.control.addEventListener("change", () => chosen(status));
    return made.element;
  });
  return el("fieldset", { class: "question" }, el("legend", {}, getMessage("status_question")), ...choices);
}

/**
 * Where nothing tells whether a price is for one unit or for the whole line, both readings are shown and the seller says.
 *
 * @param {Standing} standing
 * @param {Set<string>} confirmed
 * @param {() => void} changed
 */
export function readingQuestion(standing, confirmed, changed) {
  const unclear = standing.items.filter((item) => item.readings && item.amounts.length);
  if (!unclear.length) return null;
  const name = freshId();
  const choices = /** @type {const} */ (["unit", "line"]).map((reading) => {
    const said = unclear
      .filter((item) => item.refundable_quantity > 1 || unclear.length === 1)
      .map((item) => {
        const all = item.readings?.[reading].at(-1);
        const total = all ? sum(Object.values(all.refund_amount)) : null;
        return getMessage(
          "reading_of_item",
          item.product_title,
          all?.order_return_refund_qty ?? 0,
          total ? dollars(total) : "",
        );
      });
    const made = choice("radio", `${getMessage(`reading_${reading}`)} ${said.join(" ")}`, {
      name,
      value: READING[reading],
      checked: confirmed.has(READING[reading]),
    });
    made.control.addEventListener("change", () => {
      for (const code of Object.values(READING)) confirmed.delete(code);
      confirmed.add(READING[reading]);
      changed();
    });
    return made.element;
  });
  return el("fieldset", { class: "question" }, el("legend", {}, getMessage("reading_question")), ...choices);
}

/**
 * @param {HTMLElement} place
 * @param {Finding[]} warnings
 * @param {Set<string>} confirmed
 * @param {() => void} changed
 */
export function showWarnings(place, warnings, confirmed, changed) {
  const codes = [...new Set(warnings.map((one) => one.code))];
  const text = (/** @type {string} */ code) =>
    [...new Set(warnings.filter((one) => one.code === code).map((one) => one.message))].join(" ");
  const now = JSON.stringify(codes.map((code) => [code, text(code)]));
  if (place.dataset.now === now) return; // what is in focus stays in focus
  place.dataset.now = now;
  const boxes = codes.map((code) => {
    const made = choice("checkbox", text(code), { value: code, checked: confirmed.has(code) });
    made.control.addEventListener("change", () => {
      if (made.control.checked) confirmed.add(code);
      else confirmed.delete(code);
      changed();
    });
    return made.element;
  });
  place.replaceChildren(
    ...(boxes.length
      ? [el("fieldset", { class: "question" }, el("legend", {}, getMessage("please_confirm")), ...boxes)]
      : []),
  );
}
