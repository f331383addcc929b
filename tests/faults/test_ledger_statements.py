"""Any statement of a delivery may fail, in any way that SQLite knows: the next ticks end it, with one file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from jet_refunds.errors import LedgerUnavailable
from jet_refunds.ledger import Ledger
from tests.support import documents as doc
from tests.support.api import Api, refusal
from tests.support.house import House, house
from tests.support.ledgers import put_empty_ledger
from tests.support.sqlite_driver import Faults, sqlite_error

pytestmark = pytest.mark.slow

KINDS = (
    (sqlite3.OperationalError, "database is locked", "SQLITE_BUSY"),
    (sqlite3.DatabaseError, "database disk image is malformed", "SQLITE_CORRUPT"),
    (sqlite3.OperationalError, "disk I/O error", "SQLITE_IOERR"),
    (sqlite3.OperationalError, "attempt to write a readonly database", "SQLITE_READONLY"),
    (sqlite3.OperationalError, "database or disk is full", "SQLITE_FULL"),
)
LEAST = 100
"""Statements of a delivery; fewer would mean that the counting is broken."""
MOST_TICKS = 20


def error(number: int) -> sqlite3.Error:
    return sqlite_error(*KINDS[number % len(KINDS)])


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")


def deliver(parts: House) -> int:
    """From the click to the answer, as browser and courier go on after an error; returns how many there were."""
    unavailable = 0
    document, refund_id = doc.refund(), 0
    for _ in range(MOST_TICKS):
        try:
            refund_id = refund_id or parts.take(document).refund.id
            parts.clock.forward(60)
            parts.courier.tick()
            for path in parts.csv_files():
                lines = f"alt_refund_id,order_item_id,Status,ErrorMessage\r\nJR-00001,{1:032x},TRUE,\r\n"
                parts.acknowledge(f"{path.stem}_Ack.csv", lines)
            if parts.state(refund_id) == "accepted":
                return unavailable
        except LedgerUnavailable:
            unavailable += 1
    raise AssertionError(f"not accepted in {MOST_TICKS} ticks")


@pytest.mark.explore
def test_every_statement_of_a_delivery_may_fail(tmp_path: Path, seed: int) -> None:
    """Each second one of a run, in a delivery of its own; the seed draws which, and the kind of the first error."""
    faults = Faults()
    at, unavailable = seed % 2 - 1, 1
    while unavailable:
        at += 2
        with faults.opening(), house(tmp_path / str(at)) as parts:
            faults.arm(at, error(at + seed))
            unavailable = deliver(parts)
            met = faults.count
            faults.arm(0, error(at + seed))
            assert unavailable == (met >= at), "an error was kept from the courier's loop"
            bodies = Counter(body for bodies in parts.site.history.values() for body in bodies)
            assert (len(parts.csv_files()), list(bodies.values())) == (1, [1]), f"after statement {at}"
            assert parts.ledger.database.trouble is None
    assert at > LEAST


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_a_browser_reads_why(tmp_path: Path, number: int) -> None:
    """Whichever statement of its request it is; its hello is answered by what was known before."""
    faults = Faults()
    with faults.opening(), house(tmp_path) as parts:
        api = Api(parts.paired())
        assert api.get("/v1/health").status_code == 200
        for path in ("/v1/health", "/v1/refunds"):
            at, met, failures = 0, True, 0
            while met:
                at += 1
                faults.arm(at, error(number))
                answer = api.get(path)
                met = faults.count >= at
                faults.arm(0, error(number))
                if answer.status_code != 200:
                    failures += 1
                    assert refusal(answer) == (503, "not_now")
            assert failures > 0


@pytest.mark.parametrize("is_new", [True, False])
def test_every_statement_of_an_opening_may_fail(tmp_path: Path, *, is_new: bool) -> None:
    """It is said why, and the next start finds the tables as they were, whole or not there yet."""
    faults = Faults()
    at, failed = 0, True
    while failed:
        at += 1
        if not is_new:
            put_empty_ledger(tmp_path / str(at))
        with faults.opening():
            faults.arm(at, error(at))
            try:
                Ledger.in_folder(tmp_path / str(at)).close()
                failed = False
            except LedgerUnavailable:
                again = Ledger.in_folder(tmp_path / str(at))
                assert again.refund_views.waiting().count == 0
                again.close()
    assert at > 5
