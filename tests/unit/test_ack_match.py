"""Which line speaks of which row: matched by whatever it names, by position only uncontradicted, never guessed."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from jet_refunds.solid_commerce import ack_file
from jet_refunds.solid_commerce.answer import Answer, NotReady, Reading, Row, Unclear


def row(number: int, order: str, sku: str, alt_refund_id: str = "", **columns: str) -> Row:
    known = {"merchant_order_id": order * 32, "reference_order_id": order * 12, "merchant_sku": sku, **columns}
    return Row(alt_refund_id or f"JR-{number:05d}", f"{number:032x}", known)


FIRST, SECOND = (
    row(1, "a", "RED", principal="10.00", notes="torn"),
    row(2, "b", "BLUE", principal="20.00", notes="late"),
)
SENT = (FIRST, SECOND)
ONE_REFUND = (row(1, "a", "RED", "JR-00001"), row(2, "a", "BLUE", "JR-00001"))


def read(*lines: str, sent: tuple[Row, ...] = SENT) -> Reading:
    return ack_file.read("".join(f"{line}\r\n" for line in lines).encode(), sent)


def results(reading: Reading) -> dict[str, str]:
    """order_item_id, shortened -> result; of all that is certain."""
    answers = reading.answers if isinstance(reading, Unclear) else reading
    assert isinstance(answers, tuple), reading
    return {answer.row.order_item_id[-1]: answer.result for answer in answers}


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("merchant_order_id", "a" * 32, "b" * 32),
        ("Order Number", "a" * 12, "b" * 12),
        ("OrderId", "a" * 32, "b" * 12),
        ("SKU", "red", "Blue"),
        ("Row", "1", "2"),
        ("LineNumber", "2", "3"),
        ("row_no", "0", "01"),
        ("order_item_id", FIRST.order_item_id, SECOND.order_item_id),
        ("alt_refund_id", "jr-00001", "JR00002"),
        ("merchant_order_id", "{" + "A" * 8 + "-" + "A" * 24 + "}", "'" + "B" * 32),
    ],
)
def test_any_column_that_names_rows_is_matched_by_in_any_order(header: str, first: str, second: str) -> None:
    assert results(read(f"{header},Status", f"{second},FALSE", f"{first},TRUE")) == {"1": "accepted", "2": "rejected"}


def test_one_of_two_ids_may_be_empty() -> None:
    reading = read("alt_refund_id,order_item_id,Status", f",{SECOND.order_item_id},FALSE", "JR-00001,,TRUE")
    assert results(reading) == {"1": "accepted", "2": "rejected"}
    reading = read("alt_refund_id,order_item_id,Status", f"JR-00001,{2:032x},FALSE", "JR-00001,,TRUE", sent=ONE_REFUND)
    assert results(reading) == {"1": "accepted", "2": "rejected"}


def test_a_line_without_any_name_means_the_row_that_is_left() -> None:
    assert results(read("SKU,Status", "BLUE,FALSE", ",TRUE")) == {"1": "accepted", "2": "rejected"}


def test_an_order_may_be_answered_as_a_whole_and_then_may_go_on() -> None:
    lines = ("merchant_order_id,Status", "a" * 32 + ",FALSE")
    assert results(read(*lines, sent=ONE_REFUND)) == {"1": "rejected", "2": "rejected"}
    assert ack_file.may_go_on("\r\n".join(lines).encode(), ONE_REFUND)
    assert not ack_file.may_go_on("\r\n".join(lines).encode(), ONE_REFUND[:1])


@pytest.mark.parametrize(
    "lines",
    [
        ("principal,Status", "20.00,FALSE", "10.00,TRUE"),
        ("notes,Status", "late,FALSE", "torn,TRUE"),
        ("order_return_refund_qty,principal,Status", "1,$20,FALSE", "1,10,TRUE"),
    ],
)
def test_position_is_not_believed_where_a_column_contradicts_it(lines: tuple[str, ...]) -> None:
    reading = read(*lines)
    assert isinstance(reading, Unclear)
    assert reading.answers == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("principal,Status", "$10.00,TRUE", "20,FALSE"),
        ("notes,Status", "torn at the se,TRUE", "late,FALSE"),
        ("Status,Remark", "TRUE,x", "FALSE,y"),
    ],
)
def test_position_is_believed_where_nothing_contradicts_it(lines: tuple[str, ...]) -> None:
    assert results(read(*lines)) == {"1": "accepted", "2": "rejected"}


@pytest.mark.parametrize(
    "lines",
    [
        ("merchant_order_id,Status", "a" * 32 + ",TRUE", "a" * 32 + ",FALSE"),
        ("alt_refund_id,Status", "JR-00001,TRUE", "JR-00001,FALSE"),
        ("order_item_id,Status", f"{1:032x},TRUE", f"{2:032x},TRUE", f"{1:032x},FALSE"),
    ],
)
def test_lines_that_may_mean_either_row_are_asked_about(lines: tuple[str, ...]) -> None:
    assert isinstance(read(*lines, sent=ONE_REFUND), Unclear)


def test_two_rows_of_one_sku_are_only_told_apart_where_both_say_the_same() -> None:
    sent = (row(1, "a", "RED"), row(2, "b", "RED"))
    assert results(read("sku,Status", "RED,TRUE", "RED,TRUE", sent=sent)) == {"1": "accepted", "2": "accepted"}
    assert isinstance(read("sku,Status", "RED,TRUE", "RED,FALSE", sent=sent), Unclear)
    assert isinstance(read("sku,Status", "RED,TRUE", sent=sent), Unclear)


def test_ids_that_belong_to_two_rows_are_asked_about() -> None:
    assert isinstance(read("alt_refund_id,order_item_id,Status", f"JR-00001,{2:032x},TRUE"), Unclear)


def test_numbers_that_are_not_those_of_all_rows_name_nothing() -> None:
    assert isinstance(read("Row,Status", "7,TRUE", "9,FALSE", "8,TRUE"), Unclear)


def test_an_answer_to_other_rows_is_not_ready() -> None:
    assert isinstance(read("merchant_order_id,Status", "c" * 32 + ",TRUE"), NotReady)


# -- what is read of a bad form


def test_quotes_that_are_not_doubled_are_text() -> None:
    lines = (
        "alt_refund_id,order_item_id,Status,ErrorMessage",
        f'"JR-00001","{1:032x}","TRUE",""',
        f'"JR-00002","{2:032x}","FALSE","Not found: "Blue socks 2""',
    )
    assert read(*lines) == (
        Answer(FIRST, "accepted", None),
        Answer(SECOND, "rejected", 'Not found: "Blue socks 2"'),
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('"a "b", c"', 'a "b", c'),
        ('"size 12" wide"', 'size 12" wide'),
        ('"say ""hi"", then "go""', 'say "hi", then "go"'),
        ('"one\r\ntwo "three" four"', 'one\r\ntwo "three" four'),
    ],
)
def test_quotes_of_many_kinds_keep_their_words(cell: str, message: str) -> None:
    reading = read("SKU,Status,ErrorMessage", f"RED,FALSE,{cell}", 'BLUE,TRUE,"a "b" c"')
    assert isinstance(reading, tuple)
    assert reading[0] == Answer(FIRST, "rejected", message)
    assert results(reading) == {"1": "rejected", "2": "accepted"}


def test_a_bad_line_does_not_make_the_others_unreadable() -> None:
    reading = read("SKU,Status,Note", "RED,TRUE,x", "BLUE,FALSE,a,b,c")
    assert isinstance(reading, Unclear)
    assert results(reading) == {"1": "accepted"}
    reading = read("SKU,Status", "RED,PERHAPS", "BLUE,FALSE")
    assert isinstance(reading, Unclear)
    assert results(reading) == {"2": "rejected"}
    reading = read("SKU,Status,ErrorMessage", 'RED,FALSE,"no end', "BLUE,TRUE,")
    assert results(reading)["2"] == "accepted"


@pytest.mark.parametrize("sep", ["sep=;", "SEP=;", '"sep=;"', "\r\nsep=;"])
def test_a_sep_line_is_what_it_is(sep: str) -> None:
    assert results(read(sep, "SKU;Status;ErrorMessage", "RED;TRUE;a,b,c,d", "BLUE;FALSE;")) == {
        "1": "accepted",
        "2": "rejected",
    }


def test_windows_1252_is_read() -> None:
    reading = ack_file.read("SKU,Status,ErrorMessage\r\nRED,FALSE,10 € – “no”\r\n".encode("cp1252"), SENT[:1])
    assert reading == (Answer(FIRST, "rejected", "10 € – “no”"),)


def test_a_long_message_is_cut_and_says_so() -> None:
    reading = read("SKU,Status,ErrorMessage", f"RED,FALSE,{'x' * 5000}", sent=SENT[:1])
    assert isinstance(reading, tuple)
    assert reading[0].error_message == f"{'x' * 500} … (the rest is in the acknowledgement)"


MEGABYTE = 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff\xfe\xff\xfe",
        b"\n" * MEGABYTE,
        b"," * MEGABYTE,
        b"a" * MEGABYTE,
        b'"' * MEGABYTE,
        b" " * MEGABYTE,
        b"\x00" * MEGABYTE,
        b"Status," + b"c," * (MEGABYTE // 2),
        b"Status,SKU\n" + b"TRUE,RED\n" * (MEGABYTE // 9),
        b"Status,SKU\n" + b'TRUE,"RED\n' * (MEGABYTE // 10),
        b'Status,SKU\nTRUE,"' + b'" ' * (MEGABYTE // 2),
        b'Status,SKU\n"a"b,' + b'"",' * (MEGABYTE // 3),
        b"Status\n" + b"TRUE\n" * (MEGABYTE // 5),
        b",".join(b"c%d" % number for number in range(30_000)) + b"\n" + b"x\n" * 300_000,
        ("Status,alt_refund_id\n" + "TRUE,JR-00001\n" * (MEGABYTE // 15)).encode("utf-16"),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_whatever_comes_is_read_in_little_time_and_memory(body: bytes) -> None:
    """A file of 2,000 rows that shares one refund and two SKUs; 2 seconds and 100 MB a megabyte."""
    sent = tuple(row(number, "a", "RED" if number % 2 else "BLUE", "JR-00001") for number in range(2_000))
    start = time.process_time()
    assert isinstance(ack_file.read(body, sent), NotReady | Unclear | tuple)
    assert time.process_time() - start < 2
    tracemalloc.start()
    ack_file.may_go_on(body, sent)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
