"""The parts of `site serve` that need no socket: wrong guesses, places, what a line may hold, the log."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from jet_refunds.ftp_server import command_line, log_file
from jet_refunds.ftp_server.account import Account
from jet_refunds.ftp_server.addresses import counted
from jet_refunds.ftp_server.places import Places
from jet_refunds.ftp_server.sign_ins import (
    ADDRESSES,
    FIRST_LOCK,
    FORGOTTEN,
    FREE,
    KNOWN,
    LONGEST_LOCK,
    OF_LATE,
    SignIns,
)
from tests.support.hostile_texts import ACTING, HALVES, HOSTILE

PASSWORD = "orchard in May"
GUESSER, PROCESSOR = "203.0.113.9", "198.51.100.7"


# -- addresses


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_address_and_what_its_owner_could_come_from(address: str, counts_as: str) -> None:
    assert counted(address) == counts_as


# -- wrong guesses


class Guessing:
    """At a site whose clock is the test's. The password's slow hash is counted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.hashed = 1_000_000.0, 0
        account = Account.of("seller", PASSWORD)
        real = Account.matches

        def matches(account: Account, user: str, password: str) -> bool:
            self.hashed += 1
            return password == PASSWORD and real(account, user, password)  # 40 ms of a wrong one would show nothing

        monkeypatch.setattr(Account, "matches", matches)
        self.site = SignIns(account, lambda: self.now)

    def wrong(self, times: int = 1, address: str = GUESSER) -> None:
        for _ in range(times):
            assert not self.site.try_from(address, "seller", "guess")

    def right(self, address: str) -> bool:
        return self.site.try_from(address, "seller", PASSWORD)


@pytest.fixture(name="guessing")
def _guessing(monkeypatch: pytest.MonkeyPatch) -> Guessing:
    return Guessing(monkeypatch)


def test_some_wrong_guesses_lock_nothing(guessing: Guessing) -> None:
    guessing.wrong(FREE)
    assert guessing.site.locked_for(GUESSER) == 0
    assert guessing.right(GUESSER)


def test_the_lock_grows_with_each_wrong_guess_up_to_its_longest(guessing: Guessing) -> None:
    guessing.wrong(FREE)
    locks = []
    for _ in range(12):
        guessing.wrong()
        locks.append(guessing.site.locked_for(GUESSER))
        guessing.now += locks[-1]
    assert locks[:4] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK, 8 * FIRST_LOCK]
    assert locks[-1] == LONGEST_LOCK


def test_of_a_locked_address_nothing_is_looked_at(guessing: Guessing) -> None:
    """Not the right password either; nor is it made longer by asking."""
    guessing.wrong(FREE + 1)
    before = guessing.hashed
    assert not guessing.right(GUESSER)
    assert (guessing.hashed, guessing.site.locked_for(GUESSER)) == (before, FIRST_LOCK)
    guessing.now += FIRST_LOCK
    assert guessing.right(GUESSER)


def test_a_locked_address_locks_no_other_one(guessing: Guessing) -> None:
    guessing.wrong(FREE + 5)
    assert guessing.right(PROCESSOR)


def test_all_of_an_ipv6_network_is_one_guesser(guessing: Guessing) -> None:
    for number in range(FREE + 1):
        guessing.wrong(address=f"2001:db8::{number}")
    assert guessing.site.locked_for("2001:db8::ffff") == FIRST_LOCK
    assert guessing.site.locked_for("2001:db8:0:1::1") == 0


def test_whoever_has_signed_in_of_late_is_not_locked_by_others_behind_the_same_router(guessing: Guessing) -> None:
    """And their guesses cost nothing but a comparison."""
    assert guessing.right(PROCESSOR)
    guessing.wrong(FREE + 1, PROCESSOR)
    before = guessing.hashed
    guessing.wrong(1000, PROCESSOR)
    assert guessing.site.locked_for(PROCESSOR) == 0
    assert guessing.right(PROCESSOR)
    assert guessing.hashed == before


def test_a_sign_in_of_long_ago_keeps_nobody_from_being_locked(guessing: Guessing) -> None:
    assert guessing.right(PROCESSOR)
    guessing.now += OF_LATE
    guessing.wrong(FREE + 1, PROCESSOR)
    assert guessing.site.locked_for(PROCESSOR) == FIRST_LOCK


def test_an_address_that_has_long_been_silent_begins_anew(guessing: Guessing) -> None:
    guessing.wrong(FREE + 3)
    guessing.now += FIRST_LOCK * 4 + FORGOTTEN + 1
    guessing.wrong(FREE)
    assert guessing.site.locked_for(GUESSER) == 0


def test_what_is_remembered_is_bounded(guessing: Guessing) -> None:
    for number in range(ADDRESSES + 100):
        guessing.wrong(address=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    for number in range(KNOWN + 100):
        assert guessing.right(f"192.0.{number >> 8}.{number & 255}")
    assert (len(guessing.site._guesses), len(guessing.site._signed_in_at)) == (ADDRESSES, KNOWN)


def test_a_name_that_is_cut_elsewhere_is_not_taken_for_the_right_one(guessing: Guessing) -> None:
    assert guessing.right(PROCESSOR)
    assert not guessing.site.try_from(PROCESSOR, "sell", "er" + PASSWORD)
    assert not guessing.site.try_from(PROCESSOR, "seller\0", PASSWORD)


# -- places


@dataclass(eq=False)
class Connected:
    remote_ip: str
    authenticated: bool = False


def test_an_address_has_so_many_places_and_a_newer_stranger_takes_an_older_one_s() -> None:
    places: Places[Connected] = Places(20, lambda _: False)
    first, *others = [Connected(GUESSER) for _ in range(places.most_strangers_of_an_address + 1)]
    assert places.take(first) == ([], None)
    went = [places.take(each) for each in others]
    assert went[-1] == ([first], None)
    assert all(each == ([], None) for each in went[:-1])


def test_who_is_signed_in_is_never_pushed_out() -> None:
    places: Places[Connected] = Places(20, lambda _: False)
    here = [Connected(PROCESSOR, authenticated=True) for _ in range(places.most_of_an_address)]
    assert all(places.take(each) == ([], None) for each in here)
    assert places.take(Connected(PROCESSOR)) == ([], "Too many connections from your address.")
    others = [Connected(f"10.0.0.{number}", authenticated=True) for number in range(10)]
    assert all(places.take(each) == ([], None) for each in others)
    assert places.take(Connected(GUESSER)) == ([], "Too many connections. Try again later.")
    places.leave(others[0])
    assert places.take(Connected(GUESSER)) == ([], None)


def test_where_all_places_are_taken_the_oldest_stranger_goes_and_a_known_address_last() -> None:
    places: Places[Connected] = Places(4, lambda address: address == PROCESSOR)
    known, *strangers = [Connected(PROCESSOR), *(Connected(f"10.0.0.{number}") for number in range(3))]
    assert all(places.take(each) == ([], None) for each in (known, *strangers))
    went = [places.take(Connected(f"10.0.1.{number}")) for number in range(3)]
    assert went == [([stranger], None) for stranger in strangers]


# -- lines


@pytest.mark.parametrize(
    "line",
    [
        b"NOOP",
        "STOR JetRefunds/Señora 折叠椅 כיסא 👩\u200d👧.csv".encode(),
        b"MKD " + b"a" * 255,
        b"MKD " + b"/".join([b"a" * 255] * 4),
        b"PASS " + b"p" * 1000,
        b"",
    ],
)
def test_a_line_that_may_be_said(line: bytes) -> None:
    assert command_line.fault(line) is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"STOR a\x00b", "control"),
        (b"STOR a\nDELE b", "line ends"),
        (b"STOR a\rb", "control"),
        (b"MKD \x1b]0;owned\x07", "control"),
        (b"MKD a\x7f", "control"),
        ("MKD a\x9bb".encode(), "control"),
        ("MKD a\x85b".encode(), "control"),
        ("MKD a\u2028b".encode(), "control"),
        (b"USER \x1b[2J", "control"),
        (b"MKD \xff", "UTF-8"),
        (b"MKD \xc0\xaf", "UTF-8"),
        (b"MKD \xed\xa0\x80", "UTF-8"),
        (b"MKD \xf4\x90\x80\x80", "UTF-8"),
        (b"MKD " + b"a" * 256, "255"),
        (b"MKD a/" + "é".encode() * 128, "255"),
    ],
)
def test_a_line_that_is_refused(line: bytes, why: str) -> None:
    assert why in (command_line.fault(line) or "")


# -- the log

FORMATTED = log_file._Lines()


def entry(text: str, **values: object) -> str:
    record = logging.makeLogRecord({"msg": text, "levelname": "INFO", **values})
    return FORMATTED.format(record)


@pytest.mark.parametrize("text", [*HOSTILE.values(), *HALVES.values()])
def test_an_entry_is_one_line_whatever_it_quotes(text: str) -> None:
    written = entry(f"203.0.113.9:1234 MKD {text} 257")
    assert not ACTING.search(written)
    assert len(written.splitlines()) == 1


@pytest.mark.parametrize("text", ["x\n2026-11-27 08:15:02,113 INFO forged", "\x1b]0;owned\x07"])
def test_a_traceback_is_moved_in(text: str) -> None:
    """Whether the library gives it as a message or as an exception."""
    try:
        Path(text).stat()
    except OSError:
        given = entry("unhandled", exc_info=sys.exc_info())
        said = entry(logging.Formatter().formatException(sys.exc_info()))
    for written in (given, said):
        first, *more = written.split("\n")
        assert more
        assert all(line.startswith("    ") for line in more)
        assert not ACTING.search(written)
        assert "forged" not in first
