// One order for all pages of this folder, as its HISTORY knew it at each moment, and the few steps that the pages share.

const CREATED = {
  merchant_order_id: "8a0c3f5ce0b94a0f9a5d8f7d5c1b2a3e",
  reference_order_id: "731150284466",
  status: "created",
  order_placed_date: "2016-11-03T14:20:31.8201539Z",
  buyer: { name: "A Buyer", phone_number: "(555) 555-0100" },
  order_totals: { item_price: { base_price: 36.5, item_tax: 2.92, item_shipping_cost: 9, item_shipping_tax: 0.72 } },
  order_items: [
    {
      order_item_id: "b7d0a2f4c6e84f0ab1c3d5e7f9a1b3c5",
      merchant_sku: "LAD-BCH-3",
      request_order_quantity: 2,
      item_price: { base_price: 18.25, item_tax: 1.46, item_shipping_cost: 4.5, item_shipping_tax: 0.36 },
      product_title: "Beech Ladle",
    },
  ],
  shipments: [],
};
const COMPLETED = {
  ...CREATED,
  status: "complete",
  order_items: [{ ...CREATED.order_items[0], request_order_cancel_qty: 1 }],
  shipments: [{ shipment_items: [{ merchant_sku: "LAD-BCH-3", response_shipment_sku_quantity: 1, response_shipment_cancel_qty: 1 }] }],
};

window.orders = {
  created: JSON.stringify(CREATED, null, 2),
  completed: JSON.stringify(COMPLETED, null, 2),
  other: JSON.stringify({ ...CREATED, merchant_order_id: "00000000000000000000000000000001", reference_order_id: "111111111111" }),
};
window.snapshots = { created: CREATED, completed: COMPLETED };
window.soon = (work) => setTimeout(work, 60);
window.make = (name, text, attributes = {}) => {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** Lays a window over the page, with a button that closes it. */
window.layOver = (...children) => {
  const box = window.make("div", "", { role: "dialog", "aria-label": "Raw data", style: "position: fixed; inset: 60px; background: #fff; overflow: auto" });
  const close = window.make("button", "Close", { type: "button" });
  close.onclick = () => box.remove();
  box.append(...children, close);
  document.body.append(box);
  return box;
};

/** What each View raw data button of the page does; its entry says which snapshot in data-of. */
window.onRawData = (show) => {
  for (const button of document.querySelectorAll("[data-of]")) button.onclick = () => window.soon(() => show(button.dataset.of, button));
};
