import { getMessage } from "../../shared/i18n.js";
import { dollars, sum } from "../../shared/money.js";
import { el } from "../../shared/elements.js";

/**
 * What a refund asked for, item by item.
 *
 * @param {import("../../shared/messages.js").EnteredLine[] | import("../../shared/documents.d.ts").StatusLine[]} lines
 * @param {{order_item_id: string, product_title: string}[]} titles
 * @returns {HTMLElement}
 */
export function summary(lines, titles) {
  return el(
    "ul",
    { class: "summary" },
    ...lines.map((line) => {
      const title =
        titles.find(({ order_item_id }) => order_item_id === line.order_item_id)?.product_title ?? line.order_item_id;
      const total = sum(Object.values(line.refund_amount));
      const sentence = getMessage("summary_line", line.order_return_refund_qty ?? "", line.refund_reason);
      return el(
        "li",
        {},
        el("strong", {}, title),
        el("span", { class: "sum" }, total ? dollars(total) : ""),
        el("p", { class: "facts" }, sentence),
      );
    }),
  );
}
