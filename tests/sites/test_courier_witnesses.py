"""Delivered means that there was a witness: whatever others do to a file whose move was not answered.

The server is a real one whose rename may copy, break off, or never be answered.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import paramiko
import pytest

from jet_refunds.domain.refund_view import RefundView
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers import paramiko_sftp
from tests.sites.servers.moods import Moods
from tests.sites.servers.opening import open_at
from tests.sites.servers.pyftpdlib import copying
from tests.sites.servers.server import PASSWORD
from tests.sites.test_courier_places import lost_move
from tests.support import documents as doc
from tests.support.house import House

HEADER = "merchant_order_id,order_item_id,Status,ErrorMessage\r\n"


def appearances(house: House, refund_id: int) -> int:
    """How often the refund's rows have stood under any final name."""
    alt_refund_id = house.ledger.refund_views.get(refund_id).alt_refund_id.encode()
    return sum(alt_refund_id in body for bodies in house.site.history.values() for body in bodies)


def acknowledge(house: House, refund_id: int) -> RefundView:
    """The processor says yes; then the courier looks."""
    refund = house.ledger.refund_views.get(refund_id)
    lines = [f"{refund.merchant_order_id},{line.order_item_id},TRUE,\r\n" for line in refund.lines]
    house.acknowledge(house.file_name(refund_id).replace(".csv", "_Ack.csv"), HEADER + "".join(lines))
    house.clock.forward(61)
    house.courier.tick()
    return house.ledger.refund_views.get(refund_id)


# -- the move was not carried out, and what was staged went away


def a_janitor(site: FtpSite) -> None:
    for path in site.folder.glob("*.part"):
        path.unlink()


def a_folder_swapped_and_a_janitor(site: FtpSite) -> None:
    """A processor that takes the whole folder and puts an empty one in its place."""
    a_janitor(site)
    site.refunds.rename(site.folder.parent / "taken")
    site.acks.mkdir(parents=True)


def a_backup(site: FtpSite) -> None:
    """The disk of yesterday, when the two folders were there and nothing else."""
    for path in site.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    site.acks.mkdir(parents=True)


def a_machine_that_lags(site: FtpSite) -> None:
    """What was staged is not seen, and comes to light later."""
    for path in site.folder.glob("*.part"):
        path.rename(site.folder.parent / path.name)


@pytest.mark.parametrize("gone", [a_janitor, a_folder_swapped_and_a_janitor, a_backup, a_machine_that_lags])
def test_that_the_upload_is_gone_is_not_taken_for_delivered(
    house: House, moods: Moods, gone: Callable[[FtpSite], None]
) -> None:
    refund_id = lost_move(house, moods)
    house.courier.stop()
    gone(house.site)
    house.courier.tick()
    quiet = house.ledger.refund_views.get(refund_id)
    assert (quiet.state, quiet.needs_person) == ("prepared", False)
    assert "not known yet whether the file has arrived" in str(quiet.reason)
    asked = house.until_asked(refund_id)
    assert "Ask Solid Commerce" in str(asked.reason)
    assert "upload is not there any more" in str(asked.reason)
    assert appearances(house, refund_id) == 0
    for late in house.site.folder.parent.glob("*.part"):
        late.rename(house.site.folder / late.name)
    house.refund_service.resolve(house.file_name(refund_id), "send_again")
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert appearances(house, refund_id) == 1
    assert acknowledge(house, refund_id).state == "accepted"


def test_looking_for_a_witness_leaves_the_site_in_peace(house: House, moods: Moods) -> None:
    refund_id = lost_move(house, moods)
    house.courier.stop()
    a_janitor(house.site)
    assert 0 < house.courier.tick() <= 60
    house.until_asked(refund_id)
    moods.asked.clear()
    assert house.courier.tick() > 50
    assert [command for command, _ in moods.asked if command in ("STOR", "RNFR", "RNTO")] == []


# -- the move was carried out, and its answer lost


def arrived(house: House, moods: Moods, *, taken: bool) -> int:
    """A refund whose file was moved without an answer; and the processor has taken it."""
    refund_id = lost_move(house, moods)
    (staged,) = house.site.folder.glob("*.part")
    body = staged.read_bytes()
    final = house.site.refunds / house.file_name(refund_id)
    house.site.saw(final, body)
    staged.rename(final)
    if taken:
        final.unlink()
    return refund_id


def test_the_acknowledgement_is_a_witness_and_nobody_is_asked(house: House, moods: Moods) -> None:
    refund_id = arrived(house, moods, taken=True)
    house.courier.tick()
    assert house.state(refund_id) == "prepared"
    found = acknowledge(house, refund_id)
    assert (found.state, found.needs_person) == ("accepted", False)
    assert not any("Ask Solid Commerce" in event.message for event in found.timeline)
    assert appearances(house, refund_id) == 1


def test_an_acknowledgement_that_is_not_complete_is_a_witness_too(house: House, moods: Moods) -> None:
    refund_id = arrived(house, moods, taken=True)
    house.courier.tick()
    house.acknowledge(house.file_name(refund_id) + "_Ack", HEADER[:20])
    house.clock.forward(61)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_our_bytes_under_the_name_are_a_witness(house: House, moods: Moods) -> None:
    refund_id = arrived(house, moods, taken=False)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert appearances(house, refund_id) == 1


def test_our_bytes_are_a_witness_also_when_they_are_seen_late(house: House, moods: Moods) -> None:
    """A processor that puts back what it could not read; a virus scanner that lets go."""
    refund_id = arrived(house, moods, taken=True)
    house.courier.tick()
    (file,) = house.ledger.files.select()[1:]
    (house.site.refunds / file.name).write_bytes(file.body)
    house.clock.forward(61)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_a_strangers_file_under_the_name_is_none(house: House, moods: Moods) -> None:
    refund_id = arrived(house, moods, taken=True)
    (house.site.refunds / house.file_name(refund_id)).write_bytes(b"somebody else's")
    assert "Ask Solid Commerce" in str(house.until_asked(refund_id).reason)
    assert house.state(refund_id) == "prepared"


# -- a rename that copies


def served_by(house: House, handler: Any) -> None:
    house.courier.stop()
    house.site.stop()
    house.site._base = handler
    house.site.start()


@pytest.mark.parametrize(
    "handler",
    [
        copying(shutil.copyfile),
        copying(shutil.copy2),  # keeps the times
        copying(shutil.copyfile, tells=("MFMT", "MDTM")),
        copying(shutil.copyfile, tells=("MDTM",)),
        copying(shutil.copyfile, tells=()),
    ],
    ids=["unique", "unique, times kept", "times", "times that cannot be set", "nothing told"],
)
def test_it_is_learned_that_a_rename_may_copy(house: House, handler: Any) -> None:
    served_by(house, handler)
    step = next(step for step in house.helper.seller_site.test() if step.step == "rename")
    assert step.ok
    assert "may copy them" in step.message
    learned = house.helper.seller_site.capabilities()
    assert learned
    assert learned.renames_in_place is False


def test_it_is_learned_over_sftp_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(files: Any, old: str, new: str) -> int:
        shutil.copyfile(files._path(old), files._path(new))
        files._path(old).unlink()
        return int(paramiko.SFTP_OK)

    with paramiko_sftp.serving(tmp_path, lambda _: None) as address:
        in_place = _moved(address)
        monkeypatch.setattr(paramiko_sftp._Files, "rename", rename)
        assert (in_place, _moved(address)) == (True, False)


def _moved(address: SiteAddress) -> bool:
    with open_at(address, PASSWORD) as site:
        site.store("x", b"1")
        return site.rename_in_place("x", "y")


@pytest.mark.parametrize("end", ["cut", "550 Cannot delete it.", "451 Cannot delete it now."])
def test_a_copy_that_was_taken_is_not_sent_again_though_the_upload_still_stands(house: House, end: str) -> None:
    handler = copying(shutil.copyfile)
    served_by(house, handler)
    house.send(doc.of_order(99))
    house.courier.tick()
    handler.ends = itertools.repeat(end)
    refund_id = house.send(doc.of_order(1))
    for _ in range(4):
        house.courier.tick()
        house.clock.forward(61)
    assert appearances(house, refund_id) == 1
    assert house.state(refund_id) == "prepared"
    assert "may copy a file" in str(house.ledger.refund_views.get(refund_id).reason)
    found = acknowledge(house, refund_id)
    assert (found.state, found.needs_person) == ("accepted", False)
    assert appearances(house, refund_id) == 1


def test_a_copy_that_nobody_has_acknowledged_is_asked_about(house: House) -> None:
    handler = copying(shutil.copyfile)
    served_by(house, handler)
    house.send(doc.of_order(99))
    house.courier.tick()
    handler.ends = itertools.repeat("cut")
    refund_id = house.send(doc.of_order(1))
    assert "may copy a file" in str(house.until_asked(refund_id).reason)
    house.refund_service.resolve(house.file_name(refund_id), "delivered")
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert appearances(house, refund_id) == 1


# -- a ledger of an earlier version


def test_an_attempt_of_which_the_site_was_not_kept_is_not_told_another_site(house: House, moods: Moods) -> None:
    refund_id = lost_move(house, moods)
    with house.ledger.database.writing() as connection:
        connection.exec_driver_sql("UPDATE attempt SET site = NULL")
        connection.exec_driver_sql("UPDATE site_fact SET renames_in_place = NULL")
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert appearances(house, refund_id) == 1
