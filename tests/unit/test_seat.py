"""A copied data folder brings neither seat nor pairings along; what only looks different is the same seat."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jet_refunds import app, seat, settings
from jet_refunds.clock import SystemClock
from jet_refunds.diagnostics.health import MOVED
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.page_sessions import host_of
from jet_refunds.proofs import Verifier
from tests.support.ledgers import put_empty_ledger

HERE = "c0ffee"


def taken(folder: Path, machine: str | None = HERE) -> seat.Seat:
    """As at a start."""
    folder.mkdir(exist_ok=True)
    found = seat.find(folder, machine)
    seat.keep(folder, found, machine)
    return found


def test_a_folder_is_the_same_seat_after_every_start(tmp_path: Path) -> None:
    first = taken(tmp_path / "data")
    assert first.is_new
    again = taken(tmp_path / "data")
    assert (again.name, again.is_new) == (first.name, False)


def copied(folder: Path) -> tuple[Path, str | None]:
    return Path(shutil.copytree(folder, folder.with_name("copy"))), HERE


def moved(folder: Path) -> tuple[Path, str | None]:
    return folder.rename(folder.with_name("moved")), HERE


def on_another_computer(folder: Path) -> tuple[Path, str | None]:
    """At the same place, such as the home folder of a user of the same name."""
    return folder, "another"


def without_what_says_where(folder: Path) -> tuple[Path, str | None]:
    (folder / seat.PLACE).unlink()
    return folder, HERE


def spoilt(folder: Path) -> tuple[Path, str | None]:
    (folder / seat.PLACE).write_text('{"machine": []', "utf-8")
    return folder, HERE


@pytest.mark.parametrize(
    "change", [copied, moved, on_another_computer, without_what_says_where, spoilt], ids=lambda change: change.__name__
)
def test_elsewhere_it_is_another_seat(tmp_path: Path, change: Callable[[Path], tuple[Path, str | None]]) -> None:
    first = taken(tmp_path / "data")
    found = taken(*change(tmp_path / "data"))
    assert found.is_new
    assert found.name != first.name


def through_a_link(folder: Path) -> tuple[Path, str | None]:
    link = folder.with_name("link")
    link.symlink_to(folder)
    return link, HERE


def by_another_way(folder: Path) -> tuple[Path, str | None]:
    return folder / ".." / folder.name, HERE


def when_the_system_does_not_say(folder: Path) -> tuple[Path, str | None]:
    return folder, None


@pytest.mark.parametrize(
    "change", [through_a_link, by_another_way, when_the_system_does_not_say], ids=lambda change: change.__name__
)
def test_what_only_looks_different_is_the_same_seat(
    tmp_path: Path, change: Callable[[Path], tuple[Path, str | None]]
) -> None:
    first = taken(tmp_path / "data")
    assert taken(*change(tmp_path / "data")) == seat.Seat(first.name, is_new=False)


def test_the_computer_has_a_number_that_is_not_its_name_and_is_not_kept(tmp_path: Path) -> None:
    number = seat.machine_id()
    assert number == seat.machine_id()
    assert number
    taken(tmp_path / "data", number)
    kept = "".join(path.read_text("utf-8") for path in (tmp_path / "data").iterdir())
    assert number not in kept
    assert str(tmp_path) not in kept
    assert set(json.loads((tmp_path / "data" / seat.PLACE).read_text("utf-8"))) == {"machine", "folder"}


def pair(ledger: Ledger) -> str:
    now = SystemClock().now()
    ledger.pairings.new_code(now, rounds=1)
    code = ledger.pairings.open_code(now)
    assert code
    return ledger.pairings.pair(code, "Chromium", Verifier(bytes(32), bytes(32)), now)


def test_in_a_copied_folder_nobody_is_let_in_who_was_let_in_before(tmp_path: Path) -> None:
    """The browser, the open page, the link and the code; the seller hears why, until a browser is paired."""
    put_empty_ledger(tmp_path / "data")
    first, now = app.build(settings.load(tmp_path / "data")), SystemClock().now()
    browser = pair(first.ledger)
    used, unused = (first.ledger.page_sessions.new_link(now) for _ in range(2))
    token = first.ledger.page_sessions.open(used, now).token
    first.ledger.pairings.new_code(now, rounds=1)
    first.ledger.close()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")

    again = app.build(settings.load(tmp_path / "data"))
    assert [paired.id for paired in again.ledger.pairings.browsers()] == [browser]
    assert again.ledger.page_sessions.known(token, host_of(used), now)
    assert MOVED not in {part.reason for part in again.health.parts()}
    again.ledger.close()

    copy = app.build(settings.load(tmp_path / "copy"))
    ledger = copy.ledger
    assert ledger.pairings.browsers() == []
    known = ledger.pairings.browser(browser)
    assert known
    assert known.is_ended, "it hears from the helper that it is"
    assert ledger.page_sessions.known(token, host_of(used), now) is None
    assert not ledger.page_sessions.is_link(unused, now)
    assert ledger.pairings.open_code(now) is None
    assert (tmp_path / "copy" / seat.SEAT).read_text() != (tmp_path / "data" / seat.SEAT).read_text()
    assert MOVED in {part.reason for part in copy.health.parts()}
    pair(ledger)
    assert MOVED not in {part.reason for part in copy.health.parts()}
    ledger.close()


def test_a_folder_in_which_nobody_was_paired_may_be_moved_without_a_word(tmp_path: Path) -> None:
    put_empty_ledger(tmp_path / "data")
    app.build(settings.load(tmp_path / "data")).ledger.close()
    (tmp_path / "data").rename(tmp_path / "moved")
    helper = app.build(settings.load(tmp_path / "moved"))
    assert MOVED not in {part.reason for part in helper.health.parts()}
    helper.ledger.close()
