"""An order document becomes values: what was not charged is 0, money is exact, ids stay text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from jet_refunds.domain.order import Item
from jet_refunds.web import from_document
from tests.support import documents as doc


def only_item(**changes: Any) -> Item:
    return from_document.order(doc.order(doc.item(**changes))).order_items[0]


def test_ids_are_text_whatever_digits_they_hold() -> None:
    read = from_document.order(doc.order(reference_order_id="000123456789012345"))
    assert read.reference_order_id == "000123456789012345"
    assert read.order_items[0].order_item_id == f"{1:032x}"


@pytest.mark.parametrize("missing", [None, "absent"])
def test_a_part_that_is_null_or_absent_was_not_charged(missing: str | None) -> None:
    price = doc.price("17.59", None, "4.74", None)
    if missing == "absent":
        del price["item_tax"], price["item_shipping_tax"]
    assert only_item(item_price=price).item_price == {
        "principal": Decimal("17.59"),
        "tax": 0,
        "shipping_cost": Decimal("4.74"),
        "shipping_tax": 0,
    }


def test_prices_keep_every_digit_of_the_raw_data() -> None:
    assert only_item(item_price=doc.price("3.333333")).item_price["principal"] == Decimal("3.333333")


@pytest.mark.parametrize(("cancelled", "kept"), [(0, 3), (1, 2), (3, 0), (5, 0)])
def test_kept_units_are_ordered_less_cancelled_and_never_negative(cancelled: int, kept: int) -> None:
    assert only_item(request_order_quantity=3, request_order_cancel_qty=cancelled).kept_quantity == kept


def test_a_price_adjustment_is_read_part_by_part_and_null_is_none() -> None:
    assert set(only_item(price_adjustment=None).price_adjustment.values()) == {0}
    assert only_item(price_adjustment={"tax": "0.40", "principal": "5.00"}).price_adjustment == {
        "principal": Decimal("5.00"),
        "tax": Decimal("0.40"),
        "shipping_cost": 0,
        "shipping_tax": 0,
    }


def test_the_order_date_may_have_seven_fraction_digits_or_be_missing() -> None:
    assert from_document.order(doc.order()).order_placed_date == datetime(2026, 11, 10, 10, 0, 0, 123456, UTC)
    assert from_document.order(doc.order(order_placed_date=None)).order_placed_date is None


def test_totals_are_read_or_are_none() -> None:
    totals = {"item_price": doc.price("20", "0.14", "5", "0.35")}
    read = from_document.order(doc.order(order_totals=totals)).order_totals
    assert read is not None
    assert read["shipping_tax"] == Decimal("0.35")
    assert from_document.order(doc.order()).order_totals is None


REJECTED = "exception - order rejected"
CANCELED = "exception - jet manual canceled to complete state"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (REJECTED, REJECTED),
        (CANCELED, CANCELED),
        ("Exception \u2013 Order Rejected", REJECTED),
        ("order_rejected", REJECTED),
        ("exception - order rejected, Maria Example, 1 Nowhere St", REJECTED),
        ("EXCEPTION: jet manual canceled to complete state (Maria Example called)", CANCELED),
        ("exception - order rejectedly", "other"),
        ("exception - customer Maria Example refused the parcel", "other"),
        ("Maria Example, 1 Nowhere St", "other"),
        ("Maria: exception - order rejected", "other"),
        ("\u738b\u5c0f\u660e", "other"),
        ("exception", "other"),
        ("other", "other"),
        ("", None),
        (" - ", "other"),
        (" \n", None),
        (None, None),
    ],
)
def test_an_exception_state_is_one_that_is_known_or_other_and_no_word_beside_it_is_kept(
    text: str | None, known: str | None
) -> None:
    order = from_document.order(doc.order(exception_state=text))
    assert order.exception_state == known
    refund = from_document.refund(doc.refund(of=doc.order(exception_state=text)))
    assert refund.order == order
    assert json.loads(refund.order_json)["exception_state"] == known


def test_a_sku_may_repeat_because_items_are_known_by_their_order_item_id() -> None:
    read = from_document.order(doc.order(doc.item(1, merchant_sku="A"), doc.item(2, merchant_sku="A")))
    assert len({item.order_item_id for item in read.order_items}) == 2


def test_a_product_is_named_in_a_sentence_by_its_title_its_sku_or_its_id() -> None:
    assert only_item(product_title="Blue socks").name == "“Blue socks”"
    assert only_item(product_title="", merchant_sku="S-1").name == "“S-1”"
    assert only_item(product_title="", merchant_sku="").name == f"“{1:032x}”"
    long = only_item(product_title="x" * 500).name
    assert len(long) == 62
    assert long.endswith("…”")
