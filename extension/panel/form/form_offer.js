/**
 * What the panel offers for an order: the form, a question, or only what stands against a refund.
 *
 * @typedef {import("../../shared/documents.d.ts").Finding} Finding
 *
 * @typedef {object} FormOffer
 * @property {Finding[]} blocks what stands against any refund of the order
 * @property {boolean} asksStatus the seller is asked, or was asked, how the order stands in Jet
 * @property {boolean} showsForm
 * @property {boolean} canRefund there is a form, and something is left to refund
 */

/** What is no word of the page's that is known here is not guessed at: the seller says what it means. */
const STATUS_UNKNOWN = "status_unknown";

/**
 * @param {import("../../shared/documents.d.ts").Order} order
 * @param {import("../../shared/documents.d.ts").Standing} standing
 * @returns {FormOffer}
 */
export function formOffer(order, standing) {
  const statusUnknown = standing.blocks.some(({ code }) => code === STATUS_UNKNOWN);
  const blocks = standing.blocks.filter(
    ({ code, pointer }) => code !== STATUS_UNKNOWN && !pointer.startsWith("/order_items"),
  );
  const showsForm = !blocks.length && !statusUnknown;
  return {
    blocks,
    asksStatus: statusUnknown || order.status_source === "seller",
    showsForm,
    canRefund: showsForm && standing.items.some((item) => item.refundable_quantity > 0),
  };
}
