/**
 * Orders as the helper describes them, for the form.
 *
 * @typedef {import("../../extension/shared/documents.d.ts").FullAmount} FullAmount
 * @typedef {import("../../extension/shared/documents.d.ts").Finding} Finding
 * @typedef {import("../../extension/shared/documents.d.ts").Order} Order
 * @typedef {import("../../extension/shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../extension/shared/documents.d.ts").StandingItem} StandingItem
 */

const ZERO = { principal: "0.00", tax: "0.00", shipping_cost: "0.00", shipping_tax: "0.00" };

/** @param {number} units @param {string[]} amounts principal, tax, shipping cost, shipping tax @returns {FullAmount} */
function row(units, [principal, tax, shipping_cost, shipping_tax]) {
  const refund_amount = { principal, tax, shipping_cost, shipping_tax };
  return { order_return_refund_qty: units, refund_amount, readings: null };
}

/** Three spoons for 53.32 dollars, by their quantity: the third has the cent that a third of the price leaves over. */
export const SPOONS = [
  row(1, ["12.50", "1.00", "3.95", "0.32"]),
  row(2, ["25.00", "2.00", "7.90", "0.64"]),
  row(3, ["37.50", "3.00", "11.85", "0.97"]),
];

/** The prices of two mugs, if they are for a unit. */
export const UNIT_PRICES = [row(1, ["17.59", "1.40", "3.00", "0.34"]), row(2, ["35.18", "2.80", "6.00", "0.68"])];

/** The same prices, if they are for both mugs. */
export const LINE_PRICES = [row(1, ["8.80", "0.70", "1.50", "0.17"]), row(2, ["17.59", "1.40", "3.00", "0.34"])];

export const LOST = "Package never arrived";
export const UNWANTED = "No longer want this item";

/** Two mugs whose prices can be read in two ways, by their quantity. */
export const MUGS = UNIT_PRICES.map((unit, at) => ({
  ...unit,
  readings: { unit: unit.refund_amount, line: LINE_PRICES[at].refund_amount },
}));

/** @param {string} order_item_id @param {FullAmount[]} amounts by quantity, of which an item knows the last @param {Partial<StandingItem>} [changes] @returns {StandingItem} */
export function itemOf(order_item_id, amounts, changes = {}) {
  const units = amounts.length;
  const paid = amounts.at(-1)?.refund_amount ?? ZERO;
  return {
    order_item_id,
    merchant_sku: `SKU of ${order_item_id}`,
    product_title: `Title of ${order_item_id}`,
    request_order_quantity: units,
    request_order_cancel_qty: 0,
    shipped_quantity: null,
    refunded_quantity: 0,
    refundable_quantity: units,
    returnable_quantity: units,
    paid,
    refunded: ZERO,
    remaining: paid,
    price_basis: { principal: "same", tax: "same", shipping_cost: "same", shipping_tax: "same" },
    full_amount: amounts.at(-1) ?? null,
    ...changes,
  };
}

/** @param {string} [order_item_id] @returns {StandingItem} two units whose prices can be read in two ways */
export function unclearItem(order_item_id = "mugs") {
  return itemOf(order_item_id, MUGS);
}

/** @param {StandingItem[]} items @param {Partial<Standing>} [changes] @returns {Standing} */
export function standingOf(items, changes = {}) {
  return {
    schema_version: 1,
    merchant_order_id: "order",
    reference_order_id: "406114853511",
    items,
    refunds: [],
    blocks: [],
    warnings: [],
    refund_reasons: [
      { refund_reason: UNWANTED, nothing_returned: false },
      { refund_reason: LOST, nothing_returned: true },
    ],
    refund_feedbacks: [
      { refund_feedback: "other", needs_notes: true, not_with: [] },
      { refund_feedback: "item damaged", needs_notes: false, not_with: [LOST] },
    ],
    ...changes,
  };
}

/** @param {Standing} standing @param {Partial<Order>} [changes] @returns {Order} */
export function orderOf({ merchant_order_id, reference_order_id, items }, changes = {}) {
  return {
    schema_version: 1,
    merchant_order_id,
    reference_order_id,
    status: "complete",
    status_source: "overlay",
    exception_state: null,
    order_placed_date: null,
    order_totals: null,
    order_items: items.map((item) => ({
      order_item_id: item.order_item_id,
      merchant_sku: item.merchant_sku,
      product_title: item.product_title,
      request_order_quantity: item.request_order_quantity,
      request_order_cancel_qty: item.request_order_cancel_qty,
      shipped_quantity: item.shipped_quantity,
      item_price: { base_price: item.paid.principal },
      price_adjustment: null,
    })),
    ...changes,
  };
}

/** @param {string} code @param {string} pointer @param {string} [message] @returns {Finding} */
export function finding(code, pointer, message = `${code}.`) {
  return { code, message, pointer };
}
