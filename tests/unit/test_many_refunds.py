"""More refunds may wait than a database takes values in one statement: as after a long outage of the site."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jet_refunds.domain.refund import State
from tests.support import documents as doc
from tests.support.house import House, house
from tests.support.ledgers import FILE
from tests.support.sqlite_driver import opening_with

MANY = 33_000
COPY_REFUND = """
    WITH RECURSIVE copy (number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM copy WHERE number < ?)
    INSERT INTO refund (id, request_id, request_sha256, alt_refund_id, merchant_order_id, reference_order_id, "order",
                        confirmed, state, needs_person, created_at)
    SELECT number, number, request_sha256, 'JR-' || number, number, reference_order_id, "order", confirmed, state, 0,
           created_at FROM refund, copy WHERE id = 1
"""
COPY_LINE = """
    INSERT INTO refund_line (refund_id, position, order_item_id, merchant_sku, product_title, total_quantity_returned,
                             order_return_refund_qty, refund_reason, notes, principal, tax, shipping_cost, shipping_tax)
    SELECT refund.id, position, order_item_id, merchant_sku, product_title, total_quantity_returned,
           order_return_refund_qty, refund_reason, notes, principal, tax, shipping_cost, shipping_tax
    FROM refund_line, refund WHERE refund_id = 1 AND refund.id > 1
"""


class AsUpstream(sqlite3.Connection):
    """Debian's SQLite takes eight times as many values as SQLite's own."""

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)


@pytest.fixture(name="house")
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """In which many refunds wait to be sent."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with opening_with(factory=AsUpstream), house(tmp_path) as made:
        made.refund_service.send(made.take(doc.refund()).refund.id)
        with closing(sqlite3.connect(made.helper.settings.data_dir / FILE)) as ledger:
            ledger.execute(COPY_REFUND, (MANY,))
            ledger.execute(COPY_LINE)
            ledger.commit()
        yield made


@pytest.mark.slow
def test_they_are_told_why_they_wait_and_are_sent(house: House) -> None:
    house.site.stop()
    house.courier.tick()
    waiting = house.ledger.refund_views.open_refunds()
    assert len(waiting) == MANY
    assert {refund.reason for refund in waiting} == {str(house.courier.trouble)}
    house.site.start()
    house.clock.forward(60)
    house.courier.tick()
    delivered = house.ledger.refunds.on_the_way(State.DELIVERED)
    assert len(delivered) > len(house.csv_files()) > 1
    now = house.clock.now()
    ids = [refund.id for refund in waiting]
    with house.ledger.database.writing() as connection:
        house.ledger.refunds.ask(connection, ids, "Who knows?", now)
        house.ledger.refunds.decided(connection, ids, now, "Somebody does.")
    house.ledger.refunds.seen(ids)
    assert not house.ledger.refund_views.waiting().needs_person
