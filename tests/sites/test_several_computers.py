"""One site, several computers: ledgers of their own, copies of one, and one out of a backup."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from jet_refunds.delivery import site_marks
from jet_refunds.delivery.courier import COPIED
from jet_refunds.delivery.site_marks import SiteMarks
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.interfaces import Progress, Site, SiteOpener
from jet_refunds.ledger.files import COPY_MAY_HAVE_SENT
from jet_refunds.solid_commerce.file_names import refund_file
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.moods import Moods, forbids
from tests.sites.test_courier import rows
from tests.sites.test_courier_places import before_the_first_move, lost_move
from tests.support import documents as doc
from tests.support.house import House, TestClock, computer

MARKS = Path(".jet-refunds")


def copy_of(house: House, folder: Path) -> Path:
    """As a person copies the data folder, or a backup does."""
    return Path(shutil.copytree(house.helper.settings.data_dir, folder))


def tick(house: House, times: int = 3) -> None:
    for _ in range(times):
        house.courier.tick()
        house.clock.forward(61)


def sent(site: FtpSite) -> list[str]:
    """Every alt_refund_id with its order that has stood under a final name, each time."""
    return sorted(
        f"{row['alt_refund_id']} {row['merchant_order_id']}"
        for bodies in site.history.values()
        for body in bodies
        for row in rows(body)
    )


def orders(site: FtpSite) -> list[str]:
    return sorted(line.partition(" ")[2] for line in sent(site))


# -- ledgers of their own


def test_two_computers_get_names_of_their_own(house: House, tmp_path: Path) -> None:
    """The second comes while the first is about to move, in the same minute."""
    with computer(tmp_path / "other", house.site, house.clock) as other:
        opener = house.helper.seller_site._opener
        house.send(doc.of_order(99))
        house.courier.tick()
        house.courier.stop()
        first, second = house.send(doc.of_order(1)), other.send(doc.of_order(2))
        house.helper.seller_site._opener = before_the_first_move(opener, lambda: tick(other, 1))
        tick(house)
        tick(other)
        assert [house.state(first), other.state(second)] == ["delivered", "delivered"]
        assert house.file_name(first) != other.file_name(second)
    assert all(len(bodies) == 1 for bodies in house.site.history.values())
    assert len(orders(house.site)) == len(set(orders(house.site))) == 3


def test_ids_are_told_apart_as_soon_as_another_ledger_has_been_seen(house: House, tmp_path: Path) -> None:
    with computer(tmp_path / "other", house.site, house.clock) as other:
        for number in range(1, 4):
            house.send(doc.of_order(number))
            tick(house, 1)
            house.courier.stop()
            other.send(doc.of_order(10 + number))
            tick(other, 1)
            other.courier.stop()
        ids = [[refund.alt_refund_id for refund in each.ledger.refund_views.page().refunds] for each in (house, other)]
        names = [each.ledger.identity.name()[:4].upper() for each in (house, other)]
    assert ids[0] == [f"JR-{names[0]}-00003", "JR-00002", "JR-00001"]
    assert ids[1] == [f"JR-{names[1]}-00003", f"JR-{names[1]}-00002", "JR-00001"]


def test_where_no_folder_can_be_made_the_site_test_says_so_and_all_goes_on(house: House, moods: Moods) -> None:
    moods["MKD"] = forbids(".jet-refunds")
    refund_id = house.send(doc.of_order(1))
    tick(house)
    assert house.state(refund_id) == "delivered"
    (step,) = [step for step in house.helper.seller_site.test() if step.step == "share"]
    assert step.ok
    assert "Only one computer may use this site" in step.message


def test_what_is_left_on_the_site_is_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = 2
    monkeypatch.setattr(site_marks, "KEPT", kept)
    refund_ids = []
    for number in range(2 * kept + 3):
        refund_ids.append(house.send(doc.of_order(number)))
        tick(house, 1)
        if number == 3:
            house.clock.forward(timedelta(days=3).total_seconds())
    assert {house.state(refund_id) for refund_id in refund_ids} == {"delivered"}
    (ledger,) = (house.site.folder / MARKS / "ledgers").iterdir()
    assert ledger.name == house.ledger.identity.name()
    assert kept <= len(list(ledger.iterdir())) <= 2 * kept
    names = sorted(path.name for path in (house.site.folder / MARKS / "names").iterdir())
    assert names == sorted(house.file_name(refund_id).removesuffix(".csv") for refund_id in refund_ids[4:])


# -- copies


def nothing(_house: House) -> None:
    """Still in its undo time."""


def queued(house: House) -> None:
    house.clock.forward(10)
    house.courier.pause(on=True)
    house.courier.tick()
    house.courier.pause(on=False)


def named(house: House) -> None:
    """In a file, of which nothing has been sent."""
    house.clock.forward(10)
    moods = Moods().at(house)
    moods["STOR"] = lambda path: "" if "JET_REFUND" in path else None
    house.courier.tick()
    moods.clear()
    house.courier.stop()


@pytest.mark.parametrize("stage", [nothing, queued, named])
@pytest.mark.parametrize("answer", ["delivered", "send_again"])
def test_a_ledger_out_of_a_backup_sends_nothing_and_asks(
    house: House, tmp_path: Path, stage: Callable[[House], None], answer: str
) -> None:
    """The original sends after the copy was made, and the processor takes it: the copy does not know of it."""
    house.send(doc.of_order(99))
    tick(house, 1)
    house.take(doc.of_order(1))
    stage(house)
    house.courier.stop()
    folder = copy_of(house, tmp_path / "copy")
    house.clock.forward(70)
    tick(house)
    house.courier.stop()
    for taken in house.csv_files():
        taken.unlink()
    with computer(folder, house.site, house.clock) as copy:
        tick(copy)
        assert len(orders(house.site)) == 2
        assert copy.helper.health.overall().mood == "needs_you"
        assert "another copy" in copy.helper.health.overall().summary
        copy.send(doc.of_order(2))
        tick(copy)
        assert len(orders(house.site)) == 2
        assert copy.ledger.refund_views.get(3).reason == COPIED
        copy.courier.go_on()
        doubted = copy.until_asked(2)
        assert COPY_MAY_HAVE_SENT in str(doubted.reason)
        tick(copy)
        assert copy.state(3) in ("delivered", "prepared")
        before = sent(house.site)
        copy.refund_service.resolve(copy.file_name(2), answer)  # type: ignore[arg-type]
        tick(copy)
        assert copy.state(2) == "delivered"
        added = 0 if answer == "delivered" else 1
        assert len(sent(house.site)) == len(before) + added
        copy.send(doc.of_order(4))
        tick(copy)
        assert copy.state(4) == "delivered"
        assert copy.ledger.refund_views.get(4).alt_refund_id != "JR-00004"


def test_a_copy_of_after_the_move_claims_it_and_sends_nothing(house: House, tmp_path: Path) -> None:
    moods = Moods().at(house)
    house.send(doc.of_order(99))
    tick(house, 1)
    refund_id = lost_move(house, moods)
    house.courier.stop()
    folder = copy_of(house, tmp_path / "copy")
    tick(house)
    house.courier.stop()
    assert house.state(refund_id) == "delivered"
    with computer(folder, house.site, house.clock) as copy:
        (house.refunds() / house.file_name(refund_id)).unlink()  # the processor has taken it
        tick(copy)
        assert copy.state(refund_id) == "prepared"
    assert len(orders(house.site)) == 2


def test_two_copies_that_run_side_by_side_do_not_both_send(house: House, tmp_path: Path) -> None:
    """The second overtakes the first right before its move."""
    house.send(doc.of_order(99))
    tick(house, 1)
    house.take(doc.of_order(1))
    house.courier.stop()
    opener = house.helper.seller_site._opener
    with computer(copy_of(house, tmp_path / "copy"), house.site, house.clock) as copy:
        house.clock.forward(10)
        house.helper.seller_site._opener = before_the_first_move(opener, lambda: tick(copy, 1))
        tick(house)
        tick(copy)
        assert [house.courier.copied, copy.courier.copied].count(True) >= 1
    assert len(orders(house.site)) == 2


def test_a_folder_that_was_only_moved_is_no_copy(house: House, tmp_path: Path) -> None:
    house.send(doc.of_order(99))
    tick(house, 1)
    house.courier.stop()
    with computer(copy_of(house, tmp_path / "moved"), house.site, house.clock) as moved:
        refund_id = moved.send(doc.of_order(1))
        tick(moved)
        assert moved.state(refund_id) == "delivered"
        assert not moved.courier.copied


class CutOff:
    """Every listing of the marks is cut off in the last name, as by a line that broke; the end looks like its end."""

    def __init__(self, opener: SiteOpener) -> None:
        self._opener = opener

    @contextmanager
    def __call__(self, address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[Site]:
        with self._opener(address, password, progress) as site:
            names = site.names
            site.names = lambda folder: _cut(names(folder)) if "ledgers" in folder else names(folder)  # type: ignore[method-assign]
            yield site


def _cut(names: list[str]) -> list[str]:
    names = sorted(names)
    return [*names[:-1], names[-1][:-3]] if names else names


def test_a_listing_that_is_cut_off_does_not_make_it_a_copy(house: House) -> None:
    house.send(doc.of_order(99))
    tick(house, 1)
    house.courier.stop()
    opener = house.helper.seller_site._opener
    house.helper.seller_site._opener = CutOff(opener)
    refund_id = house.send(doc.of_order(1))
    tick(house)
    assert (house.state(refund_id), house.courier.copied) == ("prepared", False)
    house.courier.stop()
    house.helper.seller_site._opener = opener
    tick(house)
    assert house.state(refund_id) == "delivered"
    assert not house.ledger.flags.shared()
    assert len(orders(house.site)) == 2


# -- on every server


def test_a_name_is_given_once_on_every_server(site: Site) -> None:
    first, second = SiteMarks(site, "aaaaaaaa"), SiteMarks(site, "bbbbbbbb")
    name = refund_file(TestClock().local())
    assert first.reserve(name)
    assert not second.reserve(name)
    assert second.is_given(name)
    assert list(first.leave("000000001-5be1d0c7")) == ["000000001-5be1d0c7"]
    assert list(second.leave("000000001-5be1d0c8")) == ["000000001-5be1d0c8"]
    assert first.look_around(TestClock().local() + timedelta(days=3))
    assert second.reserve(name)
