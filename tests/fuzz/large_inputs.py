"""Inputs of about a megabyte for each target, made by rule: one thing repeated, nested, or as wide as it can be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from jet_refunds import settings
from jet_refunds.solid_commerce.csv_file import COLUMNS
from tests.support import documents

MEGABYTE = 1_000_000

FORMLESS = {
    "nothing but quotes": b'"' * MEGABYTE,
    "nothing but zero bytes": b"\x00" * MEGABYTE,
    "nothing but line feeds": b"\n" * MEGABYTE,
    "one long word": b"a" * MEGABYTE,
    "one long number": b"9" * MEGABYTE,
    "brackets without end": b"[" * MEGABYTE,
    "objects without end": b'{"a":' * (MEGABYTE // 5),
    "half letters of UTF-8": b"\xed\xa0\x80" * (MEGABYTE // 3),
    "half letters of UTF-16": b"\xff\xfe" + b"\x00\xd8" * (MEGABYTE // 2),
    "byte order marks": b"\xef\xbb\xbf" * (MEGABYTE // 3),
}
"""For all targets but the acknowledgement, which has the like of them in tests/unit/test_ack_match.py."""


def large_inputs(target: str) -> dict[str, bytes]:
    """What the input is -> its bytes, by a target's name."""
    return (FORMLESS if target != "acknowledgement" else {}) | OWN[target]()


def _acknowledgements() -> dict[str, bytes]:
    header = b"Row,SKU,notes,principal,Status,ErrorMessage\n"
    return {
        "a mark of the delimiter and nothing else": b"sep=,\n" * (MEGABYTE // 6),
        "half letters of UTF-16 below a header": "Status\n".encode("utf-16") + b"\x00\xd8" * (MEGABYTE // 2),
        "another row's number in each line": header + _repeated(b"%d,RED,late,1,TRUE,\n"),
        "numbers with exponents": header + b"1,RED,late,1e999999,TRUE,\n" * (MEGABYTE // 26),
        "a message of a megabyte": header + b"1,RED,late,1,FALSE," + b"x" * MEGABYTE,
        "a message of quotes that are not closed": header + b'1,RED,late,1,FALSE,"' + b'"x,' * (MEGABYTE // 3),
    }


def _documents() -> dict[str, bytes]:
    items = [documents.item(number) for number in range(1_000)]
    lines = [documents.line(number) for number in range(400)]
    refund, order = documents.refund(), documents.order()
    return {
        "an order of the most items": _json(documents.order(*items)),
        "a refund of many lines of it": _json(documents.refund(*lines, of=documents.order(*items))),
        "an order of too many items": _json(documents.order(*(documents.item(number) for number in range(2_800)))),
        "lines of the same item": _json(documents.refund(*[documents.line()] * 1_500)),
        "codes that are objects": _json({**refund, "confirmed": _many(lambda number: {"a": number})}),
        "codes of many kinds": _json({**refund, "confirmed": _many(_number_or_text)}),
        "names that do not belong there": _json(order | {f"name {number}": 1 for number in range(50_000)}),
        "items that are none": _json({**order, "order_items": _many(lambda number: number)}),
        "a title of a megabyte": _json(documents.order(documents.item(product_title="x" * MEGABYTE))),
        "an exception of a megabyte": _json({**order, "exception_state": "\u0130-" * (MEGABYTE // 7)}),
        "a price of a megabyte": _json(documents.order(documents.item(item_price=documents.price("9" * MEGABYTE)))),
        "a number of a megabyte": _json({**order, "schema_version": 1})[:-1] + b',"x":1.' + b"0" * MEGABYTE + b"}",
        "quantities of many items": _json(documents.quantities(order, {f"{n:032x}": 1 for n in range(11_000)})),
        "half letters": _json({**order, "reference_order_id": "\ud800" * (MEGABYTE // 6)}),
    }


def _csv_files() -> dict[str, bytes]:
    header = ",".join(COLUMNS).encode() + b"\r\n"
    return {
        "rows of one cell": header + b"a\r\n" * (MEGABYTE // 3),
        "columns without end": b"a," * (MEGABYTE // 2),
        "texts that a spreadsheet runs": b"=1+1\x1f" * (MEGABYTE // 5),
        "texts of quotes": b'"",\r\n\x1f' * (MEGABYTE // 6),
        "empty texts": b"\x1f" * 30_000,
    }


def _settings() -> dict[str, bytes]:
    """Of the size that is read: a longer file is refused at once, as those without a form are."""
    size = settings.LONGEST
    begun = {
        "lists in lists": b"port = " + b"[" * size,
        "tables in tables": b"port = " + b"{a=" * size,
        "a long decimal number": b"port = " + b"9" * size,
        "a long hexadecimal number": b"port = 0x" + b"f" * size,
        "a port in tables in tables": b"port" + b".a" * (size // 2 - 10) + b" = 1\n",
        "an address in tables in tables": b"site.url" + b".a" * (size // 2 - 10) + b" = 1\n",
        "an address that is a number": b"site.url = 0x" + b"f" * (size - 20) + b"\n",
        "a key in a key": b"[site" + b".a" * size,
        "tables": _repeated(b"[t%d]\n"),
        "keys": _repeated(b"k%d = 1\n"),
        "tables of one list": b"[[site]]\n" * size,
        "a text without end": b'alt_refund_prefix = """' + b"\\\n" * size,
        "a long address": b'[site]\nurl = "ftp://u@h/' + b"%41" * (size // 3 - 20) + b'"\n',
        "carriage returns": b"\r" * size,
        "blank lines": b"\n" * size,
        "comments": b"undo_seconds = 3\n" + b"#\n" * size,
        "one comment": b"undo_seconds = 3 # " + b"x" * size,
        "blank lines within a table": b'[site]\nurl = "ftp://u@h"\n' + b" \r\n" * size,
    }
    return {name: body[:size] for name, body in begun.items()}


def _addresses() -> dict[str, bytes]:
    return {
        "a path of a megabyte": b"ftp://u@h" + b"/a" * (MEGABYTE // 2),
        "a path that is spelt with more letters": b"ftp://u@h/" + "é".encode() * 950,
        "slashes": b"ftp://u@h" + b"/" * MEGABYTE,
        "signs": b"ftp://u@h/" + b"%" * MEGABYTE,
        "a user of a megabyte": b"ftp://" + b"u" * MEGABYTE + b"@h",
        "users": b"ftp://" + b"u@" * (MEGABYTE // 2) + b"h",
        "a host of a megabyte": b"ftp://u@" + "\u0130.".encode() * (MEGABYTE // 3),
        "a port of a megabyte": b"ftp://u@h:" + b"1" * MEGABYTE,
        "colons": b"ftp://u@h" + b":" * MEGABYTE,
        "a folder of a megabyte": b"file://" + b"/C:" * (MEGABYTE // 3),
        "a fingerprint of a megabyte": b"ftps://u@h\x1eauto\x1e" + b"AB:" * (MEGABYTE // 3),
        "an encryption of a megabyte": b"ftps://u@h\x1e" + b"auto" * (MEGABYTE // 4),
    }


OWN: dict[str, Callable[[], dict[str, bytes]]] = {
    "acknowledgement": _acknowledgements,
    "order": _documents,
    "csv": _csv_files,
    "settings": _settings,
    "address": _addresses,
}
"""A target's own inputs, by its name."""


def _repeated(line: bytes) -> bytes:
    """A megabyte of such lines, each with its number."""
    return b"".join(line % number for number in range(MEGABYTE // (len(line) + 4)))


def _many(value: Callable[[int], object]) -> list[object]:
    return [value(number) for number in range(50_000)]


def _number_or_text(number: int) -> int | str:
    return number if number % 2 else str(number)


def _json(document: Iterable[Any] | dict[str, Any]) -> bytes:
    return json.dumps(document).encode()
