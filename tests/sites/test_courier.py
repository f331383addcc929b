"""The courier on a real ledger and a real FTP server: exactly one file, one row an item, and its answer."""

from __future__ import annotations

import csv
import io

from tests.support import documents as doc
from tests.support.house import House

FULL = {"principal": "10.00", "tax": "0.80", "shipping_cost": "2.50", "shipping_tax": "0.20"}


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_a_refund_becomes_one_file_with_what_was_asked(house: House) -> None:
    refund_id = house.send(doc.refund())
    house.courier.tick()
    (path,) = house.csv_files()
    assert path.name == "JET_REFUND_112326143000.csv"
    assert rows(path.read_bytes()) == [
        {
            "merchant_order_id": "ab" * 16,
            "alt_refund_id": "JR-00001",
            "order_item_id": f"{1:032x}",
            "total_quantity_returned": "1",
            "order_return_refund_qty": "1",
            "refund_reason": "No longer want this item",
            "refund_feedback": "",
            "notes": "",
            **FULL,
        }
    ]
    assert house.state(refund_id) == "delivered"


def test_nothing_is_sent_while_it_can_be_undone(house: House) -> None:
    status, _ = house.intake.take(doc.refund())
    house.clock.forward(9)
    house.courier.tick()
    assert house.csv_files() == []
    house.intake.undo(status["id"])
    house.clock.forward(60)
    house.courier.tick()
    assert house.csv_files() == []
    assert house.state(status["id"]) == "cancelled"


def test_send_does_not_wait(house: House) -> None:
    status, _ = house.intake.take(doc.refund())
    house.intake.send(status["id"])
    house.courier.tick()
    assert len(house.csv_files()) == 1
