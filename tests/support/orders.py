"""Hypothesis strategies over the shape of schemas/order.json, small enough that quantities and cents collide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from jet_refunds.domain.money import AMOUNT_NAMES
from jet_refunds.domain.order import PRICE_NAMES
from tests.support import documents as doc

PRICE_FIELDS = tuple(PRICE_NAMES.values())


def _text(digits: int, places: int) -> str:
    return str(Decimal(digits).scaleb(-places).quantize(Decimal(1).scaleb(-places)))


prices = st.builds(_text, st.integers(0, 3000) | st.integers(0, 99_999), st.sampled_from([2, 2, 2, 0, 1, 4, 6]))
price_or_null = st.none() | prices


@st.composite
def item_prices(draw: st.DrawFn) -> dict[str, Any]:
    """Every part but the first may be null or absent."""
    price: dict[str, Any] = {"base_price": draw(prices)}
    for field in PRICE_FIELDS[1:]:
        if draw(st.booleans()):
            price[field] = draw(price_or_null)
    return price


@st.composite
def items(draw: st.DrawFn, number: int) -> dict[str, Any]:
    ordered = draw(st.integers(1, 7))
    adjustment = st.fixed_dictionaries({}, optional=dict.fromkeys(AMOUNT_NAMES, price_or_null))
    return doc.item(
        number,
        request_order_quantity=ordered,
        request_order_cancel_qty=draw(st.just(0) | st.integers(0, ordered + 1)),
        shipped_quantity=draw(st.none() | st.integers(0, ordered)),
        item_price=draw(item_prices()),
        price_adjustment=draw(st.none() | st.none() | adjustment),
    )


@st.composite
def orders(draw: st.DrawFn, status: str = "complete") -> dict[str, Any]:
    """Totals are absent, or for each part the sum by units, by lines, or something else."""
    made = [draw(items(number)) for number in range(1, draw(st.integers(1, 3)) + 1)]
    totals = None
    if draw(st.booleans()):
        totals = {"item_price": {field: draw(_totals(made, field)) for field in PRICE_FIELDS}}
    return doc.order(*made, order_totals=totals, status=status)


def _totals(made: list[dict[str, Any]], field: str) -> st.SearchStrategy[str]:
    lines = [Decimal(item["item_price"].get(field) or 0) for item in made]
    units = [line * item["request_order_quantity"] for line, item in zip(lines, made, strict=True)]
    sums = [format(min(total, Decimal(9_999_999)), "f") for total in (sum(lines), sum(units))]
    return st.sampled_from(sums) | prices
