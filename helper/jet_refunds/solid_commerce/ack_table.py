"""The bytes of an acknowledgement -> its lines, as far as their columns are known. Pure.

Lenient in form, since others write it: any usual encoding, delimiter and line end, a `sep=` line, quotes that are not
doubled. Bounded in what it takes: columns and lines are capped, and only known columns are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jet_refunds.solid_commerce.answer import NotReady, Unclear

READ_LIMIT = 5_000_000
"""Bytes. No honest answer is longer; a longer file is left for a person."""
COLUMNS_LIMIT, LINES_LIMIT = 1_000, 100_000
DELIMITERS = ",;\t|"
STATUS, MESSAGE = "status", "errormessage"
"""Folded names of the two columns that say something. `MESSAGE` may hold commas without quotes when it is the last."""
JOINED_LIMIT = 20
"""Lines of one field at most, where quotes are not as they should be."""

_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """A line by known columns' folded names; blanks round a cell are taken away. Empty cells are as if not there."""

    cells: Mapping[str, str]
    is_short: bool
    """It has fewer fields than the header."""


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    """All of them, folded."""
    records: tuple[Record | None, ...]
    """None: a line that cannot be read."""
    has_end: bool
    """Its last line has a line end."""


class _TooMuch(Exception):
    """More columns or lines than any answer has."""


def table(body: bytes, known: Collection[str]) -> Table | NotReady | Unclear:
    """`known`: the folded names of the columns to be kept."""
    text = decoded(body)
    if text.endswith("\ufffd"):
        return NotReady("it is cut off within a letter")
    text, delimiter = _delimited(text)
    try:
        rows = _rows(text, delimiter)
    except _TooMuch as error:
        return Unclear(str(error))
    return rows if isinstance(rows, NotReady) else _table(rows, delimiter, known, has_end=text.endswith(("\n", "\r")))


def preview(body: bytes, *, lines: int, columns: int) -> list[list[str]]:
    """Its beginning, as a person reads it: the cells of each line, or lines whole where they cannot be told apart."""
    text, delimiter = _delimited(decoded(body[:READ_LIMIT]))
    try:
        rows = _rows(text, delimiter)
    except _TooMuch:
        rows = NotReady("")
    if isinstance(rows, NotReady):
        rows = [[line.strip()] for line in io.StringIO(text) if line.strip()]
    names = list(map(folded, rows[0] if rows else ()))
    return [_fitted(row, names, delimiter)[:columns] for row in rows[:lines]]


def decoded(body: bytes) -> str:
    """By its byte order mark, else UTF-8, else Windows-1252 or latin-1. A letter cut in two becomes U+FFFD."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace").removeprefix("\ufeff")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            if body.startswith(b"\xef\xbb\xbf"):
                return body.decode("utf-8-sig", errors="replace")
    return body.decode("latin-1")


def folded(name: str) -> str:
    """Error Message, error_message and ErrorMessage are one column."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _delimited(text: str) -> tuple[str, str]:
    """The text without its `sep=` line, and what divides its fields: the first line that is not blank says it."""
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    sep = _SEP.fullmatch(first.strip())
    return (text.partition(first)[2], sep[1]) if sep else (text, max(DELIMITERS, key=first.count))


def _rows(text: str, delimiter: str) -> list[list[str]] | NotReady:
    """At least one. Raises _TooMuch."""
    try:
        rows = list(_filled(csv.reader(_capped(text, delimiter), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        is_begun = "unexpected end" in str(error) and not text.endswith(("\n", "\r"))
        rows = [_OPEN] if is_begun else list(_filled(_lenient_rows(text, delimiter)))
        if rows and rows[-1] is _OPEN:
            return NotReady("a quoted field has no end")
    return rows or NotReady("it is empty")


def _table(
    rows: Sequence[list[str]], delimiter: str, known: Collection[str], *, has_end: bool
) -> Table | NotReady | Unclear:
    header, *rows = rows
    columns = tuple(map(folded, header))
    if columns.count(STATUS) != 1:
        begun = not rows and not has_end
        return NotReady("its header is cut off") if begun else Unclear("it has no Status column, or more than one")
    kept = {columns.index(name): name for name in known if columns.count(name) == 1}
    return Table(columns, tuple(_record(row, columns, kept, delimiter) for row in rows), has_end)


def _filled(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    return (row for row in rows if row is _OPEN or any(map(str.strip, row)))


def _capped(text: str, delimiter: str) -> Iterator[str]:
    """The text's lines. Raises _TooMuch."""
    for number, line in enumerate(io.StringIO(text, newline="")):
        if line.count(delimiter) >= COLUMNS_LIMIT:
            raise _TooMuch(f"it has more than {COLUMNS_LIMIT} columns")
        if number >= LINES_LIMIT:
            raise _TooMuch(f"it has more than {LINES_LIMIT} lines")
        yield line


def _record(row: Sequence[str], columns: Sequence[str], kept: Mapping[int, str], delimiter: str) -> Record | None:
    """None for a line whose fields cannot be told apart."""
    row = _fitted(row, columns, delimiter)
    if any(map(str.strip, row[len(columns) :])):
        return None
    cells = {name: row[index].strip() for index, name in kept.items() if index < len(row)}
    return Record({name: cell for name, cell in cells.items() if cell}, len(row) < len(columns))


def _fitted(row: Sequence[str], columns: Sequence[str], delimiter: str) -> list[str]:
    """Delimiters that are not quoted belong to a message in the last column."""
    last = len(columns) - 1
    is_longer = columns[last] == MESSAGE and any(map(str.strip, row[last + 1 :]))
    return [*row[:last], delimiter.join(row[last:])] if is_longer else list(row)


# -- quotes that are not doubled

_OPEN: list[str] = []
"""In place of a last row within whose quoted field the text ends."""


def _lenient_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Line by line, so that a bad one does not swallow the others."""
    lines = _Lines(delimiter)
    held, count = "", 0
    for line in _capped(text, delimiter):
        if held and (lines.is_answer(line) or count == JOINED_LIMIT):
            yield lines.fields(held, is_all=True)  # its quote was never closed, and this line stands for itself
            held = ""
        held, count = held + line, count + 1 if held else 1
        fields = lines.fields(held)
        if fields is not _OPEN:
            yield fields
            held = ""
    if held:
        yield _OPEN


class _Lines:
    """Tells the fields of a line apart, once it has seen the header."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._end_of_field = re.compile(rf'"(?={re.escape(delimiter)}|$)')
        self._header: list[str] = []

    def fields(self, line: str, *, is_all: bool = False) -> list[str]:
        """A quote ends a field where the delimiter or the line's end follows, and a last message at the line's end.

        _OPEN when a quoted field does not end, unless this is all of it.
        """
        line = line.rstrip("\r\n")
        fields: list[str] = []
        at = 0
        while at <= len(line):
            is_message = bool(self._header) and len(fields) == len(self._header) - 1 and self._header[-1] == MESSAGE
            end = self._end(line, at, is_message=is_message)
            if end is None and not is_all:
                return _OPEN
            end = len(line) if end is None else end
            fields.append(_unquoted(line[at:end]))
            at = end + 1
        if not self._header and any(map(str.strip, fields)):
            self._header = list(map(folded, fields))
        return fields

    def _end(self, line: str, at: int, *, is_message: bool) -> int | None:
        """Where the field that begins there ends."""
        if not line.startswith('"', at):
            end = line.find(self._delimiter, at)
            return len(line) if end < 0 or is_message else end
        if is_message:
            return len(line) if len(line) > at + 1 and line.endswith('"') else None
        closing = self._end_of_field.search(line, at + 1)
        return closing.end() if closing else None

    def is_answer(self, line: str) -> bool:
        """It says TRUE or FALSE where the header says Status."""
        fields = self.fields(line, is_all=True)
        if STATUS not in self._header or len(fields) < len(self._header):
            return False
        return fields[self._header.index(STATUS)].strip().upper() in ("TRUE", "FALSE")


def _unquoted(field: str) -> str:
    return field.removeprefix('"').removesuffix('"').replace('""', '"') if field.startswith('"') else field
