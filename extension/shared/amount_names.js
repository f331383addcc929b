/** @typedef {keyof import("./documents.d.ts").RefundAmount} AmountName */

/** The four amounts of a refund, in the CSV's order. @type {readonly AmountName[]} */
export const AMOUNT_NAMES = ["principal", "tax", "shipping_cost", "shipping_tax"];
