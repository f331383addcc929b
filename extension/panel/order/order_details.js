import { getMessage } from "../../shared/i18n.js";
import { dollars } from "../../shared/money.js";
import { moment } from "../../shared/status_text.js";
import { el } from "../../shared/elements.js";

/**
 * What was read, so that the seller can compare it with the page. What was not found is named, not left out.
 *
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 */

/** @param {Order} order @param {"page" | "text" | "hand"} from where it was read @returns {HTMLElement} */
export function orderDetails(order, from) {
  const placed = order.order_placed_date ? moment(order.order_placed_date) : null;
  const list = facts([
    [getMessage("order_number_label"), order.reference_order_id],
    ["merchant_order_id", order.merchant_order_id],
    [
      getMessage("status_label"),
      order.status
        ? `${getMessage(`status_${order.status}`)} (${getMessage(`status_from_${order.status_source}`)})`
        : null,
    ],
    [getMessage("placed_label"), placed],
    ...(order.exception_state ? [exceptionFact(order.exception_state)] : []),
  ]);
  const items = order.order_items.map((item, at) =>
    el("li", {}, el("h4", {}, getMessage("item_number", at + 1)), itemList(item)),
  );
  return el(
    "details",
    { class: "read" },
    el("summary", {}, getMessage(`read_from_${from}`)),
    list,
    el("ul", {}, ...items),
  );
}

/** @param {string} exception_state @returns {[string, string]} */
function exceptionFact(exception_state) {
  return ["exception_state", exception_state === "other" ? getMessage("exception_other") : exception_state];
}

/** @param {import("../../portal/parse/order_document.js").Remark[]} remarks what is odd about the raw data @returns {HTMLElement | null} */
export function remarkList(remarks) {
  const sentences = [...new Set(remarks.map(({ code, facts }) => getMessage(`remark_${code}`, ...facts)))];
  if (!sentences.length) return null;
  return el(
    "details",
    { class: "remarks" },
    el("summary", {}, getMessage("remarks", sentences.length)),
    el("ul", {}, ...sentences.map((sentence) => el("li", {}, sentence))),
  );
}

/** @param {OrderItem} item */
function itemList(item) {
  const price = (/** @type {string | null | undefined} */ amount) => (amount ? dollars(amount) : null);
  return facts([
    [getMessage("product_title_label"), item.product_title === item.order_item_id ? null : item.product_title],
    ["order_item_id", item.order_item_id],
    [getMessage("sku_label"), item.merchant_sku || null],
    [getMessage("request_order_quantity_label"), String(item.request_order_quantity)],
    [getMessage("cancelled_label"), String(item.request_order_cancel_qty)],
    [getMessage("shipped_label"), item.shipped_quantity === null ? null : String(item.shipped_quantity)],
    [getMessage("principal"), price(item.item_price.base_price)],
    [getMessage("tax"), price(item.item_price.item_tax)],
    [getMessage("shipping_cost"), price(item.item_price.item_shipping_cost)],
    [getMessage("shipping_tax"), price(item.item_price.item_shipping_tax)],
  ]);
}

/** @param {[string, string | null][]} rows */
function facts(rows) {
  const shown = rows.map(([name, value]) =>
    el(
      "div",
      {},
      el("dt", {}, name),
      el("dd", { class: value === null ? "missing" : null }, value ?? getMessage("not_found")),
    ),
  );
  return el("dl", { class: "facts-list" }, ...shown);
}
