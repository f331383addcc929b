"""The courier on a real FTP server that is slow, full, or another one than it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jet_refunds.delivery.ack_collector import LIST_EVERY
from jet_refunds.domain.refund import State
from tests.sites.servers.moods import Moods, forbids
from tests.sites.test_courier import answer, delivered
from tests.support import documents as doc
from tests.support.house import House


def test_a_slow_site_needs_one_upload(house: House, moods: Moods) -> None:
    """The lease would run out between the upload and the move, were it not prolonged."""
    refund_id = house.send(doc.of_order(1))
    moods["STOR"] = lambda _: house.clock.forward(72)
    moods["SIZE"] = lambda _: house.clock.forward(36)
    for _ in range(5):
        house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert len(moods.uploads()) == 1


def test_a_root_that_may_no_longer_be_written_is_learned_without_a_site_test(house: House, moods: Moods) -> None:
    moods["STOR"] = lambda path: "550 No." if Path(path).parent == house.site.folder else None
    refund_id = house.send(doc.of_order(1))
    for _ in range(3):
        house.courier.tick()
        house.clock.forward(61)
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.reason) == ("delivered", None)
    assert all(path.endswith(".csv") for path in house.site.listing())


def test_folders_that_were_removed_are_made_anew_without_a_site_test(house: House, moods: Moods) -> None:
    shutil.rmtree(house.refunds())
    refund_id = house.send(doc.of_order(1))
    for _ in range(3):
        house.courier.tick()
        house.clock.forward(61)
    assert house.state(refund_id) == "delivered"
    assert (house.refunds() / "Acks").is_dir()
    assert [name.count("JET_REFUND_") for name in house.site.listing()] == [1]
    assert moods.uploads()


def test_a_site_that_tells_no_sizes_is_delivered_to(house: House) -> None:
    """It says 550 of every file, as others say of none."""
    moods = Moods()
    moods["SIZE"] = forbids()
    moods.at(house)
    delivered(house)
    assert house.site.listing() == [f"JetRefunds/{path.name}" for path in house.csv_files()]


def test_the_answers_of_a_site_that_tells_no_sizes_are_read(house: House) -> None:
    """Also by a connection that has stored nothing, and so cannot find out."""
    moods = Moods()
    moods["SIZE"] = forbids()
    moods.at(house)
    refund_id = delivered(house)
    house.courier.stop()
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    for _ in range(LIST_EVERY):
        house.courier.tick()
        house.clock.forward(61)
    assert house.state(refund_id) == "accepted"


def full(path: str) -> str:
    Path(path).write_bytes(b"half of it")
    return "552 Disk full."


def cut(path: str) -> None:
    Path(path).write_bytes(b"half of it")


@pytest.mark.parametrize(("command", "mood"), [("STOR", full), ("SIZE", cut)])
def test_a_full_site_is_not_filled_with_what_is_half_there(
    house: House, moods: Moods, command: str, mood: Callable[[str], str | None]
) -> None:
    """Nothing is left after many tries, the reason calls the file as the seller knows it, and is told once."""
    refund_id = house.send(doc.of_order(1))
    before = house.site.listing()
    moods[command] = lambda path: mood(path) if "JET_REFUND_" in path and path.endswith(".part") else None
    for _ in range(20):
        house.courier.tick()
        house.clock.forward(400)
    status = house.ledger.refund_views.get(refund_id)
    assert len(moods.uploads()) >= 20
    assert house.site.listing() == before
    assert status.state == "prepared"
    assert house.file_name(refund_id) in str(status.reason)
    assert ".part" not in str(status.reason)
    assert len([event for event in status.timeline if event.message == status.reason]) == 1
    assert [event.state for event in status.timeline].count(State.PREPARED) == 2
    del moods[command]
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
