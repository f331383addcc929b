"""A refund is read once, at the door: what must not change between versions, and what is kept as it was sent."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from jet_refunds.domain.refund import Refund
from jet_refunds.errors import NotValid
from jet_refunds.web import from_document
from tests.support import documents as doc
from tests.support.house import House

REQUEST_ID = "12345678-1234-1234-1234-1234567890ab"
SHA256 = "7d35cc30e4475a5291f6e003099f18e1b3e5b295942fdaf94658e9adc2f651b9"
"""Of doc.refund(request_id=REQUEST_ID), as the first version of Jet Refunds kept it."""


def test_the_digest_of_a_request_is_the_one_that_earlier_versions_have_kept() -> None:
    """An extension sends what was not answered again after an update: it must not be taken for another content."""
    assert from_document.refund(doc.refund(request_id=REQUEST_ID)).request_sha256 == SHA256


def test_the_digest_does_not_depend_on_the_order_of_names() -> None:
    document = doc.refund(request_id=REQUEST_ID)
    assert from_document.refund(dict(reversed(document.items()))).request_sha256 == SHA256


@pytest.mark.parametrize(
    "changes",
    [
        {"confirmed": ["order_too_old"]},
        {"lines": [doc.line(notes="x")]},
        {"order": doc.order(order_placed_date="2026-11-10T10:00:00.1234568Z")},
    ],
)
def test_another_content_has_another_digest_even_where_the_values_are_the_same(changes: dict[str, Any]) -> None:
    """Jet's seventh digit of a second is lost in a value, and not in the digest."""
    assert from_document.refund(doc.refund(request_id=REQUEST_ID, **changes)).request_sha256 != SHA256


def test_the_ledger_keeps_the_order_as_it_was_sent(house: House) -> None:
    """What is not charged stays null or absent, and a moment keeps its seventh digit."""
    price = {"base_price": "10.00", "item_tax": None}
    sent = doc.order(doc.item(item_price=price, product_title="Näh-Garn “blau”"))
    line = doc.line(refund_amount=doc.amount("10.00"))
    house.take(doc.refund(line, of=sent, confirmed=("order_too_old",)))
    connection = sqlite3.connect(house.helper.settings.data_dir / "ledger.db")
    try:
        ((order, confirmed),) = connection.execute('select "order", confirmed from refund')
    finally:
        connection.close()
    assert json.loads(order) == sent
    assert list(json.loads(order)) == list(sent)
    assert json.loads(confirmed) == ["order_too_old"]


def test_a_refund_is_read_into_values() -> None:
    refund = from_document.refund(doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2))))
    assert isinstance(refund, Refund)
    assert [line.refund_amount.total for line in refund.lines] == [1350, 1350]
    assert [item.order_item_id for item in refund.order.order_items] == [line.order_item_id for line in refund.lines]


@pytest.mark.parametrize(
    "read", [from_document.order, from_document.refund, from_document.resolution, from_document.pairing_request]
)
@pytest.mark.parametrize("document", [None, [], {}, {"outcome": "maybe"}])
def test_what_no_schema_takes_is_read_by_nobody(read: Any, document: object) -> None:
    with pytest.raises(NotValid):
        read(document)
