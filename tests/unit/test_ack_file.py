"""The acknowledgement: TRUE is success, FALSE is not, anything else is never success; what is not whole is read again.

What a reader can know of a file that is still being written: a line without its end may be cut off, rows that are
missing by their ids are missing. Two things it cannot know. An answer without ids whose first line is TRUE and whose
second is not written yet looks like one answer for the whole file; and a last line that is whole but for the end of its
free text is whole. So: a cut-off file that names its rows never passes for success before every row is there, and one
that names none never before a line of it says TRUE.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jet_refunds.solid_commerce import ack_file, ack_table, file_names
from jet_refunds.solid_commerce.answer import Answer, NotReady, Reading, Row, Unclear

FIRST, SECOND = Row("JR-00001", f"{1:032x}"), Row("JR-00001", f"{2:032x}")
SENT = (FIRST, SECOND)
HEADER = ("merchant_order_id", "alt_refund_id", "order_item_id", "Status", "ErrorMessage")
Line = tuple[str, str]


def echo(*lines: Line, columns: Sequence[str] = HEADER, delimiter: str = ",", end: str = "\r\n") -> str:
    """An answer that repeats every row, in the order of SENT."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=end, extrasaction="ignore")
    writer.writeheader()
    for row, (status, message) in zip(SENT, lines, strict=False):
        values = ("ab" * 16, row.alt_refund_id, row.order_item_id, status, message)
        writer.writerow(dict(zip(HEADER, values, strict=True)))
    return text.getvalue()


def results(reading: Reading) -> list[str]:
    assert isinstance(reading, tuple), reading
    return [answer.result for answer in reading]


def read(text: str, sent: Sequence[Row] = SENT) -> Reading:
    return ack_file.read(text.encode(), sent)


# -- names


def test_the_two_names_that_it_may_have() -> None:
    assert file_names.ack_files("JET_REFUND_072316143000.csv") == (
        "JET_REFUND_072316143000_Ack.csv",
        "JET_REFUND_072316143000.csv_Ack",
    )


# -- what it says


def test_true_for_every_row_is_accepted() -> None:
    assert read(echo(("TRUE", ""), ("TRUE", ""))) == (Answer(FIRST, "accepted", None), Answer(SECOND, "accepted", None))


def test_false_is_rejected_with_the_processor_s_own_words() -> None:
    assert read(echo(("TRUE", ""), ("FALSE", "Order not found"))) == (
        Answer(FIRST, "accepted", None),
        Answer(SECOND, "rejected", "Order not found"),
    )


def test_one_line_speaks_for_the_whole_file() -> None:
    assert results(read("Status,ErrorMessage\r\nTRUE,\r\n")) == ["accepted", "accepted"]
    assert results(read("Status,ErrorMessage\r\nFALSE,Bad header\r\n")) == ["rejected", "rejected"]


def test_one_line_speaks_for_the_whole_file_also_where_its_ids_are_empty() -> None:
    text = "alt_refund_id,order_item_id,Status,ErrorMessage\r\n,,FALSE,Bad header\r\n"
    assert results(read(text)) == ["rejected", "rejected"]


def test_without_ids_as_many_lines_as_rows_are_taken_in_order() -> None:
    assert results(read("Status,ErrorMessage\r\nTRUE,\r\nFALSE,no\r\n")) == ["accepted", "rejected"]


def test_rows_are_matched_by_their_ids_in_any_order() -> None:
    lines = echo(("TRUE", ""), ("FALSE", "no")).split("\r\n")
    assert results(read("\r\n".join([lines[0], lines[2], lines[1], ""]))) == ["accepted", "rejected"]


def test_one_of_the_two_ids_is_enough_to_match_by() -> None:
    """Never by position where an id contradicts it."""
    items = f"order_item_id,Status\r\n{SECOND.order_item_id},FALSE\r\n{FIRST.order_item_id},TRUE\r\n"
    assert results(read(items)) == ["accepted", "rejected"]
    refunds = "alt_refund_id,Status\r\nJR-00002,FALSE\r\nJR-00001,TRUE\r\n"
    assert results(read(refunds, (FIRST, Row("JR-00002", FIRST.order_item_id)))) == ["accepted", "rejected"]
    assert results(read("alt_refund_id,Status\r\nJR-00001,TRUE\r\n")) == ["accepted", "accepted"]


def test_an_apostrophe_before_an_id_is_a_spreadsheet_s() -> None:
    text = echo(("TRUE", ""), ("TRUE", "")).replace(FIRST.order_item_id, "'" + FIRST.order_item_id)
    assert results(read(text)) == ["accepted", "accepted"]


@pytest.mark.parametrize("status", ["true", "True", " TRUE "])
def test_true_is_known_in_any_case_and_with_blanks_round_it(status: str) -> None:
    assert results(read(echo((status, ""), ("TRUE", "")))) == ["accepted", "accepted"]


@pytest.mark.parametrize("status", ["", "1", "YES", "OK", "TRUE?", "TRUE FALSE", "Success", "ＴＲＵＥ", "0"])
def test_anything_else_in_status_is_unknown_and_never_success(status: str) -> None:
    assert isinstance(read(echo(("TRUE", ""), (status, ""))), Unclear)


def test_two_answers_to_one_row_are_unclear_and_the_same_twice_is_one() -> None:
    lines = echo(("TRUE", ""), ("TRUE", "")).split("\r\n")
    twice = [*lines[:3], lines[1], ""]
    assert results(read("\r\n".join(twice))) == ["accepted", "accepted"]
    contradiction = [*lines[:3], lines[1].replace("TRUE", "FALSE"), ""]
    assert isinstance(read("\r\n".join(contradiction)), Unclear)


def test_lines_without_ids_that_are_neither_one_nor_as_many_as_the_rows_are_unclear() -> None:
    assert isinstance(read("Status\r\nTRUE\r\nTRUE\r\nTRUE\r\n"), Unclear)


def test_without_a_status_column_or_with_two_it_is_unclear() -> None:
    assert isinstance(read("Result,ErrorMessage\r\nTRUE,\r\n"), Unclear)
    assert isinstance(read("Status,Status\r\nTRUE,FALSE\r\n"), Unclear)


def test_commas_in_an_unquoted_message_belong_to_it_when_its_column_is_the_last() -> None:
    reading = read("Status,ErrorMessage\r\nFALSE,Wrong id, wrong day, wrong sum\r\n", [FIRST])
    assert reading == (Answer(FIRST, "rejected", "Wrong id, wrong day, wrong sum"),)


def test_commas_that_shift_the_status_are_never_success() -> None:
    assert isinstance(read("ErrorMessage,Status\r\nno, TRUE,FALSE\r\n"), Unclear)
    assert isinstance(read("ErrorMessage,Status,Note\r\nno,TRUE,FALSE,x\r\n"), Unclear)


def test_a_comma_too_many_at_the_end_of_a_line_does_no_harm() -> None:
    assert results(read("Status,ErrorMessage\r\nTRUE,,\r\n")) == ["accepted", "accepted"]


def test_a_message_may_hold_line_breaks_quotes_and_letters_of_any_script() -> None:
    message = 'Line "one"\r\nZeile zwei: Größe, 尺寸'
    assert read(echo(("TRUE", ""), ("FALSE", message)))[1] == Answer(SECOND, "rejected", message)  # type: ignore[index]


@pytest.mark.parametrize("text", ["", " ", "\r\n", "\r\n\r\n", ",,\r\n", ",".join(HEADER) + "\r\n"])
def test_what_is_empty_or_a_header_only_is_not_ready(text: str) -> None:
    assert isinstance(read(text), NotReady)


def test_blank_lines_before_within_and_after_do_not_count() -> None:
    text = "\r\n" + echo(("TRUE", ""), ("FALSE", "x"), delimiter=";").replace("\r\n", "\r\n\r\n") + " \r\n"
    assert results(read(text)) == ["accepted", "rejected"]


@pytest.mark.parametrize("body", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_of_an_empty_answer_nothing_is_shown(body: bytes) -> None:
    assert ack_table.preview(body, lines=3, columns=3) == []


# -- any form


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_delimiter_encoding_and_line_end_is_read(delimiter: str, encoding: str, end: str) -> None:
    raw = echo(("TRUE", ""), ("FALSE", "Größe"), delimiter=delimiter, end=end).encode(encoding)
    assert ack_file.read(raw, SENT) == (Answer(FIRST, "accepted", None), Answer(SECOND, "rejected", "Größe"))


@pytest.mark.parametrize("columns", list(permutations(HEADER[1:])))
def test_any_order_of_the_columns_is_read(columns: Sequence[str]) -> None:
    assert results(read(echo(("TRUE", ""), ("FALSE", "x"), columns=columns))) == ["accepted", "rejected"]


@pytest.mark.parametrize(
    "header",
    [
        "ALT_REFUND_ID,Order Item Id,STATUS,error_message",
        "altRefundId,orderItemId,status,Error Message",
        "alt refund id,order-item-id,Status,errormessage",
    ],
)
def test_any_spelling_of_the_columns_is_read(header: str) -> None:
    text = f"{header}\r\nJR-00001,{FIRST.order_item_id},FALSE,x\r\n"
    assert read(text, [FIRST]) == (Answer(FIRST, "rejected", "x"),)


def test_the_last_line_needs_no_end() -> None:
    assert results(read(echo(("TRUE", ""), ("TRUE", "")).rstrip("\r\n"))) == ["accepted", "accepted"]


# -- cut off

statuses = st.sampled_from(["TRUE", "FALSE", "true", "MAYBE"])
messages = st.text(st.sampled_from("ab ,;\"\né尺\t'"), max_size=8)


@given(
    lines=st.tuples(st.tuples(statuses, messages), st.tuples(statuses, messages)),
    columns=st.permutations(HEADER),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\r\n", "\n"]),
)
def test_an_echo_cut_off_at_any_byte_says_nothing_that_the_whole_does_not_say(
    lines: tuple[Line, Line], columns: Sequence[str], delimiter: str, encoding: str, end: str
) -> None:
    """Not one row is accepted or rejected before all are there, and then as the whole file says."""
    raw = echo(*lines, columns=columns, delimiter=delimiter, end=end).encode(encoding)
    whole = ack_file.read(raw, SENT)
    for cut in range(len(raw)):
        reading = ack_file.read(raw[:cut], SENT)
        if isinstance(reading, tuple):
            assert results(reading) == results(whole), raw[:cut]


@given(st.tuples(statuses, messages), st.booleans())
def test_one_line_for_the_file_cut_off_at_any_byte_is_never_success_unless_it_says_true(
    line: Line,
    status_first: bool,
) -> None:
    columns = ("Status", "ErrorMessage") if status_first else ("ErrorMessage", "Status")
    raw = echo(line, columns=columns).encode()
    for cut in range(len(raw)):
        reading = ack_file.read(raw[:cut], SENT)
        if isinstance(reading, tuple):
            assert set(results(reading)) == {"accepted" if line[0].upper() == "TRUE" else "rejected"}


SOME_COLUMNS = [
    columns
    for wanted in (HEADER[1:], ("order_item_id", "Status", "ErrorMessage"), ("order_item_id", "Status"))
    for columns in permutations(wanted)
]


@pytest.mark.parametrize("columns", SOME_COLUMNS)
def test_an_echo_with_its_columns_in_any_order_cut_off_anywhere_never_accepts_what_the_whole_rejects(
    columns: Sequence[str],
) -> None:
    """Also where the cut leaves an empty id at the end of a line, so that it looks like one answer for the file."""
    raw = echo(("TRUE", ""), ("FALSE", ""), columns=columns).encode()
    for cut in range(len(raw)):
        reading = ack_file.read(raw[:cut], SENT)
        assert not isinstance(reading, tuple) or results(reading) == ["accepted", "rejected"], raw[:cut]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_letter_that_is_cut_in_two_is_no_word_of_the_processor_s(encoding: str) -> None:
    raw = "Status,ErrorMessage\r\nFALSE,尺寸\r\n".encode(encoding)
    words = []
    for cut in range(len(raw)):
        reading = ack_file.read(raw[:cut], [FIRST])
        if isinstance(reading, tuple):
            words.append(reading[0].error_message)
    assert set(words) == {None, "尺", "尺寸"}


def test_an_echo_is_not_ready_at_every_byte_before_its_last_row_is_whole() -> None:
    raw = echo(("TRUE", ""), ("TRUE", "")).encode()
    complete = len(raw) - len("\r\n")
    for cut in range(complete):
        assert isinstance(ack_file.read(raw[:cut], SENT), NotReady), raw[:cut]
    assert results(ack_file.read(raw[:complete], SENT)) == ["accepted", "accepted"]


@given(st.binary(max_size=80))
def test_no_bytes_whatever_break_the_reader(raw: bytes) -> None:
    assert isinstance(ack_file.read(raw, SENT), NotReady | Unclear | tuple)


@given(st.text(st.sampled_from('Status,;"\r\n\t|TRUEFALSé\x00\u2028'), max_size=60))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert isinstance(ack_file.read(text.encode(), SENT), NotReady | Unclear | tuple)
