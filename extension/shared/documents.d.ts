/* The documents of schemas/ as types. Made by scripts/generate_types.py: change the schema and run that. */

/**
 * The version of all these documents together.
 */
export type SchemaVersion = 1;
/**
 * merchant_order_id and order_item_id: Jet writes 32 hexadecimal digits, its older examples other words.
 */
export type Id = string;
/**
 * Units of an item.
 */
export type Quantity = number;
/**
 * US dollars and cents that the helper has added up: of many units they may be more than a refund's amount can be.
 */
export type Sum = string;
/**
 * Words for the seller.
 */
export type Sentence = string;
/**
 * A stable word for programs.
 */
export type Code = string;
/**
 * RFC 6901: the place in the document that was sent; empty is the whole of it.
 */
export type Pointer = string;
/**
 * What people call the order number. Digits in a string: 12 or 18 of them.
 */
export type ReferenceOrderId = string;
/**
 * The order's state now; other: a word that is none of these; null: it could not be read.
 */
export type OrderStatus = "created" | "ready" | "acknowledged" | "inprogress" | "complete" | "other" | null;
/**
 * The exceptions of an order that are known, in Jet's words; other: an exception that is none of these.
 */
export type ExceptionState =
  "exception - order rejected" | "exception - jet manual canceled to complete state" | "other";
/**
 * A price that is summed up over many units of many items.
 */
export type Total = string | null;
/**
 * US dollars as the raw data have them, every digit kept; null is not charged.
 */
export type Price = string | null;
/**
 * 32 bytes as base64url.
 */
export type VerifyingKey = string;
/**
 * The refund's own number. Jet wants five characters or more, fit for a URL.
 */
export type AltRefundId = string;
/**
 * A refund's way: held while it can be undone, queued, prepared when its bytes are in a file, delivered when the file lies on the site, then the processor's answer.
 */
export type State =
  "held" | "queued" | "prepared" | "delivered" | "accepted" | "rejected" | "partly_accepted" | "cancelled";
/**
 * The article's list, to the letter.
 */
export type RefundReason =
  | "No longer want this item"
  | "Received the wrong item"
  | "Website description is inaccurate"
  | "Product is defective / does not work"
  | "Item arrived damaged - box intact"
  | "Item arrived damaged - box damaged"
  | "Package never arrived"
  | "Package arrived late"
  | "Wrong quantity received"
  | "Better price found elsewhere"
  | "Unwanted gift"
  | "Accidental order"
  | "Unauthorized purchase"
  | "Item is missing parts / accessories"
  | "Return to Sender - damaged, undeliverable, refused"
  | "Return to Sender - lost in transit only"
  | "Item is refurbished"
  | "Item is expired"
  | "Package arrived after estimated delivery date";
/**
 * Why not the full amount: the article's list, to the letter.
 */
export type RefundFeedback = "other" | "item damaged" | "not shipped in original packaging" | "customer opened item";
/**
 * US dollars and cents, never negative.
 */
export type Money = string;
/**
 * RFC 3339, UTC.
 */
export type Time = string;
export type Basis = "unit" | "line" | "same" | "unknown";

/**
 * The type of each document, by the name of its schema.
 */
export interface Documents {
  "full-amounts": FullAmounts;
  health: Health;
  judgement: Judgement;
  order: Order;
  "page-code": PageCode;
  "pairing-request": PairingRequest;
  pairing: Pairing;
  problem: Problem;
  quantities: Quantities;
  "refund-list": RefundList;
  "refund-status": RefundStatus;
  refund: Refund;
  resolution: Resolution;
  standing: Standing;
}
/**
 * The full amounts for the quantities that the seller has chosen. Made by the helper from the order, the quantities and the ledger: one for each quantity that was asked for, whatever its size.
 */
export interface FullAmounts {
  schema_version: SchemaVersion;
  /**
   * In the sequence of the question, without items that the order does not have.
   */
  items: ItemFullAmount[];
}
export interface ItemFullAmount {
  order_item_id: Id;
  full_amount: FullAmount;
}
/**
 * All that was paid for so many units, and never more than remains.
 */
export interface FullAmount {
  order_return_refund_qty: Quantity;
  /**
   * Where the basis is unknown, the unit reading.
   */
  refund_amount: Amounts;
  /**
   * Where the basis is unknown: the amounts by either reading. The seller confirms with the code price_basis_unit or price_basis_line.
   */
  readings: Readings | null;
}
/**
 * The four parts as the helper calculates them, in the CSV's words.
 */
export interface Amounts {
  principal: Sum;
  tax: Sum;
  shipping_cost: Sum;
  shipping_tax: Sum;
}
export interface Readings {
  unit: Amounts;
  line: Amounts;
}
/**
 * Who answers, and how it is. To strangers only name, version and api; to a browser that says hello by its id also a nonce, and to one that has a code what makes a secret of it; to one that has proved itself also the parts.
 */
export interface Health {
  name: "jet-refunds";
  version: string;
  /**
   * The version of the contract between extension and helper.
   */
  api: number;
  /**
   * The helper's, for the call that follows.
   */
  nonce?: string;
  /**
   * Of PBKDF2, as base64url.
   */
  salt?: string;
  /**
   * Of PBKDF2 with HMAC-SHA-256.
   */
  rounds?: number;
  /**
   * Refunds not yet answered by the processor.
   */
  waiting?: number;
  parts?: HealthPart[];
}
export interface HealthPart {
  part: "ledger" | "site" | "courier" | "keychain";
  state: "fine" | "waiting" | "needs_you";
  reason: Sentence | null;
}
/**
 * What the helper would say to a refund. The answer to a refund sent with ?check=1. Nothing is kept.
 */
export interface Judgement {
  schema_version: SchemaVersion;
  /**
   * The sum over all lines and parts.
   */
  total: Sum;
  lines: JudgedLine[];
  blocks: Finding[];
  /**
   * Those not yet in confirmed.
   */
  warnings: Finding[];
}
export interface JudgedLine {
  order_item_id: Id;
  total: Sum;
  /**
   * The amounts are all that was paid for these units; false asks for refund_feedback.
   */
  full: boolean;
}
/**
 * What stands against a refund (a block), or must be confirmed (a warning).
 */
export interface Finding {
  code: Code;
  message: Sentence;
  pointer: Pointer;
}
/**
 * An order as the portal shows it. Made by the extension from the raw data and the overlay. Field names are Jet's. Nothing about the buyer.
 */
export interface Order {
  schema_version: SchemaVersion;
  merchant_order_id: Id;
  reference_order_id: ReferenceOrderId;
  status: OrderStatus;
  /**
   * Who said so. The raw data of the Created entry say created for ever.
   */
  status_source: "overlay" | "raw_data" | "seller";
  /**
   * Any other text than those of the list may be about the buyer: the helper takes it for other, and does not keep it.
   */
  exception_state: string | ExceptionState | null;
  order_placed_date: string | null;
  /**
   * Null where the raw data have none.
   */
  order_totals: OrderTotals | null;
  order_items: OrderItem[];
}
export interface OrderTotals {
  item_price: TotalPrice;
}
/**
 * The same, summed up over the items of an order.
 */
export interface TotalPrice {
  base_price: Total;
  item_tax?: Total;
  item_shipping_cost?: Total;
  item_shipping_tax?: Total;
}
export interface OrderItem {
  order_item_id: Id;
  merchant_sku: string;
  product_title: string;
  request_order_quantity: Quantity;
  request_order_cancel_qty: Quantity;
  /**
   * The sum over all shipments; null: not known.
   */
  shipped_quantity: Quantity | null;
  item_price: ItemPrice;
  /**
   * Money of cancelled units, never captured; a bare number in the raw data is principal.
   */
  price_adjustment: PriceAdjustment | null;
}
/**
 * The four parts of a price, in the order's words.
 */
export interface ItemPrice {
  base_price: Price;
  item_tax?: Price;
  item_shipping_cost?: Price;
  item_shipping_tax?: Price;
}
export interface PriceAdjustment {
  principal?: Price;
  tax?: Price;
  shipping_cost?: Price;
  shipping_tax?: Price;
}
/**
 * The code that opens the helper's page once. At /open/CODE, within five minutes.
 */
export interface PageCode {
  code: string;
}
/**
 * A browser asks to be trusted. It has proved that it knows the code that the helper shows, which itself is never sent.
 */
export interface PairingRequest {
  /**
   * A name by which the seller knows the browser again.
   */
  client: string;
  /**
   * By which the helper checks the browser's proofs.
   */
  stored_key: VerifyingKey;
  /**
   * By which the helper proves itself to the browser.
   */
  server_key: VerifyingKey;
}
/**
 * A pairing that was made, or ended. The id is no secret: a browser proves that it is this one by its secret, which never leaves it.
 */
export interface Pairing {
  browser: string;
}
/**
 * What went wrong (RFC 9457). Every answer that is not 2xx. Served as application/problem+json.
 */
export interface Problem {
  /**
   * urn:jet-refunds:problem: and a stable word.
   */
  type: string;
  title: Sentence;
  status: number;
  detail: Sentence;
  errors: Finding[];
}
/**
 * Quantities that the seller has chosen. Made by the extension when the seller chooses another quantity than all that is left.
 */
export interface Quantities {
  schema_version: SchemaVersion;
  order: Order;
  items: ChosenQuantity[];
}
export interface ChosenQuantity {
  order_item_id: Id;
  order_return_refund_qty: Quantity;
}
/**
 * A page of refunds, newest first.
 */
export interface RefundList {
  schema_version: SchemaVersion;
  refunds: RefundStatus[];
  /**
   * Ask for the next page with this; null: this is the last.
   */
  after: number | null;
}
/**
 * Where a refund stands. Made by the helper.
 */
export interface RefundStatus {
  schema_version: SchemaVersion;
  /**
   * The refund's number in this ledger.
   */
  id: number;
  request_id: string;
  alt_refund_id: AltRefundId;
  merchant_order_id: Id;
  reference_order_id: ReferenceOrderId;
  state: State;
  /**
   * Why it waits or what went wrong; null: nothing to say.
   */
  reason: Sentence | null;
  /**
   * It will not go on by itself.
   */
  needs_person: boolean;
  total: Sum;
  lines: StatusLine[];
  created_at: Time;
  /**
   * Until then it can be undone; null: no longer.
   */
  held_until: Time | null;
  file: RefundFile | null;
  ack: RefundAck | null;
  /**
   * Oldest first.
   */
  timeline: TimelineEvent[];
}
export interface StatusLine {
  order_item_id: Id;
  merchant_sku: string;
  product_title: string;
  total_quantity_returned: Quantity;
  order_return_refund_qty: Quantity;
  refund_reason: RefundReason;
  refund_feedback: RefundFeedback | null;
  notes: string;
  refund_amount: RefundAmount;
  /**
   * The processor's answer to this row.
   */
  result: "accepted" | "rejected" | null;
  /**
   * The processor's own words.
   */
  error_message: string | null;
}
/**
 * The four parts of a refund, in the CSV's words.
 */
export interface RefundAmount {
  principal: Money;
  tax: Money;
  shipping_cost: Money;
  shipping_tax: Money;
}
/**
 * The file that the refund is in; delivered_at is null until it lies on the site.
 */
export interface RefundFile {
  name: string;
  delivered_at: Time | null;
}
/**
 * The processor's acknowledgement file that answered the refund.
 */
export interface RefundAck {
  name: string;
  read_at: Time;
}
export interface TimelineEvent {
  at: Time;
  state: State;
  message: Sentence;
}
/**
 * A refund as the seller asks for it. Made by the extension. The helper keeps it as it is.
 */
export interface Refund {
  schema_version: SchemaVersion;
  /**
   * Made at the first click; the same request sent again is the same refund.
   */
  request_id: string;
  order: Order;
  lines: Line[];
  /**
   * Codes of the warnings that the seller accepted.
   */
  confirmed: Code[];
}
/**
 * One row of the CSV, but for the two ids that all rows of a refund share.
 */
export interface Line {
  order_item_id: Id;
  total_quantity_returned: Quantity;
  order_return_refund_qty: Quantity;
  refund_reason: RefundReason;
  refund_feedback: RefundFeedback | null;
  /**
   * Any text of the seller's, without control characters but tab and line feed.
   */
  notes: string;
  refund_amount: RefundAmount;
}
/**
 * What a person says of a file of which nobody knows whether it was delivered, or what was answered to it.
 */
export interface Resolution {
  /**
   * Whether it was delivered is not known: delivered, the processor has it; send_again, it has not. What was answered cannot be understood: accepted or rejected, as the processor told the seller; rows, where it told of each row.
   */
  outcome: "delivered" | "send_again" | "accepted" | "rejected" | "rows";
  /**
   * Each row of the refunds that wait for it.
   */
  rows?: ResolvedRow[];
}
export interface ResolvedRow {
  alt_refund_id: string;
  order_item_id: string;
  result: "accepted" | "rejected";
  /**
   * The processor's own words.
   */
  error_message: string | null;
}
/**
 * What can be refunded of an order, and what was. Made by the helper from the order and the ledger. The form shows it and calculates nothing of its own.
 */
export interface Standing {
  schema_version: SchemaVersion;
  merchant_order_id: Id;
  reference_order_id: ReferenceOrderId;
  items: StandingItem[];
  /**
   * Earlier refunds of this order, newest first.
   */
  refunds: RefundStatus[];
  /**
   * What stands against any refund of this order.
   */
  blocks: Finding[];
  /**
   * What the seller must confirm, whatever the refund.
   */
  warnings: Finding[];
  refund_reasons: RefundReasonOption[];
  refund_feedbacks: RefundFeedbackOption[];
}
export interface StandingItem {
  order_item_id: Id;
  merchant_sku: string;
  product_title: string;
  request_order_quantity: Quantity;
  request_order_cancel_qty: Quantity;
  shipped_quantity: Quantity | null;
  /**
   * Units in refunds that are under way or accepted.
   */
  refunded_quantity: Quantity;
  /**
   * Ordered, less cancelled, less refunded.
   */
  refundable_quantity: Quantity;
  /**
   * The most that total_quantity_returned may be.
   */
  returnable_quantity: Quantity;
  paid: Amounts;
  refunded: Amounts;
  remaining: Amounts;
  price_basis: PriceBasis;
  /**
   * For refundable_quantity; for another quantity ask POST /v1/full-amounts. Null: nothing is left.
   */
  full_amount: FullAmount | null;
}
/**
 * Whether a price is for a unit or for the whole line; same: it makes no difference; unknown: the seller must say, and paid, remaining and full_amount are the unit reading.
 */
export interface PriceBasis {
  principal: Basis;
  tax: Basis;
  shipping_cost: Basis;
  shipping_tax: Basis;
}
/**
 * A reason that the form offers.
 */
export interface RefundReasonOption {
  refund_reason: RefundReason;
  /**
   * True for a parcel that was lost: the quantity returned is 0.
   */
  nothing_returned: boolean;
}
/**
 * A feedback that the form offers.
 */
export interface RefundFeedbackOption {
  refund_feedback: RefundFeedback;
  needs_notes: boolean;
  /**
   * Reasons that this feedback contradicts.
   */
  not_with: RefundReason[];
}
