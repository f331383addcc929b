"""The catalogue: every case is in it, and every order's numbers agree with one another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jet_refunds_demo.portal.catalogue import FIRST, NOT_YET, REFUSED, THREE_UNITS, TWO_ITEMS, catalogue
from jet_refunds_demo.portal.documents import document, raw_text
from jet_refunds_demo.portal.orders import PARTS, WORDS, Order

TODAY = date(2026, 11, 23)
ORDERS = catalogue(TODAY)
each_order = pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"order {order.number}")


def created(order: Order) -> dict[str, Any]:
    return document(order, order.history()[0])


def latest(order: Order) -> dict[str, Any]:
    return document(order, order.history()[-1])


def cents(value: Any) -> int:
    return 0 if value is None else round(float(value) * 100)


def test_there_are_at_least_forty_orders_numbered_by_place() -> None:
    assert len(ORDERS) >= 40
    assert [order.number for order in ORDERS] == list(range(1, len(ORDERS) + 1))


def test_every_status_is_there() -> None:
    assert {order.status for order in ORDERS} == set(WORDS)


def test_ids_are_unique_and_the_same_on_every_day() -> None:
    other = catalogue(TODAY + timedelta(days=100))
    for name in ("merchant_order_id", "reference_order_id"):
        found = [getattr(order, name) for order in ORDERS]
        assert len(set(found)) == len(found)
        assert found == [getattr(order, name) for order in other]


def test_the_first_five_are_what_the_demo_says() -> None:
    first, two, three, refused, not_yet = (ORDERS[n - 1] for n in (FIRST, TWO_ITEMS, THREE_UNITS, REFUSED, NOT_YET))
    assert (first.word, [item.quantity for item in first.items]) == ("In Progress", [1])
    assert all(first.items[0].cents(part) > 0 for part in range(4))
    assert (len(two.items), two.word) == (2, "Completed")
    assert ([item.quantity for item in three.items], three.totals) == ([3], "unit")
    assert refused.word == "Completed"
    assert not_yet.word == "Acknowledged"


def test_most_orders_are_younger_than_thirty_days_and_some_are_not() -> None:
    ages = [order.days for order in ORDERS]
    assert sum(age < 30 for age in ages) > 0.8 * len(ages)
    assert sum(age > 30 for age in ages) >= 3


PRESENT: dict[str, Callable[[Order], bool]] = {
    "several items": lambda order: len(order.items) > 1,
    "several units": lambda order: any(item.quantity > 1 for item in order.items),
    "null tax": lambda order: any(
        item["item_price"].get("item_tax", 0) is None for item in created(order)["order_items"]
    ),
    "absent tax": lambda order: any("item_tax" not in item["item_price"] for item in created(order)["order_items"]),
    "order_totals": lambda order: "order_totals" in created(order),
    "no order_totals": lambda order: "order_totals" not in created(order),
    "unit priced": lambda order: basis(order, 0) == "unit",
    "line priced": lambda order: basis(order, 0) == "line",
    "fits neither": lambda order: basis(order, 0) == "neither",
    "unknowable": lambda order: order.totals is None and any(item.quantity > 1 for item in order.items),
    "tax by line and price by unit": lambda order: (basis(order, 0), basis(order, 1)) == ("unit", "line"),
    "rejected": lambda order: latest(order).get("exception_state") == "exception - order rejected",
    "cancelled by hand": lambda order: "jet manual canceled" in (latest(order).get("exception_state") or ""),
    "cancelled units": lambda order: any(item.cancelled for item in order.items),
    "all of a line cancelled": lambda order: any(item.cancelled == item.quantity for item in order.items),
    "units the seller lacked": lambda order: any(item.unavailable for item in order.items),
    "partly shipped": lambda order: any(0 < order.shipped(item) < item.left for item in order.items),
    "two parcels": lambda order: len(order.parcels()) > 1,
    "repeated SKU": lambda order: len({item.merchant_sku for item in order.items}) < len(order.items),
    "price_adjustment object": lambda order: any(
        isinstance(item["price_adjustment"], dict) for item in latest(order)["order_items"]
    ),
    "price_adjustment number": lambda order: any(
        isinstance(item["price_adjustment"], (int, float)) for item in latest(order)["order_items"]
    ),
    "12 digits": lambda order: len(order.reference_order_id) == 12,
    "18 digits": lambda order: len(order.reference_order_id) == 18,
    "6 fraction digits": lambda order: bool(re.search(r"\.\d{6}Z$", created(order)["order_placed_date"])),
    "7 fraction digits": lambda order: bool(re.search(r"\.\d{7}Z$", created(order)["order_placed_date"])),
    "wrapped": lambda order: order.merchant_order_id in raw_text(order, order.history()[0]).splitlines()[1][:40],
    "text around": lambda order: not raw_text(order, order.history()[0]).startswith("{"),
    "numbers in strings": lambda order: isinstance(created(order)["order_items"][0]["item_price"]["base_price"], str),
    "empty strings": lambda order: created(order)["shipping_to"]["address"]["address2"] == "",
    "unknown fields": lambda order: "jet_internal_flags" in created(order),
    "no has_shipments": lambda order: "has_shipments" not in created(order),
    "toy ids": lambda order: not re.fullmatch("[0-9a-f]{32}", created(order)["order_items"][0]["order_item_id"]),
    "quotes, < and & in a title": lambda order: set('"<&') <= set(order.items[0].product_title),
    "emoji in a title": lambda order: "🦊" in order.items[0].product_title,
    "a title of nearly 500 characters": lambda order: 450 < len(order.items[0].product_title) <= 500,
    "a title like a formula": lambda order: order.items[0].product_title.startswith("="),
}


@pytest.mark.parametrize("case", PRESENT)
def test_every_case_is_there(case: str) -> None:
    assert any(PRESENT[case](order) for order in ORDERS), f"no order shows: {case}"


def basis(order: Order, part: int) -> str | None:
    """What order_totals say of the prices, by the rule of the sum; "same" where it makes no difference."""
    found = created(order)
    if "order_totals" not in found:
        return None
    items = found["order_items"]
    prices = [cents(item["item_price"].get(PARTS[part])) for item in items]
    line = sum(prices)
    unit = sum(price * item["request_order_quantity"] for price, item in zip(prices, items, strict=True))
    total = cents(found["order_totals"]["item_price"][PARTS[part]])
    if unit == line == total:
        return "same"
    return "unit" if total == unit else "line" if total == line else "neither"


@each_order
def test_order_totals_fit_the_prices_as_the_order_says(order: Order) -> None:
    readings: dict[str | None, list[str | None]] = {
        "unit": ["unit"] * 4,
        "line": ["line"] * 4,
        "mixed": ["unit", "line", "line", "line"],
        "neither": ["neither", "unit", "unit", "unit"],
        None: [None] * 4,
    }
    expected = readings[order.totals]
    found = [basis(order, part) for part in range(4)]
    assert all(one in (other, "same") for one, other in zip(found, expected, strict=True)), found


@each_order
def test_units_add_up(order: Order) -> None:
    for item in order.items:
        assert item.quantity >= 1
        assert 0 <= item.cancelled + item.unavailable + order.shipped(item) <= item.quantity
        if order.status == "complete" and order.exception_state is None:
            assert order.shipped(item) == item.left


@each_order
def test_shipments_of_the_document_add_up_by_sku(order: Order) -> None:
    found = latest(order)
    lines = [line for shipment in found["shipments"] for line in shipment["shipment_items"]]
    for sku in {item.merchant_sku for item in order.items}:
        mine = [line for line in lines if line["merchant_sku"] == sku]
        items = [item for item in order.items if item.merchant_sku == sku]
        assert sum(line["response_shipment_sku_quantity"] for line in mine) == sum(map(order.shipped, items))
        if mine:
            assert sum(line["response_shipment_cancel_qty"] for line in mine) == sum(item.unavailable for item in items)


@each_order
def test_the_created_entry_knows_nothing_of_later(order: Order) -> None:
    found = created(order)
    assert found["status"] == "created"
    assert "exception_state" not in found
    assert found["shipments"] == []
    assert all(not item.get("request_order_cancel_qty") for item in found["order_items"])
    assert all(item["price_adjustment"] is None for item in found["order_items"])


@each_order
def test_the_last_entry_says_the_orders_status(order: Order) -> None:
    status = latest(order)["status"]
    assert status == ("created" if order.status == "hold" else order.status)


@each_order
def test_history_runs_forward_and_ends_before_today(order: Order) -> None:
    times = [moment.at for moment in order.history()]
    assert times == sorted(set(times))
    assert times[-1] < datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)


@each_order
def test_persons_are_invented(order: Order) -> None:
    found = created(order)
    assert re.fullmatch(r"\(555\) 555-01\d\d", found["buyer"]["phone_number"])
    assert found["hash_email"].endswith(".example")


@each_order
def test_raw_text_holds_the_document(order: Order) -> None:
    text = raw_text(order, order.history()[-1])
    inside = json.loads(text[text.index("{") : text.rindex("}") + 1])
    assert latest(order) in (inside, inside.get(order.merchant_order_id))
