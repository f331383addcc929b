"""Which site a refund went to, and whose file lies there: the courier takes neither for granted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from jet_refunds import app, settings
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteRefused
from jet_refunds.interfaces import Progress, Site, SiteOpener
from jet_refunds.web import from_document
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.moods import Moods, forbids
from tests.sites.servers.pyftpdlib import explicit
from tests.sites.servers.server import Server
from tests.sites.test_courier import delivered, rows
from tests.support import documents as doc
from tests.support.house import House


def lost_move(house: House, moods: Moods) -> int:
    """A refund whose last rename was sent, was not carried out, and was never answered."""
    moods["RNTO"] = lambda path: "" if path.endswith(".csv") else None
    refund_id = house.send(doc.of_order(1))
    house.courier.tick()
    assert house.state(refund_id) == "prepared"
    del moods["RNTO"]
    house.clock.forward(61)
    return refund_id


# -- the address, and what lies there


def test_a_visit_is_booked_under_the_site_that_it_was_made_on(house: House, moods: Moods, tmp_path: Path) -> None:
    """The seller saves another address during the visit: that a file is not there proves nothing of this one."""
    old = house.helper.seller_site.address()
    assert old
    with FtpSite(tmp_path / "other") as other:
        new = SiteAddress.parse(other.url, "off")

        def saved_meanwhile(_path: str) -> None:
            if house.helper.seller_site.address() == old:
                house.use_site(new)

        moods["SIZE"] = saved_meanwhile
        refund_id = lost_move(house, moods)
        assert house.helper.seller_site.address() == new
        status = house.until_asked(refund_id)
        assert status.state == "prepared"
        assert "another site" in str(status.reason)
        assert house.ledger.files.prepared() == []
        assert other.history == {}
        house.courier.stop()


def test_a_folder_that_had_to_be_made_anew_proves_nothing(house: House, moods: Moods) -> None:
    """All that lay on the site is gone, and with it whatever could tell whether the file had been moved.

    Until somebody makes the folder it is awaited: a disk may be mounted again.
    """
    refund_id = lost_move(house, moods)
    for path in house.site.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.reason) == ("prepared", "The FTP site has no folder JetRefunds.")
    assert house.helper.health.overall().mood == "needs_you"
    assert all(step.ok for step in house.helper.seller_site.test())
    house.clock.forward(61)
    status = house.until_asked(refund_id)
    assert status.state == "prepared"
    assert "The folder JetRefunds was gone" in str(status.reason)
    assert house.site.listing() == []


def test_a_folder_that_was_made_before_the_move_asks_nobody(house: House) -> None:
    (house.refunds() / "Acks").rmdir()
    house.refunds().rmdir()
    delivered(house, doc.of_order(99))
    moods = Moods().at(house)
    refund_id = lost_move(house, moods)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


@pytest.mark.parametrize("tells_sizes", [True, False])
def test_a_strangers_file_is_not_overwritten_by_a_move_that_is_tried_again(house: House, tells_sizes: bool) -> None:
    """It came under our name meanwhile. Some sites answer 550 to SIZE of every file, as others of none."""
    moods = Moods()
    if not tells_sizes:
        moods["SIZE"] = forbids()
    moods.at(house)
    delivered(house, doc.of_order(99))
    refund_id = lost_move(house, moods)
    name = house.file_name(refund_id)
    (house.refunds() / name).write_bytes(b"by hand")
    for _ in range(3):
        house.courier.tick()
        house.clock.forward(61)
    assert (house.refunds() / name).read_bytes() == b"by hand"
    status = house.ledger.refund_views.get(refund_id)
    assert status.state == "delivered"
    assert house.file_name(refund_id) != name


def test_two_computers_on_one_site_never_send_each_others_bytes(house: House, moods: Moods, tmp_path: Path) -> None:
    """Each has a ledger of its own, and both want the same name in the same minute, which nobody can reserve here."""
    moods["MKD"] = forbids(".jet-refunds")
    assert all(step.ok for step in house.helper.seller_site.test())
    settings.save_site(tmp_path / "data2", SiteAddress.parse(house.site.url, "off"))
    other = app.build(
        settings.load(tmp_path / "data2", alt_refund_prefix="XX-"),
        os.environ.get(settings.PASSWORD_VARIABLE),
        clock=house.clock,
    )
    opener = house.helper.seller_site._opener
    try:
        house.take(doc.of_order(1))
        other.refund_service.take(from_document.refund(doc.of_order(2)))
        house.clock.forward(10)
        house.helper.seller_site._opener = before_the_first_move(opener, lambda: up_to_the_move(other, moods))
        house.courier.tick()
        for _ in range(3):
            house.clock.forward(61)
            other.courier.tick()
        (theirs,) = other.ledger.refund_views.page().refunds
        assert theirs.state == "delivered"
    finally:
        other.courier.stop()
        other.ledger.close()
    found = [[row["alt_refund_id"] for row in rows(path.read_bytes())] for path in house.csv_files()]
    assert found == [["JR-00001"], ["JR-00002"], ["XX-00001"]]
    assert [len(bodies) for bodies in house.site.history.values()] == [1, 1, 1]
    first, second = moods.uploads()[:2]
    assert first.partition(".csv.")[0] == second.partition(".csv.")[0]
    assert first != second


def before_the_first_move(opener: SiteOpener, then: Callable[[], None]) -> SiteOpener:
    """The opener of one who is overtaken right before its first rename."""
    waiting = [then]

    @contextmanager
    def opened(address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[Site]:
        with opener(address, password, progress) as site:
            rename = site.rename

            def overtaken(old: str, new: str) -> None:
                while waiting:
                    waiting.pop()()
                rename(old, new)

            site.rename = overtaken  # type: ignore[method-assign]
            yield site

    return opened


def up_to_the_move(helper: app.Helper, moods: Moods) -> None:
    moods["RNFR"] = lambda path: "" if "JET_REFUND_" in path else None
    helper.courier.tick()
    helper.courier.stop()
    del moods["RNFR"]


def test_an_address_that_is_a_file_is_said_in_words_and_tried_again(
    servers: Callable[[str], Server], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SFTP, where it is the folder's listing that fails."""
    place = servers("openssh").place()
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", place.server.password)
    (place.folder / "afile").write_bytes(b"x")
    house.use_site(replace(place.address, path=f"{place.address.path}/afile"))
    refund_id = house.send(doc.of_order(1))
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, isinstance(house.courier.trouble, SiteRefused)) == ("queued", True)
    assert f"{place.address.path}/afile" in str(status.reason)
    assert house.helper.seller_site.test()[-1].ok is False
    (place.folder / "afile").unlink()
    (place.folder / "afile").mkdir()
    os.chown(place.folder / "afile", place.server.owner, place.server.owner)
    house.clock.forward(61)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


# -- encryption


def test_a_site_that_was_encrypted_yesterday_gets_no_password_in_the_clear(house: House, certificate: Path) -> None:
    """Whoever answers there without encryption may be somebody else; the seller may allow it all the same."""
    house.site.stop()
    house.site._base = explicit(certificate)
    house.site.start()
    house.helper.seller_site.change(SiteAddress.parse(house.site.url, "auto"), None)
    delivered(house, doc.of_order(99))
    moods = Moods().at(house)
    refund_id = house.send(doc.of_order(1))
    for _ in range(3):
        house.courier.tick()
        house.clock.forward(61)
    assert {"USER", "PASS"} & {command for command, _ in moods.asked} == set()
    status = house.ledger.refund_views.get(refund_id)
    assert status.state == "queued"
    assert "no password was sent" in str(status.reason)
    assert house.helper.health.overall().mood == "needs_you"
    house.helper.seller_site.change(SiteAddress.parse(house.site.url, "off"), None)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_a_site_that_never_was_encrypted_is_used_as_it_is(house: House) -> None:
    house.helper.seller_site.change(SiteAddress.parse(house.site.url, "auto"), None)
    delivered(house, doc.of_order(99))
    delivered(house, doc.of_order(1))
