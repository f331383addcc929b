import { getMessage } from "../../shared/i18n.js";
import { dollars, sum } from "../../shared/money.js";
import { el, freshId } from "../panel/elements.js";

/**
 * What the main button will do, in words, a line for each item. It follows what is typed; a screen reader is told of it at
 * the button, not at every key.
 *
 * @typedef {import("../../shared/messages.js").EnteredLine} EnteredLine
 */

/** @param {import("../../shared/documents.d.ts").Standing} standing */
export function review(standing) {
  const id = freshId();
  const element = el("ul", { class: "review", id });
  return {
    id,
    element,
    show: (/** @type {EnteredLine[]} */ lines) => {
      element.replaceChildren(...lines.map((line) => el("li", {}, said(line, standing))));
    },
  };
}

/** @param {EnteredLine} line @param {import("../../shared/documents.d.ts").Standing} standing */
function said(line, standing) {
  const item = standing.items.find((one) => one.order_item_id === line.order_item_id);
  const total = sum(Object.values(line.refund_amount));
  /** @type {[string, ...(string | number)[]]} */
  const what = [
    line.order_return_refund_qty === null ? "?" : String(line.order_return_refund_qty),
    item?.request_order_quantity ?? "?",
    item?.product_title ?? line.order_item_id,
    total ? dollars(total) : getMessage("amount_unclear"),
  ];
  const whole = line.refund_reason
    ? getMessage("review_because", ...what, line.refund_reason)
    : getMessage("review_no_reason", ...what);
  return line.refund_feedback ? `${whole} ${getMessage("review_partial", line.refund_feedback)}` : whole;
}
