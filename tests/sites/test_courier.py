"""The courier on a real ledger and a real FTP server: exactly one file, one row an item, and its answer."""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyftpdlib.handlers import FTPHandler

from jet_refunds.delivery.ack_collector import LIST_EVERY, LONG, SECOND_LOOKS
from jet_refunds.delivery.ack_collector import PATIENCE as PATIENT_LOOKS
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteRefused, SiteUnclear
from jet_refunds.interfaces import Progress, Site, SiteOpener
from jet_refunds.solid_commerce import ack_file, csv_file, file_names
from jet_refunds.solid_commerce.answer import Reading, Row
from jet_refunds_demo.ftp_site import FtpSite
from tests.support import documents as doc
from tests.support.house import House

FULL = {"principal": "10.00", "tax": "0.80", "shipping_cost": "2.50", "shipping_tax": "0.20"}


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_a_refund_becomes_one_file_with_what_was_asked(house: House) -> None:
    refund_id = house.send(doc.refund())
    house.courier.tick()
    (path,) = house.csv_files()
    assert path.name == "JET_REFUND_112326143000.csv"
    assert rows(path.read_bytes()) == [
        {
            "merchant_order_id": "ab" * 16,
            "alt_refund_id": "JR-00001",
            "order_item_id": f"{1:032x}",
            "total_quantity_returned": "1",
            "order_return_refund_qty": "1",
            "refund_reason": "No longer want this item",
            "refund_feedback": "",
            "notes": "",
            **FULL,
        }
    ]
    assert house.state(refund_id) == "delivered"


def test_nothing_is_sent_while_it_can_be_undone(house: House) -> None:
    status = house.take(doc.refund()).refund
    house.clock.forward(9)
    house.courier.tick()
    assert house.csv_files() == []
    house.refund_service.undo(status.id)
    house.clock.forward(60)
    house.courier.tick()
    assert house.csv_files() == []
    assert house.state(status.id) == "cancelled"


def test_send_does_not_wait(house: House) -> None:
    status = house.take(doc.refund()).refund
    house.refund_service.send(status.id)
    house.courier.tick()
    assert len(house.csv_files()) == 1


def test_two_items_are_two_rows_of_one_refund(house: House) -> None:
    house.send(doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2))))
    house.courier.tick()
    (path,) = house.csv_files()
    found = rows(path.read_bytes())
    assert [row["order_item_id"] for row in found] == [f"{1:032x}", f"{2:032x}"]
    assert {row["alt_refund_id"] for row in found} == {"JR-00001"}


def test_each_refund_has_its_own_file_and_minute(house: House) -> None:
    """One bad row cannot fail another's refund; names are the next free minutes."""
    for number in range(3):
        house.send(doc.refund(of=doc.order(merchant_order_id=f"{number:032x}")))
    house.courier.tick()
    assert [path.name for path in house.csv_files()] == [
        "JET_REFUND_112326143000.csv",
        "JET_REFUND_112326143100.csv",
        "JET_REFUND_112326143200.csv",
    ]


def test_a_minute_that_is_taken_in_either_folder_is_not_used(house: House) -> None:
    (house.refunds() / "JET_REFUND_112326143000.csv").write_bytes(b"by hand")
    house.acknowledge("JET_REFUND_112326143100_Ack.csv", "Status,ErrorMessage\r\n")
    house.acknowledge("JET_REFUND_112326143200.csv_Ack", "Status,ErrorMessage\r\n")
    house.send(doc.refund())
    house.courier.tick()
    assert [path.name for path in house.csv_files()][1:] == ["JET_REFUND_112326143300.csv"]


def test_when_more_wait_than_there_are_minutes_they_share_files(house: House) -> None:
    """Ten minutes ahead at most; no refund is split, none is left out."""
    for number in range(30):
        house.take(doc.refund(of=doc.order(merchant_order_id=f"{number:032x}")))
    house.clock.forward(10)
    house.courier.tick()
    found = [rows(path.read_bytes()) for path in house.csv_files()]
    assert len(found) <= 11
    assert sorted(row["alt_refund_id"] for file in found for row in file) == [f"JR-{n:05d}" for n in range(1, 31)]


def test_a_file_is_never_named_more_than_ten_minutes_ahead(house: House) -> None:
    """Those that come faster than minutes wait for the next one, and share it."""
    for number in range(24):
        house.send(doc.refund(of=doc.order(merchant_order_id=f"{number:032x}")))
        before = set(house.ledger.files.names())
        house.courier.tick()
        for name in set(house.ledger.files.names()) - before:
            minute = file_names.minute_of(name)
            assert minute is not None
            assert minute - house.clock.local() <= timedelta(minutes=10)
    assert len(house.csv_files()) < 24
    house.clock.forward(60)
    house.courier.tick()
    found = [row["alt_refund_id"] for path in house.csv_files() for row in rows(path.read_bytes())]
    assert sorted(found) == [f"JR-{number:05d}" for number in range(1, 25)]


def test_somebody_elses_file_under_our_name_is_not_overwritten(house: House) -> None:
    """It appeared after the name was committed: the refund takes another name, its bytes and its id stay."""
    refund_id = house.send(doc.refund())
    house.site.stop()
    prepare(house, "JET_REFUND_112326143000.csv")
    (house.refunds() / "JET_REFUND_112326143000.csv").write_bytes(b"by hand")
    house.site.start()
    house.courier.tick()  # finds it and takes another name
    house.courier.tick()
    assert (house.refunds() / "JET_REFUND_112326143000.csv").read_bytes() == b"by hand"
    assert house.file_name(refund_id) == "JET_REFUND_112326143100.csv"
    assert house.state(refund_id) == "delivered"
    assert len(house.csv_files()) == 2
    assert house.site.listing() == [f"JetRefunds/{path.name}" for path in house.csv_files()]


def test_our_own_file_under_our_name_is_recognised_by_its_bytes(house: House) -> None:
    """As after a ledger was restored from a backup: it is not sent again."""
    refund_id = house.send(doc.refund())
    body = prepare(house, "JET_REFUND_112326143000.csv")
    (house.refunds() / "JET_REFUND_112326143000.csv").write_bytes(body)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert len(house.csv_files()) == 1


def prepare(house: House, name: str) -> bytes:
    """Commit a file as the courier would, and stop there."""
    now = house.clock.now()
    house.ledger.refunds.release(list(house.ledger.refunds.held()), now)
    (queued,) = house.ledger.refund_views.queued()
    lease = house.ledger.leases.take("an earlier courier", now, now + timedelta(seconds=1))
    assert lease
    body = csv_file.csv_bytes([queued.csv_refund])
    house.ledger.files.prepare(name, body, [queued.id], lease, now)
    house.clock.forward(2)
    return body


def answer(status: str, message: str = "", *numbers: int) -> str:
    lines = [f"JR-00001,{number:032x},{status},{message}" for number in numbers or (1,)]
    return "\r\n".join(["alt_refund_id,order_item_id,Status,ErrorMessage", *lines, ""])


def delivered(house: House, document: dict[str, Any] | None = None) -> int:
    refund_id = house.send(document or doc.refund())
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    house.clock.forward(60)
    return refund_id


@pytest.mark.parametrize("name", ["JET_REFUND_112326143000_Ack.csv", "jet_refund_112326143000.CSV_ACK"])
def test_an_answer_is_found_under_both_names(house: House, name: str) -> None:
    """Also in other letters: then once the folder is listed, which is not done at each look."""
    refund_id = delivered(house)
    house.acknowledge(name, answer("TRUE"))
    for _ in range(LIST_EVERY):
        house.courier.tick()
        house.clock.forward(60)
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, str(status.ack and status.ack.name), status.reason) == ("accepted", name, None)


def test_a_refusal_carries_the_processors_own_words(house: House) -> None:
    refund_id = delivered(house)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("FALSE", "Order not found"))
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.reason) == ("rejected", "Order not found")
    assert status.lines[0].error_message == "Order not found"


def test_some_rows_may_be_accepted_and_some_not(house: House) -> None:
    document = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    refund_id = delivered(house, document)
    text = answer("TRUE", "", 1) + f"JR-00001,{2:032x},FALSE,Too late\r\n"
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", text)
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert status.state == "partly_accepted"
    assert [line.result for line in status.lines] == ["accepted", "rejected"]


def test_an_answer_that_is_not_whole_is_read_again_later(house: House) -> None:
    refund_id = delivered(house)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", "alt_refund_id,order_item_id,Status,ErrorMessage\r\n")
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.clock.forward(60)
    house.courier.tick()
    assert house.state(refund_id) == "accepted"


def test_an_answer_that_nobody_understands_is_never_success(house: House) -> None:
    refund_id = delivered(house)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("MAYBE"))
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person) == ("delivered", True)
    assert "MAYBE" in str(status.reason)


def test_a_wrong_password_is_said_and_the_refund_goes_out_once_it_is_right(house: House) -> None:
    house.site.password = "changed"
    refund_id = house.send(doc.refund())
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert status.state == "queued"
    assert "password" in str(status.reason)
    assert isinstance(house.courier.trouble, SiteRefused)
    house.site.password = "orchard"
    house.clock.forward(60)
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.reason) == ("delivered", None)
    assert house.courier.trouble is None


def test_a_site_that_is_down_is_tried_less_and_less_often(house: House) -> None:
    house.site.stop()
    refund_id = house.send(doc.refund())
    waits = []
    for _ in range(7):
        waits.append(house.courier.tick())
        house.clock.forward(waits[-1])
    assert waits[:6] == sorted(waits[:6])
    assert 45 <= waits[-1] <= 60
    assert "Nothing answers" in str(house.ledger.refund_views.get(refund_id).reason)
    house.site.start()
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_new_settings_are_tried_at_once(house: House) -> None:
    house.site.stop()
    refund_id = house.send(doc.refund())
    house.courier.tick()
    house.site.start()
    address = house.helper.seller_site.address()
    assert address
    house.helper.seller_site.change(address, None)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_nothing_is_left_on_the_site_but_the_file(house: House) -> None:
    house.send(doc.refund())
    house.courier.tick()
    assert house.site.listing() == ["JetRefunds/JET_REFUND_112326143000.csv"]


def test_the_two_folders_are_made_where_they_are_missing(house: House) -> None:
    (house.refunds() / "Acks").rmdir()
    house.refunds().rmdir()
    refund_id = house.send(doc.refund())
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_the_courier_that_holds_no_lease_does_nothing(house: House) -> None:
    now = house.clock.now()
    other = house.ledger.leases.take("another", now, now + timedelta(seconds=100))
    refund_id = house.send(doc.refund())
    house.courier.tick()
    assert house.state(refund_id) == "queued"
    assert other
    house.ledger.leases.release(other, house.clock.now())
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


class Silent:
    """Loses the answer to the first rename, and then refuses all others without saying what it has."""

    def __init__(self, opener: SiteOpener) -> None:
        self._opener, self._asked = opener, 0

    @contextmanager
    def __call__(self, address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[Site]:
        with self._opener(address, password, progress) as site:
            site.rename = self._rename  # type: ignore[method-assign]
            yield site

    def _rename(self, old: str, new: str) -> None:
        self._asked += 1
        raise (SiteUnclear if self._asked == 1 else SiteRefused)(f"{old} to {new}: 550 No.")


def test_what_the_site_does_not_tell_is_left_to_a_person_with_both_answers(house: House) -> None:
    """Nothing is sent again before a person has said so."""
    delivered(house, doc.refund(of=doc.order(merchant_order_id="cd" * 16)))  # the site is known by now
    refund_id = house.send(doc.refund())
    opener = house.helper.seller_site._opener
    house.courier.stop()
    house.helper.seller_site._opener = Silent(opener)
    status = house.until_asked(refund_id)
    assert (status.state, status.needs_person) == ("prepared", True)
    assert "Ask Solid Commerce" in str(status.reason)
    assert len(house.csv_files()) == 1
    house.courier.stop()
    house.helper.seller_site._opener = opener
    house.refund_service.resolve(house.file_name(refund_id), "send_again")
    house.courier.tick()
    assert house.file_name(refund_id) in [path.name for path in house.csv_files()]
    assert house.ledger.refund_views.get(refund_id).needs_person is False


def test_an_answer_that_changes_is_shown_and_does_not_change_the_state(house: House) -> None:
    refund_id = delivered(house)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.courier.tick()
    assert house.state(refund_id) == "accepted"
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("FALSE", "Too late"))
    house.clock.forward(60)
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert status.state == "accepted"
    assert "says something else than before" in str(status.reason)


def test_two_answers_that_contradict_each_other_are_shown(house: House) -> None:
    refund_id = delivered(house)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.acknowledge("JET_REFUND_112326143000.csv_Ack", answer("FALSE", "Too late"))
    house.courier.tick()
    assert "says something else than before" in str(house.ledger.refund_views.get(refund_id).reason)


@pytest.mark.parametrize("after", [0, 33_600, 34_000, 34_120], ids=["14:30", "23:50", "23:57", "23:59"])
def test_each_look_comes_at_its_time_and_after_the_last_nothing_is_due(house: House, after: float) -> None:
    """Also where that is tomorrow, and however often the courier comes by before."""
    delivered(house)
    house.clock.forward(after)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.courier.tick()
    for seconds in SECOND_LOOKS:
        due_at = house.clock.now() + timedelta(seconds=seconds)
        for part in (0, 0.3, 0.69, 0.01):
            assert house.ledger.acks.next_look() == due_at
            house.clock.forward(seconds * part)
            house.courier.tick()
    assert house.ledger.acks.next_look() is None
    house.clock.forward(30 * 86400)
    house.site.stop()
    assert house.courier.tick() == 3600
    assert house.courier.trouble is None


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x01\xff" * 5000,
        b"%PDF-1.7 " * 100,
        b"Status,ErrorMessage\r\n" + (b"TRUE," + b"-" * 1000 + b"\r\n") * 2_000,
    ],
    ids=["rubbish", "another document", "two megabytes"],
)
def test_rubbish_and_megabytes_are_kept_and_never_success(house: House, body: bytes) -> None:
    refund_id = delivered(house)
    (house.refunds() / "Acks" / "JET_REFUND_112326143000_Ack.csv").write_bytes(body)
    for _ in range(PATIENT_LOOKS + 1):
        house.courier.tick()
        house.clock.forward(60)
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person) == ("delivered", True)


@pytest.mark.slow
def test_an_answer_weeks_later_is_read(house: House) -> None:
    refund_id = delivered(house)
    for _ in range(40):
        house.courier.tick()
        house.clock.forward(86400)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.courier.tick()
    assert house.state(refund_id) == "accepted"


def test_fifty_thousand_old_answers_do_not_slow_a_look(house: House) -> None:
    """The outstanding names are asked for; the folder is listed now and then only."""
    acks = house.refunds() / "Acks"
    for number in range(50_000):
        os.mknod(f"{acks}/JET_REFUND_{number:012d}_Ack.csv", 0o644)  # a quarter of what Path.touch costs
    refund_id = house.send(doc.refund())
    start = time.process_time()  # the server is in this process; what else the computer does is not counted
    house.courier.tick()
    house.clock.forward(2)
    house.courier.tick()
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.clock.forward(3)
    house.courier.tick()
    seconds = time.process_time() - start
    assert house.state(refund_id) == "accepted"
    assert seconds < 1.0, f"a delivery and two looks took {seconds:.2f} s"


def test_many_old_answers_are_listed_once_and_then_not_for_a_while(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names in another case of letters are found by listing: that must not slow each eighth look."""
    listed = []
    every = FTPHandler.ftp_MLSD

    def slow(handler: object, path: str) -> object:
        listed.append(path)
        time.sleep(LONG)
        return every(handler, path)

    delivered(house)
    monkeypatch.setattr(FTPHandler, "ftp_MLSD", slow)
    for _ in range(4 * LIST_EVERY):
        house.clock.forward(60)
        house.courier.tick()
    assert len(listed) == 1


def test_an_answer_to_an_unknown_file_is_kept_but_not_those_from_before_our_time(house: House) -> None:
    refund_id = delivered(house)
    names = ("JET_REFUND_112326150000.csv_Ack", "jet_refund_112326160000_ack.csv")
    for name in (*names, "JET_REFUND_010121093000_Ack.csv", "JET_REFUND_999999999999_Ack.csv", "readme.txt"):
        house.acknowledge(name, answer("TRUE"))
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    for seconds in (2, *SECOND_LOOKS[:2]):
        house.clock.forward(seconds)
        house.courier.tick()
    assert house.state(refund_id) == "accepted"
    kept = house.ledger.unmatched_acks.newest(10)
    assert {ack.name for ack in kept} == set(names)
    assert {ack.body for ack in kept} == {answer("TRUE").encode()}


def test_while_sending_is_paused_nothing_is_sent_but_answers_are_read(house: House) -> None:
    first = delivered(house)
    house.courier.pause(on=True)
    second = house.send(doc.refund(of=doc.order(merchant_order_id="cd" * 16)))
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", answer("TRUE"))
    house.courier.tick()
    assert (house.state(first), house.state(second)) == ("accepted", "queued")
    assert len(house.csv_files()) == 1
    house.courier.pause(on=False)
    house.courier.tick()
    assert house.state(second) == "delivered"


def test_send_now_does_not_wait_for_the_next_try(house: House) -> None:
    house.site.stop()
    refund_id = house.send(doc.refund())
    house.courier.tick()
    house.site.start()
    house.courier.tick()
    assert house.state(refund_id) == "queued"
    house.courier.hurry()
    house.courier.tick()
    assert house.state(refund_id) == "delivered"


def test_one_line_for_several_rows_is_believed_when_it_stays_so(house: House) -> None:
    """It may be the first line of a longer answer that is still being written."""
    document = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    refund_id = delivered(house, document)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\n")
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    house.clock.forward(10)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    house.clock.forward(60)
    house.courier.tick()
    assert house.state(refund_id) == "accepted"


def test_what_cannot_be_understood_of_one_refund_does_not_hold_up_the_others_in_the_file(house: House) -> None:
    """They are settled; a person is asked about it alone, once, and a corrected answer still settles it."""
    ids = [house.take(doc.refund(of=doc.order(merchant_order_id=f"{number:032x}"))).refund.id for number in range(30)]
    house.clock.forward(10)
    house.courier.tick()
    shared = next(path for path in house.csv_files() if len(rows(path.read_bytes())) > 1)
    first, second = (ids[int(row["alt_refund_id"][-5:]) - 1] for row in rows(shared.read_bytes())[:2])
    named = [row["alt_refund_id"] for row in rows(shared.read_bytes())]
    name = shared.name.replace(".csv", "_Ack.csv")
    lines = ["alt_refund_id,Status,ErrorMessage", *(f"{each},TRUE," for each in named), ""]
    house.acknowledge(name, "\r\n".join(lines).replace(f"{named[1]},TRUE", f"{named[1]},PERHAPS"))
    for _ in range(3):
        house.clock.forward(60)
        house.courier.tick()
    assert house.state(first) == "accepted"
    status = house.ledger.refund_views.get(second)
    assert (status.state, status.needs_person) == ("delivered", True)
    assert "its Status says “PERHAPS”" in str(status.reason)
    assert sum("PERHAPS" in entry.message for entry in status.timeline) == 1
    assert not house.ledger.refund_views.get(first).needs_person
    house.acknowledge(name, "\r\n".join(lines).replace(f"{named[1]},TRUE", f"{named[1]},FALSE"))
    house.clock.forward(60)
    house.courier.tick()
    status = house.ledger.refund_views.get(second)
    assert (status.state, status.needs_person) == ("rejected", False)
    assert house.state(first) == "accepted"


def test_a_defect_in_reading_one_answer_does_not_hold_up_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = delivered(house)
    second = delivered(house, doc.refund(of=doc.order(merchant_order_id="cd" * 16)))
    read = ack_file.read

    def broken(body: bytes, sent: Sequence[Row]) -> Reading:
        if b"JR-00001" in body:
            raise IndexError("list index out of range")
        return read(body, sent)

    monkeypatch.setattr(ack_file, "read", broken)
    texts = (answer("TRUE"), answer("TRUE").replace("JR-00001", "JR-00002"))
    for path, text in zip(house.csv_files(), texts, strict=True):
        house.acknowledge(path.name.replace(".csv", "_Ack.csv"), text)
    house.courier.tick()
    status = house.ledger.refund_views.get(first)
    assert (status.state, status.needs_person) == ("delivered", True)
    assert house.state(second) == "accepted"
    assert "IndexError" in caplog.text


def test_lines_without_ids_that_come_one_after_the_other_are_not_taken_for_the_whole(house: House) -> None:
    document = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    refund_id = delivered(house, document)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\n")
    house.courier.tick()
    house.clock.forward(10)
    house.courier.tick()
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\nFALSE,No\r\n")
    house.clock.forward(60)
    house.courier.tick()
    assert house.state(refund_id) == "partly_accepted"


def test_an_answer_that_was_half_there_is_judged_whole(house: House) -> None:
    document = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    refund_id = delivered(house, document)
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\n")
    house.courier.tick()
    house.acknowledge("JET_REFUND_112326143000_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\nFALSE,Too late\r\n")
    house.clock.forward(5)
    house.courier.tick()
    assert house.state(refund_id) == "partly_accepted"


def lost_answer(house: House) -> int:
    """A refund whose rename was sent, and whose answer never came."""
    delivered(house, doc.refund(of=doc.order(merchant_order_id="cd" * 16)))  # the site is known by now
    refund_id = house.send(doc.refund())
    house.courier.stop()
    opener = house.helper.seller_site._opener
    house.helper.seller_site._opener = Silent(opener)
    house.courier.tick()
    house.courier.stop()
    house.helper.seller_site._opener = opener
    house.clock.forward(61)
    return refund_id


def test_that_a_file_is_nowhere_on_another_site_proves_nothing(house: House, tmp_path: Path) -> None:
    """The seller changed the address while the outcome was open: a person must say."""
    refund_id = lost_answer(house)
    with FtpSite(tmp_path / "other") as other:
        house.use_site(SiteAddress.parse(other.url, "off"))
        house.courier.tick()
        status = house.ledger.refund_views.get(refund_id)
        assert (status.state, status.needs_person) == ("prepared", False)
        assert "another site" in str(status.reason)
        assert "another site" in str(house.until_asked(refund_id).reason)
        house.courier.stop()


def test_a_staged_file_that_went_away_by_another_hand_is_left_to_a_person(house: House) -> None:
    delivered(house, doc.refund(of=doc.order(merchant_order_id="cd" * 16)))
    house.courier.stop()
    opener = house.helper.seller_site._opener

    @contextmanager
    def thief(address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[Site]:
        with opener(address, password, progress) as site:
            rename = site.rename

            def rename_too_late(old: str, new: str) -> None:
                (house.site.folder / old).unlink()
                rename(old, new)

            site.rename = rename_too_late  # type: ignore[method-assign]
            yield site

    house.helper.seller_site._opener = thief
    refund_id = house.send(doc.refund())
    house.courier.tick()
    assert "gone before it could be moved" in str(house.until_asked(refund_id).reason)
    assert house.state(refund_id) == "prepared"
    assert len(house.csv_files()) == 1


def test_what_is_asked_for_while_paused_says_so(house: House) -> None:
    house.courier.pause(on=True)
    refund_id = house.send(doc.refund())
    house.courier.tick()
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert "paused" in str(status.reason)
    assert len([event for event in status.timeline if "paused" in event.message]) == 1
