"""The courier on a real FTP server that is slow, full, or another one than it was."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

from jet_refunds.delivery.ack_collector import LIST_EVERY
from jet_refunds.delivery.upload import SWEPT_AT_ONCE
from jet_refunds.domain.refund import State
from jet_refunds.ledger import tables
from tests.sites.servers.moods import Moods, forbids
from tests.sites.servers.pyftpdlib import Plain
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


# -- one file does not hold up the others


def test_a_file_whose_text_the_line_breaks_at_does_not_hold_up_the_others(house: House, moods: Moods) -> None:
    """A filter on the way resets the connection at something that it does not like in one file."""
    first = house.send(doc.of_order(1))
    bad: list[str] = []

    def resets(path: str) -> str | None:
        name = Path(path).name
        if "JET_REFUND" in name and not bad:
            bad.append(name[:28])
        return "" if bad and name.startswith(bad[0]) else None

    moods["STOR"] = resets
    house.courier.tick()
    second = house.send(doc.of_order(2))
    for _ in range(3):
        house.clock.forward(61)
        house.courier.tick()
    assert [house.state(first), house.state(second)] == ["prepared", "delivered"]


def test_an_answer_that_the_line_breaks_at_does_not_hold_up_the_others(house: House, moods: Moods) -> None:
    """Also one that belongs to no file of ours; and a site that goes on is asked again."""
    first, second = delivered(house), delivered(house, doc.of_order(2))
    for refund_id in (first, second):
        [row] = csv.DictReader((house.refunds() / house.file_name(refund_id)).read_text("utf-8").splitlines())
        text = f"alt_refund_id,order_item_id,Status\r\n{row['alt_refund_id']},{row['order_item_id']},TRUE\r\n"
        house.acknowledge(f"{Path(house.file_name(refund_id)).stem}_Ack.csv", text)
    house.acknowledge("JET_REFUND_112326235900_Ack.csv", "Status\r\nTRUE\r\n")
    bad = Path(house.file_name(first)).stem
    moods["RETR"] = lambda path: "" if bad in path or "2359" in path else None
    for _ in range(LIST_EVERY + 2):
        house.courier.tick()
        house.clock.forward(61)
    assert [house.state(first), house.state(second)] == ["delivered", "accepted"]
    del moods["RETR"]
    house.courier.hurry()
    house.courier.tick()
    assert house.state(first) == "accepted"


@pytest.mark.slow
@pytest.mark.parametrize("shows", ["nothing", "no bytes"])
def test_a_site_that_shows_uploads_late_is_delivered_to(house: House, shows: str) -> None:
    """A virus scanner looks at each of them first."""
    with TemporaryDirectory() as elsewhere:

        class Scanned(Plain):
            def on_file_received(self, file: str) -> None:
                kept = Path(elsewhere) / Path(file).name
                Path(file).replace(kept)
                if shows == "no bytes":
                    Path(file).touch()
                self.ioloop.call_later(0.3, lambda: kept.replace(file))

        house.courier.stop()
        house.site.stop()
        house.site._base = Scanned
        house.site.start()
        assert all(step.ok for step in house.helper.seller_site.test())
        delivered(house)
        assert len(house.ledger.files.attempts(1)) == 1


def test_many_leftovers_do_not_keep_the_next_refund_waiting(house: House, moods: Moods) -> None:
    """Each refund leaves something behind while the site forbids to delete; then it may be."""
    moods["DELE"] = forbids("JET_REFUND")
    refund_id = house.send(doc.of_order(1))
    house.courier.tick()
    left = sa.select(tables.attempt).where(tables.attempt.c.file_id == 2)
    with house.ledger.database.writing() as connection:
        row = dict(connection.execute(left).mappings().one())
        for number in range(2, 410):
            name = f"left-{number}.part"
            values = {**row, "number": number, "staged_name": name, "mark": None}
            connection.execute(sa.insert(tables.attempt).values(values))
            (house.site.folder / name).touch()
        connection.execute(sa.update(tables.file).where(tables.file.c.id == 2).values(staged_left=True))
    del moods["DELE"]
    moods.asked.clear()
    second = house.send(doc.of_order(2))
    house.courier.tick()
    assert [house.state(refund_id), house.state(second)] == ["delivered", "delivered"]
    assert len([command for command, _ in moods.asked if command == "DELE"]) <= 2 * SWEPT_AT_ONCE
    for _ in range(25):
        house.courier.tick()
    assert not house.ledger.files.has_left_staged()
    assert list(house.site.folder.glob("*.part")) == []


# -- the folder of answers


@pytest.mark.parametrize("other", ["acks", "ACKS"])
def test_a_folder_of_answers_in_other_letters_is_found(house: House, other: str) -> None:
    refund_id = house.send(doc.of_order(1))
    house.courier.tick()
    (house.refunds() / "Acks").rename(house.refunds() / other)
    for _ in range(12):
        house.clock.forward(61)
        house.courier.tick()
    found = [path for path in house.refunds().iterdir() if path.is_dir()]
    assert [path.name for path in found] == [other]
    second = house.send(doc.of_order(2))
    house.courier.tick()
    assert house.state(second) == "delivered"
    order = house.ledger.refund_views.get(refund_id)
    answer = f"merchant_order_id,order_item_id,Status,ErrorMessage\r\n{order.merchant_order_id},,TRUE,\r\n"
    (found[0] / house.file_name(refund_id).replace(".csv", "_Ack.csv")).write_text(answer)
    for _ in range(3):
        house.clock.forward(61)
        house.courier.tick()
    assert house.state(refund_id) == "accepted"
