/** An order's overlay: facts, items and history. */

import { button, dialog, el, load } from "./dom.js";
import { openRawData } from "./raw_data.js";

const TOTALS = ["Product price", "Sales tax", "Shipping", "Shipping tax"];

/** @param {string} number @param {() => void} closed */
export async function openOrder(number, closed) {
  const window = dialog(`Order ${number}`, "order", closed);
  try {
    const order = await load(`/data/orders/${encodeURIComponent(number)}`);
    const word = el(`span.status.${order.status.toLowerCase().replace(/\s/g, "")}`, order.status);
    window.head.insertBefore(word, window.head.lastElementChild);
    window.body.replaceChildren(facts(order), items(order), totals(order), history(order));
  } catch {
    window.body.replaceChildren(el("p.failed", "This order could not be loaded. Close it and try again."));
  }
  return window;
}

/** @param {any} order */
function facts(order) {
  return el(
    "dl.facts",
    ...fact("Merchant Order", order.number),
    ...fact("Placed", order.placed),
    ...fact("Shipping method", order.method),
    ...fact("Fulfillment node", order.node),
    ...(order.exception ? fact("Exception", order.exception) : []),
    ...fact("Ship to", order.buyer, ...order.address),
  );
}

/** @param {string} name @param {...string} lines */
function fact(name, ...lines) {
  return [el("div", el("dt", name), ...lines.map((line) => el("dd", line)))];
}

/** @param {any} order */
function items(order) {
  const head = el("tr", ...["Item", "SKU", "Price", "Ordered", "Cancelled", "Shipped"].map((name) => el("th", name)));
  const rows = order.items.map((/** @type {any} */ item) =>
    el(
      "tr",
      el("td.title", item.title),
      el("td.sku", item.sku),
      ...[item.price, item.ordered, item.cancelled, item.shipped].map((value) => el("td.number", String(value))),
    ),
  );
  return el("section", el("h3", "Items"), el("div.scroll", el("table", el("thead", head), el("tbody", ...rows))));
}

/** @param {any} order */
function totals(order) {
  if (!order.totals) return withoutTotals();
  const rows = TOTALS.map((name, index) => el("div", el("dt", name), el("dd", order.totals[index])));
  return el("section", el("h3", "Order totals"), el("dl.totals", ...rows));
}

function withoutTotals() {
  return el("section", el("h3", "Order totals"), el("p.quiet", "No totals were sent with this order."));
}

/** @param {any} order */
function history(order) {
  const entries = order.history.map((/** @type {any} */ entry, /** @type {number} */ index) =>
    el(
      "li",
      el("span.what", entry.name),
      el("time", entry.at),
      button("View raw data", () => void openRawData(order.number, index, entry)),
    ),
  );
  return el("section", el("h3", "HISTORY"), el("ol.history", ...entries));
}
