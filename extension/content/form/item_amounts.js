import { AMOUNT_NAMES } from "../../shared/amount_names.js";
import { holdsAll } from "./item_fields.js";

/**
 * The amounts of one item, which follow its quantity as long as the seller has not changed them. Nothing is calculated: they
 * are those that the helper gave for the quantity.
 *
 * @typedef {"unit" | "line" | null} Reading how prices are read where that is unknown; null: not said yet
 */

/**
 * @param {import("../../shared/documents.d.ts").StandingItem} item
 * @param {import("../../shared/documents.d.ts").RefundReasonOption[]} reasons
 * @param {import("./item_fields.js").ItemFields} fields
 */
export function itemAmounts(item, reasons, fields) {
  /** @type {Reading} */
  let reading = null;
  /** @type {boolean | null} */
  let fullByHelper = null;
  const quantity = fields.order_return_refund_qty.control;
  const returned = fields.total_quantity_returned;

  const all = () => {
    const table = (reading && item.readings?.[reading]) || item.amounts;
    return table.find((one) => String(one.order_return_refund_qty) === quantity.value)?.refund_amount ?? null;
  };
  const areAll = () => {
    const now = all();
    return now === null || holdsAll(fields, now);
  };
  const nothingReturned = () =>
    reasons.some((one) => one.refund_reason === fields.refund_reason.control.value && one.nothing_returned);
  const follow = () => {
    const now = all();
    for (const name of AMOUNT_NAMES) if (now && !fields[name].touched) fields[name].control.value = now[name];
    if (returned.touched) return;
    returned.control.value = String(nothingReturned() ? 0 : Math.min(Number(quantity.value), item.returnable_quantity));
  };
  return {
    areAll,
    isFull: () => fullByHelper ?? areAll(),
    follow,
    useAll: () => {
      for (const name of AMOUNT_NAMES) fields[name].touched = false;
      follow();
    },
    read: (/** @type {Reading} */ chosen) => {
      reading = chosen;
      follow();
    },
    /** @param {boolean | null} full what the helper says of what stands there now; null: not known */
    judged: (full) => void (fullByHelper = full),
  };
}
