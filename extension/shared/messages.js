import { Trouble } from "./errors.js";

/**
 * What pages may ask the background, and what it answers. Names are the rows of the table; background/main.js has a
 * handler for each.
 *
 * @typedef {import("./documents.d.ts").Order} Order
 * @typedef {import("./documents.d.ts").RefundStatus} RefundStatus
 * @typedef {import("./errors.js").TroubleDocument} TroubleDocument
 *
 * @typedef {number | string | null} EnteredQuantity text: as it was typed, where it is no number; null: nothing was typed
 * @typedef {Omit<import("./documents.d.ts").Line, "total_quantity_returned" | "order_return_refund_qty">
 *   & {total_quantity_returned: EnteredQuantity, order_return_refund_qty: EnteredQuantity}} EnteredLine
 * @typedef {Omit<import("./documents.d.ts").Refund, "lines"> & {lines: EnteredLine[]}} EnteredRefund A refund as the form
 *   makes it: what the seller typed may still be wrong, and the helper says so.
 *
 * @typedef {object} Draft What was typed for an order and not sent.
 * @property {Record<string, ItemDraft>} items by order_item_id
 * @property {string[]} confirmed
 * @property {string} [request_id] of this form: clicked twice, it is still a single refund
 * @property {import("./documents.d.ts").OrderStatus} status what the seller said, where the page did not
 *
 * @typedef {object} ItemDraft
 * @property {boolean} chosen
 * @property {string} total_quantity_returned
 * @property {string} order_return_refund_qty
 * @property {string} refund_reason
 * @property {string} refund_feedback
 * @property {string} notes
 * @property {import("./documents.d.ts").RefundAmount} refund_amount
 * @property {string[]} touched names of the fields that the seller changed by hand
 *
 * @typedef {object} Outgoing A refund that the helper has not yet taken over.
 * @property {EnteredRefund} refund
 * @property {TroubleDocument} trouble why it is still here
 * @property {boolean} tried it was sent once, and may have arrived
 * @property {string} since RFC 3339, UTC
 *
 * @typedef {{status: RefundStatus, outgoing: null} | {status: null, outgoing: Outgoing}} Sent
 * @typedef {import("./documents.d.ts").Health & Required<Pick<import("./documents.d.ts").Health, "waiting" | "parts">>} FullHealth
 *   What a paired browser hears.
 * @typedef {{port: number, paired: boolean, kept: number} & ({trouble: TroubleDocument, health: null}
 *   | {trouble: null, health: FullHealth})} Connection kept: refunds that wait in this browser and go out by themselves
 * @typedef {{refunds: RefundStatus[], more: boolean, outgoing: Outgoing[], trouble: TroubleDocument | null}} Recent more: there are others
 *
 * @typedef {object} Messages
 * @property {{ask: Order, answer: import("./documents.d.ts").Standing}} standing
 * @property {{ask: import("./documents.d.ts").Quantities, answer: import("./documents.d.ts").FullAmounts}} full_amounts
 * @property {{ask: EnteredRefund, answer: import("./documents.d.ts").Judgement}} check
 * @property {{ask: EnteredRefund, answer: Sent}} refund
 * @property {{ask: {request_id: string}, answer: Sent | null}} again what waits, asked after; null: it waits no more, and is not sent by this
 * @property {{ask: {merchant_order_id: string}, answer: Outgoing | null}} outgoing
 * @property {{ask: {refund: EnteredRefund}, answer: null}} take_back what waits, also where it may have arrived
 * @property {{ask: {request_id: string}, answer: null}} forget what the helper refused, once a page has shown it
 * @property {{ask: {id: number}, answer: RefundStatus}} status
 * @property {{ask: {id: number}, answer: RefundStatus}} undo
 * @property {{ask: {id: number}, answer: RefundStatus}} send
 * @property {{ask: {merchant_order_id: string}, answer: Draft | null}} draft
 * @property {{ask: {merchant_order_id: string, draft: Draft | null}, answer: null}} keep_draft
 * @property {{ask: {text: string}, answer: Recent}} recent text: a part of an order's number, an alt_refund_id or a SKU; "" for all
 * @property {{ask: null, answer: Connection}} connection
 * @property {{ask: {port: number}, answer: Connection}} set_port
 * @property {{ask: {port: number, code: string, client: string}, answer: Connection}} pair
 * @property {{ask: null, answer: Connection}} unpair
 * @property {{ask: null, answer: string[]}} addresses
 * @property {{ask: {address: string}, answer: string[]}} add_address
 * @property {{ask: {address: string}, answer: string[]}} remove_address
 * @property {{ask: {word: string}, answer: boolean}} is_opener whether the content script of this tab opened the panel with this word
 * @property {{ask: null, answer: null}} refresh_tab loads the page anew, over which the panel lies
 * @property {{ask: null, answer: null}} open_options
 * @property {{ask: null, answer: null}} open_dashboard the helper's page, in a tab of its own
 *
 * @typedef {{ok: unknown} | {trouble: TroubleDocument}} Envelope
 */

const AGAIN = 3;
const AGAIN_MS = 300;

/** A code is good once, and a tab is seen each time. All else is harmless when it is asked twice: a refund is known by its request_id. */
const ONCE = new Set(["pair", "open_dashboard", "refresh_tab"]);

/**
 * Asks the background. The browser may stop it in mid-answer, and more than once: then it is asked again.
 *
 * @template {keyof Messages} N
 * @param {N} name
 * @param {Messages[N]["ask"]} body
 * @returns {Promise<Messages[N]["answer"]>}
 * @throws {Trouble}
 */
export async function ask(name, body) {
  for (let again = ONCE.has(name) ? 0 : AGAIN; ; again--) {
    const envelope = await post({ name, body });
    if (envelope && "trouble" in envelope) throw Trouble.fromDocument(envelope.trouble);
    if (envelope) return /** @type {Messages[N]["answer"]} */ (envelope.ok);
    if (again === 0) throw new Trouble("unexpected", { facts: ["the background was stopped before it answered"] });
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

const UNHEARD = /message (?:channel|port) closed|receiving end does not exist/i;

/**
 * @param {unknown} message
 * @returns {Promise<Envelope | null>} null: nobody was there to answer
 */
async function post(message) {
  // After an update of the extension a page that was open before keeps the old script, cut off from everything.
  if (!chrome.runtime?.id) throw new Trouble("context_gone");
  try {
    return (await chrome.runtime.sendMessage(message)) ?? null;
  } catch (error) {
    if (!chrome.runtime?.id || /context invalidated/i.test(String(error))) {
      throw new Trouble("context_gone", { cause: error });
    }
    if (UNHEARD.test(String(error))) return null;
    throw Trouble.from(error);
  }
}
