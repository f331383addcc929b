"""The ledger fails under a running helper: its threads live on, and what waits is delivered once when it is well."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from jet_refunds import runtime
from jet_refunds.event_log import log_file
from jet_refunds.event_log.entry import Entry
from tests.support import documents as doc
from tests.support.api import Api, refusal
from tests.support.house import House, house
from tests.support.ledgers import FILE
from tests.support.sqlite_driver import opening_with


def until(look: Callable[[], object], what: str, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.02)


def logged(parts: House, event: str) -> list[Entry]:
    return [entry for entry in log_file.entries(parts.helper.settings.data_dir) if entry.event == event]


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()} & {"web", "courier"}


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """A house whose threads run and whose log is kept."""
    with (
        house(folder, port=0) as parts,
        log_file.writing(parts.helper.settings.data_dir, rotates=True),
        runtime.serving(parts.helper),
    ):
        yield parts


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    monkeypatch.setattr(runtime, "NOTICE_SECONDS", 0.05)


def delivers(parts: House, refund_id: int) -> None:
    def is_delivered() -> bool:
        parts.clock.forward(0.1)  # it may rest
        return parts.state(refund_id) == "delivered"

    until(is_delivered, "the courier delivers")
    assert len(parts.csv_files()) == 1
    assert threads() == {"web", "courier"}


LOCK_BYTES = 120, 8
"""Of ledger.db-shm, by offset and length: SQLite's locks in WAL mode."""
HOLDS = f"""
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX, {LOCK_BYTES[1]}, {LOCK_BYTES[0]})
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program holds SQLite's locks."""
    command = [sys.executable, "-c", HOLDS, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline() == "held\n"
        yield


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the locks of Windows are other ones")
def test_locks_of_another_program(tmp_path: Path) -> None:
    """Neither can anything be read while they are held; browser and tray say so, and the courier goes on after."""
    with opening_with(timeout=0.1), running(tmp_path) as parts:
        api = Api(parts.paired())
        refund_id = parts.take(doc.refund()).refund.id
        with held(parts.helper.settings.data_dir / f"{FILE}-shm"):
            parts.clock.forward(parts.helper.settings.undo_seconds)
            answer = api.get("/v1/health")  # SQLite itself tries for some seconds
            assert refusal(answer) == (503, "not_now")
            assert answer.json
            assert "Another program keeps Jet Refunds from its records" in answer.json["detail"]
            until(lambda: logged(parts, "ledger unavailable"), "the courier has tried, too")
        delivers(parts, refund_id)
        assert not logged(parts, "courier failed")


def test_the_courier_outlives_a_defect_that_its_last_resort_meets_again(tmp_path: Path) -> None:
    """No table of refunds: neither the tick nor what says so on the refunds can read."""
    with running(tmp_path) as parts:
        refund_id = parts.send(doc.refund())
        until(lambda: parts.state(refund_id) == "delivered", "the first one is delivered")
        with closing(sqlite3.connect(parts.helper.settings.data_dir / FILE)) as other:
            other.execute("PRAGMA legacy_alter_table = ON")  # what refers to the table goes on saying its name
            other.execute("ALTER TABLE refund RENAME TO away")
            until(lambda: len(logged(parts, "courier ended")) > 1, "the last resort has failed, too")
            other.execute("ALTER TABLE away RENAME TO refund")
        assert "no such table" in str(logged(parts, "courier ended")[0].traceback)
        other_id = parts.send(doc.of_order(2))
        until(lambda: parts.state(other_id) == "delivered", "the courier goes on")
        assert threads() == {"web", "courier"}


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, MemoryError])
def test_nothing_ends_the_courier_s_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    with running(tmp_path) as parts:
        tick = parts.courier.tick
        fails = iter([error, error])

        def failing() -> float:
            for kind in fails:
                raise kind
            return tick()

        monkeypatch.setattr(parts.courier, "tick", failing)
        delivers(parts, parts.send(doc.refund()))
