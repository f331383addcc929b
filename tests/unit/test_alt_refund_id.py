"""alt_refund_id: the seller's own number of a refund, unique for ever, stored before it is used."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from jet_refunds.errors import NotAllowed
from jet_refunds.ledger import Ledger
from jet_refunds.refund_service import RefundService
from jet_refunds.settings import Settings
from jet_refunds.web import from_document
from tests.support import documents as doc
from tests.support.house import TestClock

ORDERS = count(1)


def take(ledger: Ledger, folder: Path, document: dict[str, Any] | None = None, **settings: Any) -> str:
    """The number that the next refund gets; each is of an order of its own."""
    own = doc.refund(of=doc.order(merchant_order_id=f"{next(ORDERS):032x}"))
    service = RefundService(ledger, TestClock(), Settings(folder, **settings), lambda: None)
    return service.take(from_document.refund(document or own)).refund.alt_refund_id


def test_numbers_are_counted_from_the_start_without_a_gap(ledger: Ledger, tmp_path: Path) -> None:
    assert [take(ledger, tmp_path) for _ in range(3)] == ["JR-00001", "JR-00002", "JR-00003"]


def test_the_start_and_the_prefix_are_configurable(ledger: Ledger, tmp_path: Path) -> None:
    """A seller who has counted by hand goes on where he was."""
    assert take(ledger, tmp_path, alt_refund_start=418, alt_refund_prefix="SHOP-") == "SHOP-00418"
    assert take(ledger, tmp_path, alt_refund_start=418, alt_refund_prefix="SHOP-") == "SHOP-00419"


def test_a_start_that_is_raised_later_jumps_ahead(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path) == "JR-00001"
    assert take(ledger, tmp_path, alt_refund_start=500) == "JR-00500"
    assert take(ledger, tmp_path, alt_refund_start=500) == "JR-00501"


def test_a_start_that_is_lowered_later_never_goes_back(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path, alt_refund_start=500) == "JR-00500"
    assert take(ledger, tmp_path, alt_refund_start=1) == "JR-00501"
    assert take(ledger, tmp_path, alt_refund_start=400) == "JR-00502"


def test_another_prefix_does_not_count_anew(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path, alt_refund_prefix="A-") == "A-00001"
    assert take(ledger, tmp_path, alt_refund_prefix="B-") == "B-00002"
    assert take(ledger, tmp_path, alt_refund_prefix="A-") == "A-00003"


def test_two_prefixes_that_make_one_number_are_told_apart(ledger: Ledger, tmp_path: Path) -> None:
    """JR-1 and 00002 read like JR- and 100002: such a number is passed over, and refunds go on."""
    assert take(ledger, tmp_path, alt_refund_prefix="JR-1", alt_refund_start=2) == "JR-100002"
    assert take(ledger, tmp_path, alt_refund_start=100002) == "JR-100003"


def test_the_shortest_number_has_five_characters(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path, alt_refund_prefix="") == "00001"


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    for expected in ("JR-00001", "JR-00002"):
        ledger = Ledger.in_folder(tmp_path)
        assert take(ledger, tmp_path) == expected
        ledger.close()


def test_an_undone_refund_keeps_its_number_for_ever(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path)
    assert ledger.refunds.undo(1, datetime.now(UTC))
    assert take(ledger, tmp_path) == "JR-00002"


def test_the_same_request_again_takes_no_new_number(ledger: Ledger, tmp_path: Path) -> None:
    document = doc.refund()
    assert [take(ledger, tmp_path, document) for _ in range(2)] == ["JR-00001", "JR-00001"]
    assert take(ledger, tmp_path) == "JR-00002"


def test_a_refund_that_is_not_allowed_takes_no_number(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        take(ledger, tmp_path, doc.refund(of=doc.order(status="created")))
    assert take(ledger, tmp_path) == "JR-00001"


def test_it_is_stored_before_it_is_used(ledger: Ledger, tmp_path: Path) -> None:
    number = take(ledger, tmp_path)
    reopened = Ledger.in_folder(tmp_path)
    assert reopened.refund_views.find(number.lower()).alt_refund_id == number
    reopened.close()
