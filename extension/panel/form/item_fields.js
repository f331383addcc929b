import { getMessage } from "../../shared/i18n.js";
import { el } from "../../shared/elements.js";
import { field, moneyInput, quantityInput, select } from "../widgets/fields.js";

/**
 * The fields of an item on screen.
 *
 * @typedef {Record<import("./item_state.js").FieldName, import("../widgets/fields.js").Field<any>>} ItemFields
 */

/**
 * @param {import("../../shared/documents.d.ts").StandingItem} item
 * @param {import("../../shared/documents.d.ts").Standing} standing
 * @param {string} describedBy id of what describes the quantities
 * @returns {ItemFields} empty
 */
export function itemFields(item, standing, describedBy) {
  const wide = { kind: "wide" };
  const reasons = standing.refund_reasons.map(({ refund_reason }) => refund_reason);
  const feedbacks = standing.refund_feedbacks.map(({ refund_feedback }) => refund_feedback);
  return {
    total_quantity_returned: field(getMessage("total_quantity_returned"), quantityInput(item.returnable_quantity), {
      describedBy,
    }),
    order_return_refund_qty: field(getMessage("order_return_refund_qty"), quantityInput(item.refundable_quantity), {
      describedBy,
    }),
    refund_reason: field(getMessage("refund_reason"), select(getMessage("choose_a_reason"), reasons), wide),
    refund_feedback: field(getMessage("refund_feedback"), select(getMessage("choose_why"), feedbacks), wide),
    notes: field(getMessage("notes"), el("textarea", { rows: 1, maxlength: 1000 }), wide),
    principal: field(getMessage("principal"), moneyInput()),
    tax: field(getMessage("tax"), moneyInput()),
    shipping_cost: field(getMessage("shipping_cost"), moneyInput()),
    shipping_tax: field(getMessage("shipping_tax"), moneyInput()),
  };
}
