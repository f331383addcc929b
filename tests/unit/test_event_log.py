"""The log's entries: read again as they were written, gone with a rollback, silent on what is private."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jet_refunds.diagnostics.redaction import LEFT_OUT, redacted
from jet_refunds.diagnostics.refund_story import RefundStory
from jet_refunds.errors import Finding, NotAllowed, SiteRefused
from jet_refunds.event_log import entry, log_file
from jet_refunds.event_log.entry import Value
from jet_refunds.event_log.events import acting, event, failed, fault, timed
from jet_refunds.event_log.faults import UNTOLD, told
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.database import log_when_committed

AT = datetime(2026, 11, 27, 8, 15, 2, 113000, UTC)
log = logging.getLogger("jet_refunds.test")

values = (
    st.text() | st.integers() | st.booleans() | st.lists(st.integers()) | st.sampled_from(["12", "true", "-1.5", "[1]"])
)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Iterator[Path]:
    """Its log is written to."""
    with log_file.writing(tmp_path, rotates=True):
        yield tmp_path


def limit(size: int) -> None:
    """Bytes of one of the log's files."""
    (handler,) = (each for each in logging.root.handlers if isinstance(each, RotatingFileHandler))
    handler.maxBytes = size


# -- one entry


def test_an_entry_can_be_read_by_a_person_and_by_a_program() -> None:
    fields: dict[str, Value] = {
        "refund": 17, "alt_refund_id": "JR-00017", "client": "Chrome on Linux", "seconds": 0.0421, "claims": False,
        "refunds": [17, 18], "blocks": ["too_many"], "number": "12", "nothing": None,
        "until": AT + timedelta(seconds=10),
    }  # fmt: skip
    line = entry.written(AT, "INFO", "refund held", fields)
    assert line == (
        '2026-11-27T08:15:02.113Z INFO refund held refund=17 alt_refund_id=JR-00017 client="Chrome on Linux" '
        'seconds=0.042 claims=false refunds=[17,18] blocks=[too_many] number="12" until=2026-11-27T08:15:12.113Z'
    )
    (found,) = entry.read([line])
    assert (found.at, found.level, found.event) == (AT, "INFO", "refund held")
    assert found.fields == {
        "refund": 17, "alt_refund_id": "JR-00017", "client": "Chrome on Linux", "seconds": 0.042, "claims": False,
        "refunds": [17, 18], "blocks": ["too_many"], "number": "12", "until": "2026-11-27T08:15:12.113Z",
    }  # fmt: skip


@given(st.dictionaries(st.from_regex("[a-z_]{1,9}", fullmatch=True), values, max_size=4))
def test_whatever_a_field_holds_is_one_line_and_comes_back(fields: dict[str, Value]) -> None:
    line = entry.written(AT, "INFO", "refund held", fields)
    assert len(line.splitlines()) == 1
    (found,) = entry.read([line])
    assert found.fields == fields


def test_a_traceback_follows_its_entry() -> None:
    lines = entry.written(AT, "ERROR", "courier failed", {"error": "KeyError"}, "Traceback:\n  here\n\nKeyError: 'x'\n")
    other = entry.written(AT, "INFO", "helper stopped", {})
    first, second = entry.read([f"{line}\n" for line in f"{lines}\n{other}".split("\n")])
    assert (first.traceback, second.event) == ("Traceback:\n  here\n\nKeyError: 'x'", "helper stopped")
    assert first.text == lines


# -- what is said, and by whom


def test_whoever_asked_stands_in_each_entry_that_follows(folder: Path) -> None:
    with acting(by="browser", client="Chrome"):
        event(log, "refund held", refund=17)
    event(log, "refund queued", refund=17)
    held, queued = log_file.entries(folder)
    assert (held.fields, queued.fields) == ({"refund": 17, "by": "browser", "client": "Chrome"}, {"refund": 17})


def test_what_took_time_says_how_long_and_the_site_s_trouble_in_its_words(folder: Path) -> None:
    with timed(log, "upload", file="a.csv"):
        pass
    with pytest.raises(SiteRefused), timed(log, "rename", file="a.csv"):
        raise SiteRefused("550 no")
    failed(log, "visit failed", ValueError(NOTE))
    done, refused, other = log_file.entries(folder)
    assert (done.event, refused.event, refused.level) == ("upload done", "rename failed", "WARNING")
    assert (refused.fields["error"], refused.fields["text"]) == ("SiteRefused", "550 no")
    assert {"seconds"} <= done.fields.keys() & refused.fields.keys()
    assert other.fields == {"error": "ValueError"}


def test_libraries_have_warnings_kept_in_the_same_form(folder: Path) -> None:
    logging.getLogger("library").info("chatter")
    logging.getLogger("library").warning("two\nlines of %s", "trouble")
    (kept,) = log_file.entries(folder)
    assert (kept.event, kept.fields) == ("message", {"logger": "library", "text": "two\nlines of trouble"})


# -- transactions


def test_a_state_s_move_is_logged_once_its_transaction_is_on_disk(folder: Path, tmp_path: Path) -> None:
    ledger = Ledger.in_folder(tmp_path / "ledger")
    with ledger.database.writing() as connection:
        log_when_committed(connection, "refund queued", refund=1)
        assert list(log_file.entries(folder)) == []
    with ledger.database.writing() as connection:
        log_when_committed(connection, "refund queued", refund=2)
        connection.rollback()
    with suppress(ZeroDivisionError), ledger.database.writing() as connection:
        log_when_committed(connection, "refund queued", refund=3)
        raise ZeroDivisionError
    ledger.close()
    assert [each.fields["refund"] for each in log_file.entries(folder)] == [1]


# -- what stays private

NOTE = "Mrs Hollingbourne was unhappy"


def test_a_defect_is_told_with_its_traceback_and_without_what_it_may_quote(folder: Path) -> None:
    def stumble() -> None:
        try:
            int(NOTE)
        except ValueError as error:
            raise KeyError("order_item_id") from error

    try:
        stumble()
    except KeyError as error:
        fault(log, "courier failed", error)
    (kept,) = log_file.entries(folder)
    assert (kept.level, kept.event, kept.fields) == ("ERROR", "courier failed", {"error": "KeyError"})
    assert kept.traceback is not None
    assert kept.traceback.count("Traceback (most recent call last):") == 2
    assert f"ValueError: {UNTOLD}" in kept.traceback
    assert kept.traceback.endswith("KeyError: 'order_item_id'")
    assert NOTE not in (folder / log_file.LOG).read_text()


def test_a_refusal_with_a_title_in_it_is_not_quoted() -> None:
    assert NOTE not in told(NotAllowed(NOTE, [Finding("too_many", NOTE, "/lines/0")]))
    assert "550 no" in told(SiteRefused("550 no"))


def test_the_database_s_errors_do_not_show_values(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="parameters hidden") as raised, ledger.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO refund (reason) VALUES (?)", (NOTE,))
    assert NOTE not in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"password": "orchard", "undo_seconds": 3}, {"password": LEFT_OUT, "undo_seconds": 3}),
        ({"site": {"url": "ftp://u:p@ss/w@host/x"}}, {"site": {"url": f"ftp://u:{LEFT_OUT}@host/x"}}),
        ({"site": {"url": "ftp://u@host:21/x", "tls": "off"}}, {"site": {"url": "ftp://u@host:21/x", "tls": "off"}}),
        ({"backup": ["u:orchard@host"]}, {"backup": [f"u:{LEFT_OUT}@host"]}),
        (
            {"mail": {"API_KEY": {"a": "orchard"}, "authToken": 7}},
            {"mail": {"API_KEY": LEFT_OUT, "authToken": LEFT_OUT}},
        ),
    ],
)
def test_settings_leave_the_computer_without_what_looks_like_a_secret(
    settings: dict[str, object], shown: dict[str, object]
) -> None:
    assert redacted("", settings) == shown


# -- the files


def test_rotated_files_are_private_and_read_in_order(folder: Path) -> None:
    limit(2000)
    for number in range(100):
        event(log, "refund held", refund=number)
    paths = log_file.paths(folder)
    assert 2 < len(paths) <= 1 + log_file.LOG_FILES
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert [each.fields["refund"] for each in log_file.entries(folder)] == list(range(100))


def test_who_follows_misses_nothing_and_reads_nothing_twice(folder: Path) -> None:
    """Between two looks come some entries or none, now with a rotation, now without."""
    limit(3000)
    numbers, counts = count(), iter([1, 3, 0, 40, 0, 0, 25, 1, 0, 0])

    def wait(_seconds: float) -> None:
        for _ in range(next(counts)):
            event(log, "refund held", refund=next(numbers))

    seen = [each.fields["refund"] for each in islice(log_file.follow(folder, wait), 70)]
    assert seen == list(range(70))


# -- one refund's story


def test_a_story_has_its_file_s_entries_and_not_its_neighbours() -> None:
    """Two refunds share a file whose name turned out to be taken; a third has nothing to do with it."""
    lines = """
        refund judged request_id=r1 blocks=[] warnings=[]
        refund held refund=1 alt_refund_id=JR-00001 request_id=r1
        refund held refund=2 alt_refund_id=JR-00002 request_id=r2
        visit failed error=SiteRefused
        refund prepared refund=1 alt_refund_id=JR-00001 file=a.csv
        refund prepared refund=2 alt_refund_id=JR-00002 file=a.csv
        file superseded file=a.csv by_file=b.csv
        rename done file=b.csv attempt=1
        refund prepared refund=3 alt_refund_id=JR-00003 file=c.csv
        rename done file=c.csv attempt=1
        refund accepted refund=1 alt_refund_id=JR-00001 file=b.csv
        visit failed error=SiteRefused
    """
    kept = list(entry.read(f"2026-11-27T08:15:02.113Z INFO {line.strip()}" for line in lines.strip().splitlines()))
    for number in ("1", "jr-00001"):
        story = RefundStory(number)
        assert story.learn(kept)
        assert [kept.index(each) for each in kept if story.tells(each)] == [0, 1, 3, 4, 6, 7, 10]
    assert not RefundStory("4").learn(kept)
