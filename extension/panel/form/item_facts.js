import { getMessage } from "../../shared/i18n.js";
import { el } from "../../shared/elements.js";

/**
 * The three numbers of an item beside each other, and what else is known of its units.
 *
 * @param {import("../../shared/documents.d.ts").StandingItem} item
 * @param {string} id by which fields are described by it
 * @returns {HTMLElement}
 */
export function itemFacts(item, id) {
  /** @type {[string, number][]} */
  const numbers = [
    [getMessage("ordered"), item.request_order_quantity],
    [getMessage("already_refunded"), item.refunded_quantity],
    [getMessage("refundable"), item.refundable_quantity],
  ];
  const facts = [];
  if (item.request_order_cancel_qty) facts.push(getMessage("cancelled_units", item.request_order_cancel_qty));
  if (item.shipped_quantity !== null) facts.push(getMessage("shipped", item.shipped_quantity));
  return el(
    "div",
    { id },
    el(
      "dl",
      { class: "numbers" },
      ...numbers.map(([name, units]) => el("div", {}, el("dt", {}, name, " "), el("dd", {}, String(units), " "))),
    ),
    facts.length ? el("p", { class: "facts" }, facts.join(" \u00b7 ")) : null,
  );
}
