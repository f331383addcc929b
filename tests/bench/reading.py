"""Reading in real browsers: a raw document of 1 MB with 500 items, an order page, and what another page pays.

The first rows are milliseconds, beside JSON.parse of the same text in the same page. Then an order of 60 items with 12
entries in its history, found and read (waits included), in milliseconds beside the page's innerText. The last are the
extension's share of the main thread, in percent, on a page of 5,000 rows that changes 10,000 times.
"""

from __future__ import annotations

import json
from typing import Any

from jet_refunds_demo.browser import KINDS
from tests.bench.table import Row
from tests.support.pages import bare_browser, served

ITEMS = 500
PAGE_ITEMS, PAGE_ENTRIES = 60, 12
CHANGES, ROWS = 10_000, 5_000
EMPTY = "tests/bench/empty.html"

READ = """
const [text, done] = arguments;
(async () => {
  const { ordersIn } = await import("/extension/portal/parse/orders_in_text.js");
  const { visiblePlaces } = await import("/extension/portal/raw_data/document_places.js");
  const { orderFrom } = await import("/extension/portal/parse/order_document.js");
  const pre = document.createElement("pre");
  pre.textContent = text;
  const coloured = document.createElement("pre");
  for (const word of text.split(/("(?:[^"\\\\\\\\]|\\\\\\\\.)*")/)) {
    const span = document.createElement("span");
    span.textContent = word;
    coloured.append(span);
  }
  const times = (work) => {
    const took = [];
    for (let turn = 0; turn < 15; turn++) {
      const before = performance.now();
      work();
      took.push(performance.now() - before);
    }
    return took.sort((a, b) => a - b)[7];
  };
  const check = (rawOrders) => {
    const items = orderFrom(rawOrders[0]).order.order_items;
    if (rawOrders.length !== 1 || items.length !== 500) throw new Error("not read");
  };
  const onPage = (element) => {
    document.body.replaceChildren(element);
    document.body.getBoundingClientRect();
    return times(() => check(visiblePlaces()[0].rawOrders));
  };
  return {
    peer: times(() => JSON.parse(text)),
    "from its text": times(() => check(ordersIn(text))),
    "from a pre": onPage(pre),
    "from coloured words": onPage(coloured),
  };
})().then(done, (error) => done({ broken: String(error) }));
"""

PAGE = r"""
const [items, entries, done] = arguments;
(async () => {
  const { jet } = await import("/extension/portal/jet.js");
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const created = {
    merchant_order_id: "1".repeat(32),
    reference_order_id: "222222222222",
    status: "created",
    order_items: Array.from({ length: items }, (_, at) => ({
      order_item_id: `${at}`.padStart(32, "0"),
      merchant_sku: `SKU-${1000 + at}`,
      request_order_quantity: 3,
      product_title: `Ladle ${at}`,
      item_price: { base_price: 17.59, item_tax: 1.4, item_shipping_cost: 4.74, item_shipping_tax: 0.31 },
    })),
  };
  const overlay = make("div", "", { role: "dialog", style: "position: fixed; inset: 10px; overflow: auto" });
  overlay.append(make("h2", "Order 222222222222"), make("p", "Status: Completed"));
  for (const { merchant_sku, product_title } of created.order_items) {
    const card = make("section", "");
    card.append(make("h4", product_title), make("span", "SKU"), make("b", merchant_sku));
    card.append(make("span", "Shipped"), make("b", "2"), make("span", "Price"), make("b", "$17.59"));
    overlay.append(card);
  }
  overlay.append(make("h3", "History"));
  for (let at = 0; at < entries; at++) {
    const entry = make("p", at ? `Acknowledged on Nov ${at}` : "Created on Nov 3");
    const button = make("button", "View raw data", { type: "button" });
    button.onclick = () => {
      const dialog = make("div", "", { role: "dialog", style: "position: fixed; inset: 60px; overflow: auto" });
      const close = make("button", "Close");
      close.onclick = () => dialog.remove();
      dialog.append(make("pre", JSON.stringify({ ...created, status: at ? "complete" : "created" })), close);
      document.body.append(dialog);
    };
    entry.append(button);
    overlay.append(entry);
  }
  document.body.replaceChildren(overlay);
  const median = async (turns, work) => {
    const took = [];
    for (let turn = 0; turn < turns; turn++) {
      overlay.style.left = `${10 + turn}px`; // the layout is asked for anew
      const before = performance.now();
      await work();
      took.push(performance.now() - before);
    }
    return took.sort((a, b) => a - b)[turns >> 1];
  };
  const read = async () => {
    const { found, doubt } = await jet.read(jet.findOverlay(), new AbortController().signal);
    if (doubt || found[0].order.order_items[items - 1].shipped_quantity !== 2) throw new Error("not read");
  };
  return {
    peer: await median(15, () => document.body.innerText),
    found: await median(15, () => jet.findOverlay()),
    read: await median(5, read),
  };
})().then(done, (error) => done({ broken: String(error) }));
"""

SHARE = """
const [changes, rows, done] = arguments;
(async () => {
  let spent = 0;
  const timed = (work) => (...given) => {
    const before = performance.now();
    try {
      return work(...given);
    } finally {
      spent += performance.now() - before;
    }
  };
  const later = window.setTimeout;
  window.chrome = { runtime: { id: "bench" }, i18n: { getMessage: (key) => key } };
  window.MutationObserver = class extends MutationObserver {
    constructor(work) { super(timed(work)); }
  };
  const { showRefundButtons } = await import("/extension/content/refund_button.js");
  const { jet } = await import("/extension/portal/jet.js");
  const table = document.createElement("table");
  for (let at = 0; at < rows; at++) {
    const row = table.insertRow();
    row.insertCell().textContent = `Order ${at}`;
    row.insertCell().textContent = `Paid on day ${at}`;
  }
  document.body.replaceChildren(table);
  document.body.getBoundingClientRect();
  window.setTimeout = (work, ms) => later(timed(work), ms);
  const began = performance.now();
  showRefundButtons(jet, async () => undefined);
  const batch = changes / 200;
  for (let at = 0; at < 200; at++) {
    for (let change = 0; change < batch; change++) {
      table.rows[(at * batch + change) % rows].cells[0].append(document.createElement("i"));
    }
    await new Promise((resolve) => later(resolve, 50));
  }
  return { share: (100 * spent) / (performance.now() - began), spent };
})().then(done, (error) => done({ broken: String(error) }));
"""


def measure() -> list[Row]:
    rows = []
    with served() as address:
        for kind in KINDS:
            with bare_browser(kind) as driver:
                driver.get(f"{address}/{EMPTY}")
                took_by_source = _asked(driver, READ, document())
                peer = took_by_source.pop("peer")
                rows += [Row(f"{kind}: 1 MB {source}, ms", took, peer) for source, took in took_by_source.items()]
                driver.get(f"{address}/{EMPTY}")
                took_by_act = _asked(driver, PAGE, PAGE_ITEMS, PAGE_ENTRIES)
                peer = took_by_act.pop("peer")
                rows += [Row(f"{kind}: order page {act}, ms", took, peer) for act, took in took_by_act.items()]
                driver.get(f"{address}/{EMPTY}")
                rows.append(Row(f"{kind}: share of the main thread, %", _asked(driver, SHARE, CHANGES, ROWS)["share"]))
    return rows


def _asked(driver: Any, script: str, *given: object) -> dict[str, float]:
    answer: dict[str, float] = driver.execute_async_script(script, *given)
    if "broken" in answer:
        raise RuntimeError(answer["broken"])
    return answer


def document() -> str:
    """An order of 500 items, as Jet writes it, a megabyte long."""
    price = {"base_price": 17.59, "item_tax": None, "item_shipping_cost": 4.74, "item_shipping_tax": 0.31}
    items = [
        {
            "order_item_id": f"{number:032x}",
            "merchant_sku": f"SKU-{number}",
            "request_order_quantity": 3,
            "request_order_cancel_qty": 0,
            "item_price": price,
            "price_adjustment": None,
            "fee_adjustments": [{"commission_id": "", "adjustment_type": "base", "value": 0}],
            "product_title": f'Ladle {number}, "large" ' + "beech " * 70,
            "url": "https://images.example/" + "a" * 983,
        }
        for number in range(ITEMS)
    ]
    return json.dumps({"merchant_order_id": "1" * 32, "reference_order_id": "2" * 12, "order_items": items}, indent=2)
