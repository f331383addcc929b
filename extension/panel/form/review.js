import { getMessage } from "../../shared/i18n.js";
import { dollars, sum } from "../../shared/money.js";
import { el, freshId } from "../../shared/elements.js";

/**
 * What the main button will do, in a sentence for each item. It follows what is typed; a screen reader is told of it at the
 * button, not at every key.
 *
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 */

/** @param {Standing} standing @returns {{id: string, element: HTMLElement, show: (lines: EnteredLine[]) => void}} */
export function review(standing) {
  const id = freshId();
  const element = el("ul", { class: "review", id });
  return {
    id,
    element,
    show: (lines) => {
      element.replaceChildren(...lines.map((line) => el("li", {}, reviewText(line, standing))));
    },
  };
}

/** @param {EnteredLine} line @param {Standing} standing @returns {string} */
export function reviewText(line, standing) {
  const item = standing.items.find(({ order_item_id }) => order_item_id === line.order_item_id);
  const total = sum(Object.values(line.refund_amount));
  /** @type {[string, ...(string | number)[]]} */
  const facts = [
    line.order_return_refund_qty === null ? "?" : String(line.order_return_refund_qty),
    item?.request_order_quantity ?? "?",
    item?.product_title ?? line.order_item_id,
    total ? dollars(total) : getMessage("amount_unclear"),
  ];
  const sentence = line.refund_reason
    ? getMessage("review_because", ...facts, line.refund_reason)
    : getMessage("review_no_reason", ...facts);
  return line.refund_feedback ? `${sentence} ${getMessage("review_partial", line.refund_feedback)}` : sentence;
}
