/**
 * The documents of schemas/ as types. The schemas are the authority; these only help the editor and the checker.
 *
 * @typedef {"principal" | "tax" | "shipping_cost" | "shipping_tax"} Part
 * @typedef {Record<Part, string>} RefundAmount dollars and cents, such as "19.99"
 * @typedef {{base_price: string | null, item_tax?: string | null, item_shipping_cost?: string | null, item_shipping_tax?: string | null}} ItemPrice
 * @typedef {"created" | "ready" | "acknowledged" | "inprogress" | "complete" | "other" | null} OrderStatus
 *
 * @typedef {object} OrderItem
 * @property {string} order_item_id
 * @property {string} merchant_sku
 * @property {string} product_title
 * @property {number} request_order_quantity
 * @property {number} request_order_cancel_qty
 * @property {number | null} shipped_quantity null: not known
 * @property {ItemPrice} item_price
 * @property {Partial<Record<Part, string | null>> | null} price_adjustment
 *
 * @typedef {object} Order
 * @property {1} schema_version
 * @property {string} merchant_order_id
 * @property {string} reference_order_id
 * @property {OrderStatus} status
 * @property {"overlay" | "raw_data" | "seller"} status_source
 * @property {string | null} exception_state
 * @property {string | null} order_placed_date
 * @property {{item_price: ItemPrice} | null} order_totals
 * @property {OrderItem[]} order_items
 *
 * @typedef {object} Finding
 * @property {string} code
 * @property {string} message
 * @property {string} pointer RFC 6901, into the document that was sent
 *
 * @typedef {{type: string, title: string, status: number, detail: string, errors: Finding[]}} Problem
 *
 * @typedef {object} Line What the seller typed may still be wrong; the helper says so.
 * @property {string} order_item_id
 * @property {number | string | null} total_quantity_returned
 * @property {number | string | null} order_return_refund_qty
 * @property {string} refund_reason
 * @property {string | null} refund_feedback
 * @property {string} notes
 * @property {RefundAmount} refund_amount
 *
 * @typedef {{schema_version: 1, request_id: string, order: Order, lines: Line[], confirmed: string[]}} Refund
 *
 * @typedef {{order_return_refund_qty: number, refund_amount: RefundAmount}[]} Amounts
 *
 * @typedef {object} StandingItem
 * @property {string} order_item_id
 * @property {string} merchant_sku
 * @property {string} product_title
 * @property {number} request_order_quantity
 * @property {number} request_order_cancel_qty
 * @property {number | null} shipped_quantity
 * @property {number} refunded_quantity
 * @property {number} refundable_quantity
 * @property {number} returnable_quantity
 * @property {RefundAmount} paid
 * @property {RefundAmount} refunded
 * @property {RefundAmount} remaining
 * @property {Record<Part, "unit" | "line" | "same" | "unknown">} price_basis
 * @property {Amounts} amounts
 * @property {{unit: Amounts, line: Amounts} | null} readings
 *
 * @typedef {{refund_reason: string, nothing_returned: boolean}} Reason
 * @typedef {{refund_feedback: string, needs_notes: boolean, not_with: string[]}} Feedback
 *
 * @typedef {object} Standing
 * @property {string} merchant_order_id
 * @property {string} reference_order_id
 * @property {StandingItem[]} items
 * @property {RefundStatus[]} refunds newest first
 * @property {Finding[]} blocks
 * @property {Finding[]} warnings
 * @property {Reason[]} refund_reasons
 * @property {Feedback[]} refund_feedbacks
 *
 * @typedef {object} Judgement
 * @property {string} total
 * @property {{order_item_id: string, total: string, full: boolean}[]} lines
 * @property {Finding[]} blocks
 * @property {Finding[]} warnings
 *
 * @typedef {"held" | "queued" | "prepared" | "delivered" | "accepted" | "rejected" | "partly_accepted" | "cancelled"} State
 *
 * @typedef {object} StatusLine
 * @property {string} order_item_id
 * @property {string} merchant_sku
 * @property {string} product_title
 * @property {number} total_quantity_returned
 * @property {number} order_return_refund_qty
 * @property {string} refund_reason
 * @property {string | null} refund_feedback
 * @property {string} notes
 * @property {RefundAmount} refund_amount
 * @property {"accepted" | "rejected" | null} result
 * @property {string | null} error_message
 *
 * @typedef {object} RefundStatus
 * @property {number} id
 * @property {string} request_id
 * @property {string} alt_refund_id
 * @property {string} merchant_order_id
 * @property {string} reference_order_id
 * @property {State} state
 * @property {string | null} reason
 * @property {boolean} needs_person
 * @property {string} total
 * @property {StatusLine[]} lines
 * @property {string} created_at
 * @property {string | null} held_until
 * @property {{name: string, delivered_at: string | null} | null} file
 * @property {{name: string, read_at: string} | null} ack
 * @property {{at: string, state: State, message: string}[]} timeline
 *
 * @typedef {{part: string, state: "fine" | "waiting" | "needs_you", reason: string | null}} HealthPart
 * @typedef {{name: string, version: string, api: number, waiting: number, parts: HealthPart[]}} FullHealth what a paired browser hears
 */

/** The four parts of a refund, in the CSV's order. @type {readonly Part[]} */
export const PARTS = ["principal", "tax", "shipping_cost", "shipping_tax"];

/** States in which nothing more will happen by itself. @type {readonly State[]} */
export const FINAL = ["accepted", "rejected", "partly_accepted", "cancelled"];
