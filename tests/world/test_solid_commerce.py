"""The processor's stand-in: what it takes, what it says, and where."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jet_refunds_demo.ftp_site import FtpSite
from jet_refunds_demo.solid_commerce.processor import SolidCommerce
from jet_refunds_demo.solid_commerce.verdict import COLUMNS, REASONS

Until = Callable[[Callable[[], bool]], None]
GOOD = {
    "merchant_order_id": "fad54bc9ed0a4ce69b9f713d4b1121a2",
    "alt_refund_id": "JR-00001",
    "order_item_id": "cc892e6bc86e461387a3d1803d659ee1",
    "total_quantity_returned": "1",
    "order_return_refund_qty": "1",
    "refund_reason": "Package arrived late",
    "refund_feedback": "",
    "notes": "",
    "principal": "17.59",
    "tax": "0.00",
    "shipping_cost": "4.74",
    "shipping_tax": "0.00",
}
NAME = "JET_REFUND_072316143000.csv"


def file_of(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines).encode()


class Desk:
    """A processor and its folder, with which a test puts a file and reads the answer."""

    def __init__(self, folder: Path, until: Until) -> None:
        self.site = FtpSite(folder)
        self.until = until
        self.running: list[SolidCommerce] = []

    def open(self, **choices: Any) -> SolidCommerce:
        processor = SolidCommerce(self.site.folder, **{"delay": 0.0, **choices})
        processor.start()
        self.running.append(processor)
        return processor

    def put(self, content: bytes, name: str = NAME) -> None:
        """By a rename, as a careful client does."""
        staged = self.site.folder / "staged.tmp"
        staged.write_bytes(content)
        staged.rename(self.site.refunds / name)

    def answer(
        self, content: bytes, name: str = NAME, ack: str = "JET_REFUND_072316143000_Ack.csv"
    ) -> list[dict[str, str]]:
        self.put(content, name)
        found = self.site.acks / ack
        self.until(found.is_file)
        with found.open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))


@pytest.fixture
def desk(tmp_path: Path, until: Until) -> Iterator[Desk]:
    found = Desk(tmp_path / "site", until)
    yield found
    for processor in found.running:
        processor.stop()


def test_a_good_row_is_echoed_with_true(desk: Desk) -> None:
    desk.open()
    assert desk.answer(file_of(GOOD)) == [{**GOOD, "Status": "TRUE", "ErrorMessage": ""}]


def test_columns_are_found_by_name_in_any_order(desk: Desk) -> None:
    desk.open()
    [row] = desk.answer(file_of(GOOD, columns=tuple(reversed(COLUMNS))))
    assert row["Status"] == "TRUE"


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_article_is_taken(desk: Desk, reason: str) -> None:
    desk.open()
    [row] = desk.answer(file_of({**GOOD, "refund_reason": reason}))
    assert (row["Status"], row["refund_reason"]) == ("TRUE", reason)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"merchant_order_id": ""}, "merchant_order_id is required"),
        ({"order_item_id": " "}, "order_item_id is required"),
        ({"alt_refund_id": "1"}, "at least 5"),
        ({"alt_refund_id": "JR 00001"}, "at least 5"),
        ({"total_quantity_returned": ""}, "total_quantity_returned must be a whole number"),
        ({"total_quantity_returned": "1.0"}, "total_quantity_returned must be a whole number"),
        ({"order_return_refund_qty": "-1"}, "order_return_refund_qty must be a whole number"),
        ({"order_return_refund_qty": "0"}, "at least 1"),
        ({"refund_reason": "package arrived late"}, "refund_reason 'package arrived late' is not a valid value"),
        ({"refund_reason": ""}, "refund_reason '' is not a valid value"),
        ({"refund_feedback": "Other"}, "refund_feedback 'Other' is not a valid value"),
        ({"refund_feedback": "other"}, "notes is required"),
        ({"principal": ""}, "principal must be an amount"),
        ({"principal": "$17.59"}, "principal must be an amount"),
        ({"tax": "0"}, "tax must be an amount"),
        ({"shipping_cost": "1,004.74"}, "shipping_cost must be an amount"),
        ({"shipping_tax": "-0.10"}, "shipping_tax must be an amount"),
        ({"principal": "0.00", "shipping_cost": "0.00"}, "no amount"),
    ],
)
def test_a_bad_row_is_false_in_the_processors_words(desk: Desk, change: dict[str, str], words: str) -> None:
    desk.open()
    [row] = desk.answer(file_of({**GOOD, **change}))
    assert row["Status"] == "FALSE"
    assert words in row["ErrorMessage"]


def test_one_bad_row_leaves_the_others_standing(desk: Desk) -> None:
    desk.open()
    rows = desk.answer(file_of(GOOD, {**GOOD, "order_item_id": "other", "tax": "x"}))
    assert [row["Status"] for row in rows] == ["TRUE", "FALSE"]


def test_an_item_twice_in_one_refund_is_false(desk: Desk) -> None:
    desk.open()
    rows = desk.answer(file_of(GOOD, GOOD))
    assert [row["Status"] for row in rows] == ["FALSE", "FALSE"]


def test_an_alt_refund_id_is_taken_once(desk: Desk) -> None:
    desk.open()
    desk.answer(file_of(GOOD))
    [row] = desk.answer(file_of(GOOD), "JET_REFUND_072316143100.csv", "JET_REFUND_072316143100_Ack.csv")
    assert (row["Status"], row["ErrorMessage"]) == ("FALSE", "alt_refund_id JR-00001 was used before for this order.")


def test_a_refused_alt_refund_id_may_come_again(desk: Desk) -> None:
    desk.open()
    desk.answer(file_of({**GOOD, "tax": ""}))
    [row] = desk.answer(file_of(GOOD), "JET_REFUND_072316143100.csv", "JET_REFUND_072316143100_Ack.csv")
    assert row["Status"] == "TRUE"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no rows"),
        (file_of(), "no rows"),
        (file_of(GOOD)[:-20], "could not be read"),
        (file_of(GOOD)[:-9], "different length"),
        (file_of(GOOD)[:-2], "cut off"),
        (b"\xef\xbb\xbf" + file_of(GOOD), "Missing or repeated column: merchant_order_id"),
        (file_of(GOOD).replace(b'"notes",', b"", 1), "Missing or repeated column: notes"),
        (file_of(GOOD) + b"1,2\r\n", "different length"),
        (file_of({**GOOD, "notes": "gr\u00fcn"}).decode().encode("latin-1"), "could not be read"),
    ],
    ids=[
        "empty",
        "header only",
        "cut in a value",
        "cut at a comma",
        "cut before the line end",
        "byte order mark",
        "column missing",
        "short row",
        "latin-1",
    ],
)
def test_a_bad_file_gets_one_line(desk: Desk, content: bytes, words: str) -> None:
    desk.open()
    [row] = desk.answer(content)
    assert row["Status"] == "FALSE"
    assert words in row["ErrorMessage"]


@pytest.mark.parametrize(
    "name", ["JET_REFUND_072316143001.csv", "JET_REFUND_232316143000.csv", "jet_refund_072316143000.csv", "refunds.csv"]
)
def test_a_file_must_be_named_as_the_article_says(desk: Desk, name: str) -> None:
    desk.open()
    [row] = desk.answer(file_of(GOOD), name, f"{name.removesuffix('.csv')}_Ack.csv")
    assert (row["Status"], "is not of the form" in row["ErrorMessage"]) == ("FALSE", True)


def test_a_name_that_comes_again_is_refused(desk: Desk) -> None:
    processor = desk.open()
    desk.answer(file_of(GOOD))
    ack = desk.site.acks / "JET_REFUND_072316143000_Ack.csv"
    desk.put(file_of({**GOOD, "alt_refund_id": "JR-00002"}))
    desk.until(lambda: "received before" in ack.read_text("utf-8"))
    assert len(processor.taken) == 2


def test_what_is_half_written_is_taken_as_it_stands(desk: Desk) -> None:
    processor = desk.open()
    whole = file_of(GOOD)
    (desk.site.refunds / NAME).write_bytes(whole[:100])
    desk.until(lambda: bool(processor.taken))
    assert processor.taken[0].content == whole[:100]


def test_names_that_begin_with_a_dot_are_not_read(desk: Desk) -> None:
    processor = desk.open()
    desk.put(file_of(GOOD), ".staged.tmp")
    desk.answer(file_of(GOOD))
    assert [taken.name for taken in processor.taken] == [NAME]


def test_the_answer_may_be_one_line_for_the_file(desk: Desk) -> None:
    desk.open(answer="file")
    rows = desk.answer(file_of(GOOD, {**GOOD, "order_item_id": "other", "tax": "x"}))
    assert rows == [{"Status": "FALSE", "ErrorMessage": "tax must be an amount such as 12.50."}]


def test_the_answer_may_be_named_after_the_whole_name(desk: Desk) -> None:
    desk.open(ack_name="whole")
    [row] = desk.answer(file_of(GOOD), ack=f"{NAME}_Ack")
    assert row["Status"] == "TRUE"


def test_the_answer_waits_its_time(desk: Desk) -> None:
    desk.open(delay=0.4)
    start = time.monotonic()
    desk.answer(file_of(GOOD))
    assert time.monotonic() - start >= 0.4


def test_it_may_take_the_file_away(desk: Desk) -> None:
    desk.open(removes=True)
    desk.answer(file_of(GOOD))
    assert [path.name for path in desk.site.refunds.iterdir()] == ["Acks"]


def test_chosen_orders_are_refused_in_chosen_words(desk: Desk) -> None:
    desk.open(rejections={GOOD["merchant_order_id"]: "No such order."})
    [row] = desk.answer(file_of(GOOD))
    assert (row["Status"], row["ErrorMessage"]) == ("FALSE", "No such order.")


def test_it_may_know_its_orders(desk: Desk) -> None:
    desk.open(known_orders={"another"})
    [row] = desk.answer(file_of(GOOD))
    assert (row["Status"], row["ErrorMessage"]) == ("FALSE", f"Order {GOOD['merchant_order_id']} was not found.")


def test_what_was_read_before_a_stop_is_answered_after_it(desk: Desk) -> None:
    processor = desk.open(delay=0.3)
    desk.put(file_of(GOOD))
    desk.until(lambda: bool(processor.taken))
    processor.stop()
    assert list(desk.site.acks.iterdir()) == []
    processor.start()
    desk.until(lambda: (desk.site.acks / "JET_REFUND_072316143000_Ack.csv").is_file())
