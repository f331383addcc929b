"""Reading in real browsers: a raw document of 1 MB with 500 items, and what a page without an order pays.

The first rows are milliseconds, beside JSON.parse of the same text in the same page; the last are the extension's share
of the main thread, in percent, on a page of 5,000 rows that changes 10,000 times.
"""

from __future__ import annotations

import json
from typing import Any

from jet_refunds_demo.browser import KINDS
from tests.bench.table import Row
from tests.support.pages import bare_browser, served

ITEMS = 500
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
  const words = document.createElement("pre");
  for (const word of text.split(/("(?:[^"\\\\\\\\]|\\\\\\\\.)*")/)) {
    const span = document.createElement("span");
    span.textContent = word;
    words.append(span);
  }
  const times = (work) => {
    const found = [];
    for (let turn = 0; turn < 15; turn++) {
      const before = performance.now();
      work();
      found.push(performance.now() - before);
    }
    return found.sort((a, b) => a - b)[7];
  };
  const check = (raws) => {
    const items = orderFrom(raws[0]).order.order_items;
    if (raws.length !== 1 || items.length !== 500) throw new Error("not read");
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
    "from coloured words": onPage(words),
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
    for (let one = 0; one < batch; one++) {
      table.rows[(at * batch + one) % rows].cells[0].append(document.createElement("i"));
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
                found = _asked(driver, READ, document())
                peer = found.pop("peer")
                rows += [Row(f"{kind}: 1 MB {how}, ms", took, peer) for how, took in found.items()]
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
