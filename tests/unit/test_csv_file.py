"""The CSV that Solid Commerce reads: its bytes, and reading them back."""

from __future__ import annotations

import csv
import io
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jet_refunds import documents
from jet_refunds.domain.money import Amounts
from jet_refunds.domain.refund import CsvRefund, Line
from jet_refunds.solid_commerce import csv_file

RUNS = "=+-@\t\r\n＝＋－＠"
TEXT_COLUMNS = ("refund_reason", "refund_feedback", "notes")


def line(number: int = 1, notes: str = "", reason: str = "Unwanted gift", feedback: str | None = None) -> Line:
    """Any text may stand in any text column here: the file's form does not depend on the article's lists."""
    listed = cast(documents.RefundReason, reason), cast(documents.RefundFeedback | None, feedback)
    return Line(f"{number:032x}", 2, 1, *listed, notes, Amounts(1000, 80, 0, 5))


def body(*lines: Line) -> bytes:
    return csv_file.csv_bytes([CsvRefund("ab" * 16, "JR-00001", lines or (line(),))])


def test_the_columns_are_the_seed_s_twelve_in_its_order() -> None:
    assert body().split(b"\r\n")[0].decode() == (
        "merchant_order_id,alt_refund_id,order_item_id,total_quantity_returned,order_return_refund_qty,refund_reason,"
        "refund_feedback,notes,principal,tax,shipping_cost,shipping_tax"
    )


def test_amounts_have_two_decimals_and_none_is_blank() -> None:
    assert body().decode().splitlines()[1].endswith(",10.00,0.80,0.00,0.05")


def test_feedback_that_was_not_given_is_an_empty_cell() -> None:
    assert csv_file.rows(body())[0]["refund_feedback"] == ""


def test_lines_end_with_crlf_and_there_is_no_byte_order_mark() -> None:
    raw = body(line(1), line(2))
    assert raw.count(b"\r\n") == raw.count(b"\n") == 3
    assert raw.startswith(b"merchant_order_id,")


def test_all_rows_of_a_refund_share_both_ids() -> None:
    found = csv_file.rows(body(line(1), line(2)))
    assert {(row["merchant_order_id"], row["alt_refund_id"]) for row in found} == {("ab" * 16, "JR-00001")}
    assert [row["order_item_id"] for row in found] == [f"{1:032x}", f"{2:032x}"]


def test_several_refunds_share_a_file_under_one_header() -> None:
    raw = csv_file.csv_bytes([CsvRefund("aa", f"JR-0000{n}", (line(n),)) for n in (1, 2)])
    assert [row["alt_refund_id"] for row in csv_file.rows(raw)] == ["JR-00001", "JR-00002"]


def test_a_reason_with_commas_stays_one_cell() -> None:
    raw = body(line(reason="Return to Sender - damaged, undeliverable, refused"))
    assert b'"Return to Sender - damaged, undeliverable, refused"' in raw
    assert csv_file.rows(raw)[0]["refund_reason"] == "Return to Sender - damaged, undeliverable, refused"


@pytest.mark.parametrize("start", RUNS)
def test_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(start: str) -> None:
    assert csv_file.harmless(f"{start}1+1") == f"'{start}1+1"
    assert csv_file.original(f"'{start}1+1") == f"{start}1+1"


@pytest.mark.parametrize("text", ["", "socks", "1+1", "a=b", "“quoted”"])
def test_other_text_is_written_as_it_is(text: str) -> None:
    assert csv_file.harmless(text) == text


def test_an_apostrophe_of_the_seller_s_own_survives() -> None:
    assert csv_file.original(csv_file.harmless("'twas torn")) == "'twas torn"


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"a,b\r\n1\r\n", b"a,b\r\n1,2,3\r\n", b'a,b\r\n1,"2', b'a,b\r\n1,"2"3\r\n', b"a\r\n\xff\r\n"]
)
def test_what_was_not_written_so_is_not_read(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"no CSV|zip|decode"):
        csv_file.rows(raw)


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
tricky_text = st.text(st.sampled_from([*RUNS, "'", '"', ",", ";", "a", " ", "é", "📦", "\u2028"]), max_size=12)


@given(st.lists(any_text | tricky_text, min_size=1, max_size=4))
@example(["'=1", "''", '"', "=\r\n+", "-", "\n", " '", "\ufeff"])
def test_any_text_comes_back_exactly_as_it_was_typed(notes: list[str]) -> None:
    raw = body(*(line(number, text) for number, text in enumerate(notes, 1)))
    assert [row["notes"] for row in csv_file.rows(raw)] == notes


@given(any_text | tricky_text)
def test_no_cell_of_a_text_column_begins_with_what_a_spreadsheet_runs(notes: str) -> None:
    raw = body(line(notes=notes, reason=notes, feedback=notes))
    for row in csv.DictReader(io.StringIO(raw.decode(), newline="")):
        assert not any(row[column].startswith(tuple(RUNS)) for column in TEXT_COLUMNS)


@given(any_text | tricky_text)
def test_every_row_has_twelve_fields_for_any_reader_of_rfc_4180(notes: str) -> None:
    raw = body(line(notes=notes), line(2))
    rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))
    assert [len(row) for row in rows] == [12, 12, 12]
