"""Any order document, written out by the stand-in portal's own scripts in each of their forms, is read back equal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selenium.webdriver.remote.webdriver import WebDriver

from jet_refunds import schema_validation
from jet_refunds_demo import browser
from jet_refunds_demo.portal.server import FORMS
from tests.support.browsers import Browsers
from tests.support.pages import served

pytestmark = pytest.mark.explore

PRICES = ("base_price", "item_tax", "item_shipping_cost", "item_shipping_tax")
ADJUSTED = ("principal", "tax", "shipping_cost", "shipping_tax")
EMPTY = "tests/bench/empty.html"

READ = """
const [order, raw, done] = arguments;
(async () => {
  const { jet, openOrder } = (window.modules ??= {
    ...(await import("/extension/portal/jet.js")),
    ...(await import("/helper/jet_refunds_demo/portal/static/order.js")),
  });
  window.fetch = async (address) => ({ ok: true, json: async () => (address.includes("/history/") ? raw : order) });
  await openOrder(order.number, () => undefined);
  const reading = await jet.read(jet.findOverlay(), new AbortController().signal, { rest: 20 });
  const open = document.querySelectorAll("[role=dialog]").length;
  for (const overlay of document.querySelectorAll(".overlay")) overlay.remove();
  return { ...reading, open };
})().then(done, (error) => done({ broken: `${error}\\n${error.stack}` }));
"""

hexadecimal = st.text("0123456789abcdef", min_size=32, max_size=32)
cents = st.integers(0, 999_999_99)
price = st.builds(lambda whole: float(Decimal(whole) / 100), cents)
charged = st.none() | price
title = st.builds(
    lambda middle: f"T{middle}t",  # spaces at the ends are not kept
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
)
sku = st.text("ABCxyz0189-_.", max_size=12)


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    quantity = draw(st.integers(1, 99_999))
    item: dict[str, Any] = {
        "order_item_id": draw(hexadecimal),
        "merchant_sku": draw(sku),
        "request_order_quantity": quantity,
        "product_title": draw(title),
        "item_price": {
            "base_price": draw(price),
            **draw(st.fixed_dictionaries({}, optional=dict.fromkeys(PRICES[1:], charged))),
        },
        "price_adjustment": draw(st.none() | st.fixed_dictionaries(dict.fromkeys(ADJUSTED, charged))),
    }
    if draw(st.booleans()):
        item["request_order_cancel_qty"] = draw(st.integers(0, quantity))
    return item


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """What Jet's own examples have: some of it may be null, absent, or something that nobody has heard of."""
    placed = st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06}Z".rjust(27, "0"))
    found: dict[str, Any] = {
        "merchant_order_id": draw(hexadecimal),
        "reference_order_id": draw(st.text("0123456789", min_size=12, max_size=18)),
        "status": "created",
        "order_placed_date": draw(placed),
        "buyer": {"name": draw(title), "phone_number": None},
        "order_items": draw(st.lists(items(), min_size=1, max_size=5, unique_by=lambda item: item["order_item_id"])),
        "shipments": draw(st.sampled_from([None, []])),
    }
    if draw(st.booleans()):
        found["order_totals"] = {"item_price": {part: draw(price) for part in PRICES}, "item_fees": draw(price)}
    extra = st.dictionaries(
        st.text("abc_", min_size=1).map("x_{}".format), st.none() | title | st.lists(cents, max_size=3), max_size=3
    )
    return draw(st.permutations([*found.items(), *draw(extra).items()]).map(dict))


def overlay(document: dict[str, Any]) -> dict[str, Any]:
    """What the stand-in's window shows of it."""
    return {
        "number": document["reference_order_id"],
        "status": "In Progress",
        "exception": None,
        "placed": "Nov 3, 2016, 14:20 UTC",
        "method": "Ground",
        "node": "A1",
        "buyer": "A",
        "address": ["B", "C"],
        "items": [
            {
                "title": item["product_title"],
                "sku": item["merchant_sku"],
                "price": "$1.00",
                "ordered": item["request_order_quantity"],
                "cancelled": item.get("request_order_cancel_qty", 0),
                "shipped": item["request_order_quantity"] - item.get("request_order_cancel_qty", 0),
            }
            for item in document["order_items"]
        ],
        "totals": None,
        "history": [{"name": "Created", "at": "Nov 3, 2016, 14:20 UTC"}],
    }


def amounts(read: dict[str, str | None]) -> dict[str, Decimal | None]:
    return {part: None if digits is None else Decimal(digits) for part, digits in read.items()}


def written(values: dict[str, float | None], parts: tuple[str, ...]) -> dict[str, Decimal | None]:
    """What is not there is not charged."""
    return {part: None if values.get(part) is None else Decimal(str(values[part])) for part in parts}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module", params=browser.KINDS)
def driver(request: pytest.FixtureRequest, browsers: Browsers, address: str) -> WebDriver:
    driver = browsers.fresh(request.param)
    driver.get(f"{address}/{EMPTY}")
    return driver


@pytest.mark.explore
@pytest.mark.by_turns
@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_read_back(driver: WebDriver, form: str) -> None:
    """Ids to the last digit, titles to the last letter, amounts to the cent; the raw data are closed again."""

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(documents(), st.sampled_from([None, 1, 2, 4]), st.booleans())
    def written_and_read(document: dict[str, Any], indent: int | None, ascii_only: bool) -> None:
        raw = {"form": form, "text": json.dumps(document, indent=indent, ensure_ascii=ascii_only)}
        answer = driver.execute_async_script(READ, overlay(document), raw)
        assert "broken" not in answer, answer["broken"]
        assert (answer["doubt"], answer["open"]) == (None, 1)
        [found] = answer["found"]
        same(found["order"], document)

    written_and_read()


def same(order: dict[str, Any], document: dict[str, Any]) -> None:
    assert schema_validation.problems("order", order) == []
    for key in ("merchant_order_id", "reference_order_id", "order_placed_date"):
        assert order[key] == document[key]
    assert order["status"] == "inprogress"
    totals = document.get("order_totals")
    assert (order["order_totals"] is None) == (totals is None)
    if totals:
        assert amounts(order["order_totals"]["item_price"]) == written(totals["item_price"], PRICES)
    for read, item in zip(order["order_items"], document["order_items"], strict=True):
        for key in ("order_item_id", "merchant_sku", "product_title", "request_order_quantity"):
            assert read[key] == item[key]
        assert read["request_order_cancel_qty"] == item.get("request_order_cancel_qty", 0)
        assert read["shipped_quantity"] in (None, item["request_order_quantity"] - read["request_order_cancel_qty"])
        assert amounts(read["item_price"]) == written(item["item_price"], PRICES)
        adjusted = item["price_adjustment"]
        assert (read["price_adjustment"] is None) == (adjusted is None)
        if adjusted:
            assert amounts(read["price_adjustment"]) == written(adjusted, ADJUSTED)
