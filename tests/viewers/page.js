/**
 * An order page of a portal: a list, the order that lies open, and a window over it in which a real viewer draws the
 * raw data. The address says which viewer, document, depth and source; see page.html.
 *
 * @typedef {object} Viewer a declaration of viewers/
 * @property {("default" | "folded" | "open")[]} depths as the library folds by default; as deep as it can; not at all
 * @property {(place: HTMLElement, text: string, value: any, depth: string) => unknown} mount draws the document there
 *
 * @typedef {{viewer: Viewer}} ViewerModule
 */

const BUILT = new URL("node_modules/.cache/built/", import.meta.url);
const chosen = new URLSearchParams(location.search);
const ask = (/** @type {string} */ name) => chosen.get(name) ?? "";
const address = `documents/${ask("document")}.json`;

/** @type {Record<string, () => Promise<string>>} */
const SOURCES = {
  fetch: async () => (await fetch(address)).text(),
  xhr: () =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.onload = () => resolve(request.responseText);
      request.onerror = reject;
      request.open("GET", address);
      request.send();
    }),
  embedded: async () => decoded(embedded),
};

/** @param {string} base64 */
function decoded(base64) {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}

/**
 * @param {string} name
 * @param {string} [text]
 * @param {Record<string, string>} [attributes]
 */
function make(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** @param {string[]} cells @param {string} [name] */
function row(cells, name = "td") {
  const made = make("tr");
  made.append(...cells.map((text) => make(name, text)));
  return made;
}

/** @param {any} order */
function openOrder(order) {
  const overlay = make("div", "", { role: "dialog", "aria-label": `Order ${order.reference_order_id}` });
  const table = make("table");
  table.append(row(["Item", "SKU", "Ordered", "Cancelled", "Shipped", "Price"], "th"));
  for (const item of order.order_items) {
    const { product_title, merchant_sku, request_order_quantity: ordered, request_order_cancel_qty: cancelled } = item;
    const price = `$${item.item_price.base_price.toFixed(2)}`;
    table.append(row([product_title, merchant_sku, ordered, cancelled, ordered - cancelled, price]));
  }
  const history = make("ul");
  for (const entry of ["Created on Nov 3, 2016", "Acknowledged on Nov 3, 2016"]) {
    const line = make("li", `${entry} `);
    const button = make("button", "View raw data", { type: "button" });
    button.onclick = () => void openRawData();
    line.append(button);
    history.append(line);
  }
  overlay.append(make("h2", `Order ${order.reference_order_id}`), make("p", "Status: Completed"), table);
  overlay.append(make("h3", "History"), history);
  document.body.append(overlay);
}

async function openRawData() {
  const dialog = make("div", "", { role: "dialog", class: "raw", "aria-label": "Raw data" });
  const close = make("button", "Close", { type: "button" });
  close.onclick = () => dialog.remove();
  const place = make("div");
  dialog.append(make("h2", "Raw data"), place, close);
  document.body.append(dialog);
  const text = await SOURCES[ask("source")]();
  await viewer.mount(place, text, JSON.parse(text), ask("depth"));
}

/** @type {ViewerModule} */
const { viewer } = await import(new URL(`${ask("viewer")}.js`, BUILT).href);
/** @type {string} */
const embedded = (await import(new URL(`documents/${ask("document")}.js`, BUILT).href)).default;
const parsed = JSON.parse(decoded(embedded));
const order = parsed.data?.order ?? parsed;
document.getElementById("orders")?.append(make("li", `Order ${order.reference_order_id}, Completed`));
document.head.append(make("link", "", { rel: "stylesheet", href: new URL(`${ask("viewer")}.css`, BUILT).href }));
document.documentElement.dataset.depths = viewer.depths.join(" ");
openOrder(order);
