"""The acknowledgement: bytes -> what the processor says of each row, or "not ready". Pure.

Known are the columns Status (TRUE or FALSE) and ErrorMessage, and the name: `_Ack` at the end of the file's name
(seed, "Viewing Your Results"). It may echo every row or give one line for the file. Anything else in Status is
unknown, and never success.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

READ_LIMIT = 5_000_000
"""Bytes. No honest answer is longer; a longer file is left for a person."""

Result = Literal["accepted", "rejected"]
RESULTS: dict[str, Result] = {"TRUE": "accepted", "FALSE": "rejected"}


@dataclass(frozen=True)
class Row:
    """A row of the file that was sent, by its two ids."""

    alt_refund_id: str
    order_item_id: str


@dataclass(frozen=True)
class NotReady:
    """Empty, the header only, or cut off: read it again later."""

    why: str


@dataclass(frozen=True)
class Unclear:
    """Complete, but it cannot be matched or understood: a person must read it."""

    why: str


@dataclass(frozen=True)
class Answer:
    """What the processor says of one row; `error_message` in its own words."""

    row: Row
    result: Result
    error_message: str | None


Reading = NotReady | Unclear | tuple[Answer, ...]


def read(body: bytes, sent: Sequence[Row]) -> Reading:
    """The answers in the order of `sent`, one a row."""
    text = decoded(body)
    if not text.strip():
        return NotReady("it is empty")
    if text.endswith("\ufffd"):
        return NotReady("it is cut off within a letter")
    table = _table(text)
    if isinstance(table, NotReady | Unclear):
        return table
    if not table:
        return NotReady("it has a header only")
    if not text.endswith(("\n", "\r")) and _cut_off(table[-1]):
        return NotReady("its last line is cut off")
    by_row = _matched(table, sent)
    if not isinstance(by_row, dict):
        return by_row
    answers = [_answer(row, by_row[row]) for row in sent]
    return next((answer for answer in answers if isinstance(answer, Unclear)), None) or tuple(
        answer for answer in answers if isinstance(answer, Answer)
    )


def is_one_for_all(body: bytes, sent: Sequence[Row]) -> bool:
    """One line without ids, for a file of several rows: it may also be the beginning of a longer answer."""
    table = _table(decoded(body))
    if not isinstance(table, list) or len(table) != 1 or len(sent) < 2:
        return False
    return not any(_plain(table[0].get(column)) for column in IDS)


def decoded(body: bytes) -> str:
    """By its byte order mark, else UTF-8, else latin-1, which never fails. A letter cut in two becomes U+FFFD."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    if body.startswith(b"\xef\xbb\xbf"):
        return body.decode("utf-8-sig", errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


Record = dict[str, str | None]


def _table(text: str) -> list[Record] | NotReady | Unclear:
    """Records by folded column name. The header says which delimiter is used."""
    header = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(",;\t|", key=header.count)
    source = io.StringIO(text, newline="")
    try:
        records = [row for row in csv.reader(source, delimiter=delimiter, strict=True) if any(map(str.strip, row))]
    except csv.Error as error:
        return NotReady("a quoted field has no end") if "unexpected end" in str(error) else Unclear(f"{error}")
    if not records:
        return NotReady("it is empty")
    columns = [_folded(name) for name in records[0]]
    if columns.count("status") != 1:
        begun = len(records) == 1 and not text.endswith(("\n", "\r"))
        return NotReady("its header is cut off") if begun else Unclear("it has no Status column, or more than one")
    table = [_record(columns, row, delimiter) for row in records[1:]]
    if not all(table):
        return Unclear("a line has more fields than the header")
    return [record for record in table if record]


def _record(columns: Sequence[str], row: list[str], delimiter: str) -> Record | None:
    """None for a line whose fields cannot be told apart. Commas in a last column of free text need not be quoted."""
    beyond = row[len(columns) :]
    if any(map(str.strip, beyond)):
        if columns[-1] != "errormessage":
            return None
        row = [*row[: len(columns) - 1], delimiter.join(row[len(columns) - 1 :])]
    return dict(zip(columns, [*row, *[None] * (len(columns) - len(row))], strict=False))


def _folded(name: str) -> str:
    """Error Message, error_message and ErrorMessage are one column."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _cut_off(last: Record) -> bool:
    """The file ends within a line, and that line is not whole: a field, an id or a part of TRUE or FALSE is missing."""
    column, cell = list(last.items())[-1]
    status = (last["status"] or "").strip().upper()
    return None in last.values() or (column in IDS and not cell) or status not in RESULTS


def _matched(table: list[Record], sent: Sequence[Row]) -> dict[Row, Record] | NotReady | Unclear:
    """By the ids that it gives, both or one; without them, or where all are empty, one line for all or line by line."""
    columns = [column for column in IDS if column in table[0]]
    if any(_plain(record[column]) for record in table for column in columns):
        return _matched_by(columns, table, sent)
    if len(table) == 1:
        return dict.fromkeys(sent, table[0])
    if len(table) == len(sent):
        return dict(zip(sent, table, strict=True))
    return Unclear(f"it has {len(table)} lines for {len(sent)} rows and names no ids")


IDS = {"altrefundid": "alt_refund_id", "orderitemid": "order_item_id"}
"""A folded column -> the field of Row that it names."""


def _matched_by(
    columns: Sequence[str], table: list[Record], sent: Sequence[Row]
) -> dict[Row, Record] | NotReady | Unclear:
    found: dict[tuple[str, ...], Record] = {}
    for record in table:
        key = tuple(_plain(record[column]) for column in columns)
        if found.setdefault(key, record) != record:
            return Unclear(f"it says two things of {' '.join(key)}")
    keys = {row: tuple(getattr(row, IDS[column]) for column in columns) for row in sent}
    missing = [key for key in keys.values() if key not in found]
    if missing:
        return NotReady(f"it does not mention {' '.join(missing[0])} yet")
    return {row: found[key] for row, key in keys.items()}


def _plain(cell: str | None) -> str:
    return (cell or "").strip().lstrip("'")


def _answer(row: Row, record: Record) -> Answer | Unclear:
    status = (record["status"] or "").strip()
    message = (record.get("errormessage") or "").strip() or None
    result = RESULTS.get(status.upper())
    if result is None:
        return Unclear(f"its Status says “{status}”, neither TRUE nor FALSE")
    return Answer(row, result, message)
