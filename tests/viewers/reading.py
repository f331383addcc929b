"""A real viewer draws an order's raw data, and the portal module reads them: what comes of it, and in what time."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from selenium.webdriver.remote.webdriver import WebDriver

HERE = Path(__file__).parent
VIEWERS = tuple(sorted(path.stem for path in (HERE / "viewers").glob("*.js")))
DOCUMENTS = tuple(sorted(path.stem for path in (HERE / "documents").glob("*.json")))
SOURCES = ("embedded", "fetch", "xhr")
PARTS = ("base_price", "item_tax", "item_shipping_cost", "item_shipping_tax")

READ = """
const [patience, done] = arguments;
(async () => {
  const { jet } = await import("/extension/portal/jet.js");
  const end = performance.now() + 10000;
  while (!jet.findOverlay()) {
    if (performance.now() > end) throw new Error("the page has not opened its order");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const depths = document.documentElement.dataset.depths.split(" ");
  const began = performance.now();
  const answer = await jet.read(jet.findOverlay(), new AbortController().signal, patience).catch((error) => {
    if (!("facts" in error)) throw error;
    return { trouble: [error.code, ...error.facts].join(" ") };
  });
  return { ...answer, depths, took: performance.now() - began };
})().then(done, (error) => done({ broken: `${error}\\n${error.stack}` }));
"""

DEPTHS = """
const [viewer, done] = arguments;
import(`/tests/viewers/node_modules/.cache/built/${viewer}.js`).then(({ viewer }) => done(viewer.depths));
"""

NOT_READ = HERE / "not_read.json"
"""Viewer -> depth -> documents."""
Drawn = tuple[str, str, str]
"""Viewer, depth, document."""
Outcome = Literal["right", "refused", "WRONG"]


@dataclass(frozen=True)
class Case:
    viewer: str
    document: str
    depth: str
    source: str

    @property
    def drawn(self) -> Drawn:
        return self.viewer, self.depth, self.document

    @property
    def address(self) -> str:
        return f"tests/viewers/page.html?{urlencode(vars(self))}"


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    why: str
    """Of a refusal the trouble's code with its facts, or the doubt; of what is wrong the difference."""
    took: float
    """Milliseconds from the click on Refund to the form."""

    def words(self) -> str:
        return f"{self.outcome} {self.took:.0f} ms" + (f" ({self.why})" if self.why else "")


def build() -> None:
    """Raises CalledProcessError."""
    subprocess.run(["node", HERE / "build.js"], check=True)


def not_read() -> set[Drawn]:
    """What is known to be refused so far by the picture alone, where nobody has heard the page fetch the document."""
    if not NOT_READ.exists():
        return set()
    listed: dict[str, dict[str, list[str]]] = json.loads(NOT_READ.read_text("utf-8"))
    return {
        (viewer, depth, document)
        for viewer, depths in listed.items()
        for depth, documents in depths.items()
        for document in documents
    }


def depths_of(driver: WebDriver, viewer: str) -> list[str]:
    """By its declaration; any page of the repository's server lies open."""
    found: list[str] = driver.execute_async_script(DEPTHS, viewer)
    return found


def read(driver: WebDriver, address: str, case: Case, patience: dict[str, int] | None = None) -> Result:
    """``address``: of the repository's server; ``patience``: as portal.read takes it."""
    driver.get(f"{address}/{case.address}")
    answer: dict[str, Any] = driver.execute_async_script(READ, patience or {})
    assert "broken" not in answer, f"{case}: {answer['broken']}"
    if trouble := answer.get("trouble"):
        return Result("refused", trouble, answer["took"])
    wanted = expected(case.document)
    others = [found["order"] for found in answer["found"] if comparable(found["order"]) != wanted]
    if others:
        asked = f"doubt {answer['doubt']}; " if answer["doubt"] else ""
        return Result("WRONG", asked + difference(comparable(others[0]), wanted), answer["took"])
    if answer["doubt"]:
        return Result("refused", f"doubt {answer['doubt']}", answer["took"])
    return Result("right", "", answer["took"])


def expected(document: str) -> dict[str, Any]:
    """What a person who knows the document reads from it and from the order's window, money as numbers."""
    written = json.loads((HERE / "documents" / f"{document}.json").read_text("utf-8"))
    order = written["data"]["order"] if "data" in written else written
    return {
        "merchant_order_id": order["merchant_order_id"],
        "reference_order_id": order["reference_order_id"],
        "status": "complete",
        "status_source": "overlay",
        "exception_state": None,
        "order_placed_date": order["order_placed_date"],
        "order_totals": {"item_price": _money(order["order_totals"]["item_price"])},
        "order_items": [
            {
                "order_item_id": item["order_item_id"],
                "merchant_sku": item["merchant_sku"],
                "product_title": item["product_title"],
                "request_order_quantity": item["request_order_quantity"],
                "request_order_cancel_qty": item["request_order_cancel_qty"],
                "shipped_quantity": item["request_order_quantity"] - item["request_order_cancel_qty"],
                "item_price": _money(item["item_price"]),
                "price_adjustment": None,
            }
            for item in order["order_items"]
        ],
    }


def comparable(order: dict[str, Any]) -> dict[str, Any]:
    """An order as it was read, with its money as numbers."""
    totals = order["order_totals"]
    return {
        **{key: value for key, value in order.items() if key != "schema_version"},
        "order_totals": totals and {"item_price": _money(totals["item_price"])},
        "order_items": [{**item, "item_price": _money(item["item_price"])} for item in order["order_items"]],
    }


def difference(read: Any, wanted: Any, path: str = "") -> str:
    """Where they first differ."""
    if isinstance(read, dict) and isinstance(wanted, dict) and read.keys() == wanted.keys():
        return next((found for key in wanted if (found := difference(read[key], wanted[key], f"{path}.{key}"))), "")
    if isinstance(read, list) and isinstance(wanted, list) and len(read) == len(wanted):
        pairs = enumerate(zip(read, wanted, strict=True))
        return next((found for at, (one, two) in pairs if (found := difference(one, two, f"{path}[{at}]"))), "")
    return "" if read == wanted else f"{path}: {str(read)[:60]} for {str(wanted)[:60]}"


def _money(amounts: dict[str, Any]) -> dict[str, Decimal | None]:
    return {part: None if amounts[part] is None else Decimal(str(amounts[part])) for part in PARTS}
