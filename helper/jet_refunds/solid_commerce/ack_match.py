"""Which line of an acknowledgement speaks of which row of the file. Pure.

A line names its row by whatever it repeats of it: ids, an order's number, a SKU, a row's number. Lines that name
nothing are taken in the order of the rows where there are as many of them, and no column contradicts that. What could
be meant in two ways is not settled here: a person is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from jet_refunds.domain.money import AMOUNT_NAMES
from jet_refunds.solid_commerce.ack_table import MESSAGE, STATUS, Record, folded
from jet_refunds.solid_commerce.answer import Row

NAMES = {
    "altrefundid": ("alt_refund_id",),
    "orderitemid": ("order_item_id",),
    "merchantorderid": ("merchant_order_id",),
    "orderid": ("merchant_order_id", "reference_order_id"),
    "referenceorderid": ("reference_order_id",),
    "ordernumber": ("reference_order_id",),
    "merchantsku": ("merchant_sku",),
    "sku": ("merchant_sku",),
}
"""A folded column of the answer -> what it may repeat of a row."""
OF_SEVERAL = {"altrefundid", "merchantorderid", "orderid", "referenceorderid", "ordernumber"}
"""A line that names a refund or an order speaks of all its rows."""
NUMBERS = ("row", "rownumber", "rowno", "rownum", "line", "linenumber", "lineno")
DIGITS = 9
"""A row's number has fewer."""
QUANTITIES = ("total_quantity_returned", "order_return_refund_qty", *AMOUNT_NAMES)
TEXTS = ("refund_reason", "refund_feedback", "notes")
Names = tuple[tuple[str, str], ...]
"""What a line names: (folded column, plain cell). Lines with the same names mean the same rows."""
COLUMNS = frozenset({STATUS, MESSAGE, *NAMES, *NUMBERS, *map(folded, (*QUANTITIES, *TEXTS))})
"""All that are known, folded."""


@dataclass(frozen=True)
class Matching:
    records: dict[Row, Record] = field(default_factory=dict)
    doubts: dict[Row, str] = field(default_factory=dict)
    """Rows of which it cannot be told what is said."""
    several: bool = False
    """A line speaks of several rows: it may be the beginning of a longer answer."""


def matched(records: Sequence[Record], sent: Sequence[Row]) -> Matching:
    """What is in neither of the two is not mentioned (yet)."""
    rows_of = _RowsOf(records, sent)
    by_names: dict[Names, list[Record]] = defaultdict(list)
    for record in records:
        by_names[rows_of.names(record)].append(record)
    return _by_names(by_names, rows_of, sent) if by_names.keys() - {()} else _by_position(records, sent)


# -- without names


def _by_position(records: Sequence[Record], sent: Sequence[Row]) -> Matching:
    if len(records) == 1:
        return Matching(dict.fromkeys(sent, records[0]), several=len(sent) > 1)
    if len(records) != len(sent):
        why = f"it has {len(records)} lines for {len(sent)} rows and names no ids"
        return Matching(doubts=dict.fromkeys(sent, why))
    texts = {name: {row.columns.get(name, "") for row in sent} for name in TEXTS}
    for number, (record, row) in enumerate(zip(records, sent, strict=True), 1):
        if column := _contradiction(record, row, texts):
            why = f"it names no ids, and {column} of its line {number} is not that of row {number}"
            return Matching(doubts=dict.fromkeys(sent, why))
    return Matching(dict(zip(sent, records, strict=True)))


def _contradiction(record: Record, row: Row, texts: Mapping[str, set[str]]) -> str | None:
    """The column by which the line is not the row's. Text may be shortened: it must be another row's to count."""
    for name in QUANTITIES:
        said, ours = _number(record.cells.get(folded(name))), _number(row.columns.get(name))
        if None not in (said, ours) and said != ours:
            return name
    for name in TEXTS:
        text = record.cells.get(folded(name), "")
        if text and text != row.columns.get(name, "").strip() and text in {other.strip() for other in texts[name]}:
            return name
    return None


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").strip().lstrip("$'"))
    except InvalidOperation:
        return None


# -- by names


def _by_names(by_names: Mapping[Names, Sequence[Record]], rows_of: _RowsOf, sent: Sequence[Row]) -> Matching:
    """First the lines that name a single row; then those that name several, of the rows that are left."""
    everything = set(range(len(sent)))
    found: dict[int, Record] = {}
    doubts: dict[int, str] = {}
    several: list[tuple[Names, set[int]]] = []
    for names, records in by_names.items():
        rows = rows_of.all_of(names) if names else everything
        if not rows and all(rows_of.of(*name) for name in names):
            doubts = dict.fromkeys(everything, "one of its lines names ids that do not belong together")
        elif len(rows) != 1:
            several += [(names, rows)] if rows else []
        elif _is_one_thing(records):
            _say(rows, records[0], found, doubts)
        else:
            doubts.update(dict.fromkeys(rows, _two_things(names)))
    left = everything - found.keys() - doubts.keys()
    for names, rows in several:
        records, may_mean = by_names[names], rows & left
        is_of_all = any(column in OF_SEVERAL for column, _ in names)
        if _is_one_thing(records) and (is_of_all or len(records) == len(may_mean)):
            _say(may_mean, records[0], found, doubts)
        else:
            why = _two_things(names) if is_of_all else "it cannot be told which row one of its lines means"
            doubts.update(dict.fromkeys(may_mean, why))
    return Matching(
        {sent[index]: found[index] for index in sorted(found.keys() - doubts.keys())},
        {sent[index]: doubts[index] for index in sorted(doubts)},
        several=bool(several),
    )


def _say(rows: Iterable[int], record: Record, found: dict[int, Record], doubts: dict[int, str]) -> None:
    """Two lines of one row must say the same."""
    for index in rows:
        if not _is_one_thing([found.setdefault(index, record), record]):
            doubts[index] = "it says two things of one row"


def _is_one_thing(records: Iterable[Record]) -> bool:
    return len({(record.cells.get(STATUS), record.cells.get(MESSAGE)) for record in records}) == 1


def _two_things(names: Names) -> str:
    return f"it says two things of {' '.join(cell for _, cell in names)}"


class _RowsOf:
    """Which rows a name may mean, by their indices."""

    def __init__(self, records: Sequence[Record], sent: Sequence[Row]) -> None:
        self._of: dict[tuple[str, str], set[int]] = defaultdict(set)
        for index, row in enumerate(sent):
            ids = {"alt_refund_id": row.alt_refund_id, "order_item_id": row.order_item_id}
            for column, names in NAMES.items():
                for name in names:
                    if value := ids.get(name) or row.columns.get(name):
                        self._of[column, _plain(column, value)].add(index)
        self._numbers, first = _numbering(records, len(sent))
        for index in range(len(sent)) if self._numbers else ():
            self._of[self._numbers, str(first + index)].add(index)
        self._columns = {column for column, _ in self._of}

    def names(self, record: Record) -> Names:
        """What it names, if anything."""
        named = sorted(self._columns & record.cells.keys())
        return tuple((column, cell) for column in named if (cell := _plain(column, record.cells[column])))

    def of(self, column: str, cell: str) -> set[int]:
        return self._of.get((column, cell), set())

    def all_of(self, names: Names) -> set[int]:
        """The rows that all the names fit; none: it speaks of something else, or contradicts itself."""
        return set.intersection(*(self.of(*name) for name in names))


def _plain(column: str, cell: str) -> str:
    """As names are compared: without regard to case, and ids without dashes, braces, or a spreadsheet's apostrophe."""
    if column in NUMBERS:
        return str(int(cell)) if cell.isascii() and cell.isdigit() and len(cell) < DIGITS else cell
    return cell.strip().lstrip("'").casefold() if "sku" in column else folded(cell)


def _numbering(records: Sequence[Record], count: int) -> tuple[str, int]:
    """The column that numbers all the rows, and the first row's number: 1, 0, or 2 where the header is the first."""
    for column in NUMBERS:
        cells = [record.cells.get(column, "") for record in records]
        if len(cells) == count > 1 and all(cell.isascii() and cell.isdigit() and len(cell) < DIGITS for cell in cells):
            numbers = sorted(map(int, cells))
            if numbers[0] in (0, 1, 2) and numbers == list(range(numbers[0], numbers[0] + count)):
                return column, numbers[0]
    return "", 0
