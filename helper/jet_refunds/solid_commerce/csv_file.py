"""The CSV that Solid Commerce reads: its columns, its name, its bytes, and reading it back. Pure.

RFC 4180: comma, CRLF, quotes where needed, UTF-8 without a byte order mark (one makes the first column's name
unreadable to most programs).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from jet_refunds.domain.money import AMOUNT_NAMES, dollars
from jet_refunds.domain.refund import CsvRefund, Line

COLUMNS = (
    "merchant_order_id",
    "alt_refund_id",
    "order_item_id",
    "total_quantity_returned",
    "order_return_refund_qty",
    "refund_reason",
    "refund_feedback",
    "notes",
    *AMOUNT_NAMES,
)
"""In the seed's order; how sure each name is stands in schemas/README.md."""

_RUNS = re.compile(r"['=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - full-width signs run in some spreadsheets, too
"""A cell that begins so would be run as a formula; the apostrophe is among them so that harmless() can be undone."""


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: one apostrophe before it where it needs one. `original` undoes it exactly."""
    return "'" + text if _RUNS.match(text) else text


def original(cell: str) -> str:
    return cell.removeprefix("'")


def csv_bytes(refunds: Iterable[CsvRefund]) -> bytes:
    """The file's content: a header, then one row an item; amounts with two decimals, empty where nothing is said."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for refund in refunds:
        writer.writerows(_row(refund, line) for line in refund.lines)
    return text.getvalue().encode()


def _row(refund: CsvRefund, line: Line) -> list[str]:
    return [
        refund.merchant_order_id,
        refund.alt_refund_id,
        line.order_item_id,
        str(line.total_quantity_returned),
        str(line.order_return_refund_qty),
        harmless(line.refund_reason),
        harmless(line.refund_feedback or ""),
        harmless(line.notes),
        *(dollars(amount) for _, amount in line.refund_amount.items()),
    ]


def rows(body: bytes) -> list[dict[str, str]]:
    """Read back what csv_bytes wrote: a dictionary a row, by column name, text as the seller typed it.

    Raises ValueError for what it never wrote.
    """
    reader = csv.reader(io.StringIO(body.decode(), newline=""), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise ValueError("no CSV: it begins with no header")
        return [dict(zip(header, map(original, row), strict=True)) for row in reader]
    except csv.Error as error:
        raise ValueError(f"no CSV: {error}") from error
