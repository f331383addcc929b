"""The processor's own reading of "Initiating Refunds for Jet Orders": what is wrong with a file, in its words.

Written from the article alone. Columns are found by name, in any order; values are compared to the letter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime

Row = dict[str, str]
"""Column name -> value; every wanted column is there."""

IDS = ("merchant_order_id", "alt_refund_id", "order_item_id")
QUANTITIES = ("total_quantity_returned", "order_return_refund_qty")
AMOUNTS = ("principal", "tax", "shipping_cost", "shipping_tax")
COLUMNS = (*IDS, *QUANTITIES, "refund_reason", "refund_feedback", "notes", *AMOUNTS)

REASONS = (
    "No longer want this item",
    "Received the wrong item",
    "Website description is inaccurate",
    "Product is defective / does not work",
    "Item arrived damaged - box intact",
    "Item arrived damaged - box damaged",
    "Package never arrived",
    "Package arrived late",
    "Wrong quantity received",
    "Better price found elsewhere",
    "Unwanted gift",
    "Accidental order",
    "Unauthorized purchase",
    "Item is missing parts / accessories",
    "Return to Sender - damaged, undeliverable, refused",
    "Return to Sender - lost in transit only",
    "Item is refurbished",
    "Item is expired",
    "Package arrived after estimated delivery date",
)
FEEDBACK = ("other", "item damaged", "not shipped in original packaging", "customer opened item")

FILE_NAME = re.compile(r"JET_REFUND_(\d{12})\.csv", re.ASCII)


def file_name_error(name: str) -> list[str]:
    """The article's step 10: month, day, year, hour, minute, and 00 for the seconds."""
    found = FILE_NAME.fullmatch(name)
    try:
        at = datetime.strptime(found[1], "%m%d%y%H%M%S") if found else None  # noqa: DTZ007  the seller's own clock
    except ValueError:
        at = None
    if at is None or at.second != 0:
        return [f"File name {name} is not of the form JET_REFUND_MMDDYYHHMM00.csv."]
    return []


def read_rows(content: bytes) -> tuple[list[str], list[Row], list[str]]:
    """The header as it stands, the rows, and what is wrong with the file as a whole."""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return [], [], ["The file could not be read as comma separated values in UTF-8."]
    if len(lines) < 2:
        return [], [], ["The file has no rows."]
    header, *body = lines
    missing = [column for column in COLUMNS if header.count(column) != 1]
    if missing:
        return header, [], [f"Missing or repeated column: {', '.join(missing)}."]
    if not content.endswith(b"\n") or any(len(line) != len(header) for line in body):
        return header, [], ["The file is cut off or has rows of different length."]
    return header, [dict(zip(header, line, strict=True)) for line in body], []


def row_errors(row: Row, rows: list[Row]) -> list[str]:
    """Everything against ``row``, in the order of the article's table; ``rows`` are all rows of its file."""
    return [*_ids(row, rows), *_quantities(row), *_words(row), *_amounts(row)]


def _ids(row: Row, rows: list[Row]) -> Iterator[str]:
    for column in IDS:
        if not row[column].strip():
            yield f"{column} is required."
    if row["alt_refund_id"] and not re.fullmatch(r"[A-Za-z0-9-]{5,}", row["alt_refund_id"]):
        yield "alt_refund_id must be at least 5 letters, digits or hyphens."
    if sum(1 for other in rows if all(other[column] == row[column] for column in IDS)) > 1:
        yield f"Item {row['order_item_id']} is in this refund more than once."


def _quantities(row: Row) -> Iterator[str]:
    for column in QUANTITIES:
        if not re.fullmatch(r"\d+", row[column], re.ASCII):
            yield f"{column} must be a whole number."
    if re.fullmatch(r"0+", row["order_return_refund_qty"]):
        yield "order_return_refund_qty must be at least 1."


def _words(row: Row) -> Iterator[str]:
    if row["refund_reason"] not in REASONS:
        yield f"refund_reason '{row['refund_reason']}' is not a valid value."
    if row["refund_feedback"] and row["refund_feedback"] not in FEEDBACK:
        yield f"refund_feedback '{row['refund_feedback']}' is not a valid value."
    if row["refund_feedback"] == "other" and not row["notes"].strip():
        yield "notes is required when refund_feedback is other."


def _amounts(row: Row) -> Iterator[str]:
    wrong = [column for column in AMOUNTS if not re.fullmatch(r"\d+\.\d{2}", row[column], re.ASCII)]
    for column in wrong:
        yield f"{column} must be an amount such as 12.50."
    if not wrong and not any(digit in "123456789" for column in AMOUNTS for digit in row[column]):
        yield "The refund has no amount."
