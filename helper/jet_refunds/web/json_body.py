"""The JSON document of a request."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request

from jet_refunds.web.problems import Refused


def document() -> object:
    """As it was sent; from_document checks it by its schema.

    Raises Refused for what is not strict JSON (RFC 8259): UTF-8 without a mark, no NaN, no name twice (which reader
    would win?), no half a letter.
    """
    try:
        sent = json.loads(
            request.get_data().decode(),
            parse_constant=_no_constant,
            parse_float=_number,
            object_pairs_hook=_no_repeated_name,
        )
        json.dumps(sent, ensure_ascii=False).encode()  # a lone surrogate cannot be kept, nor written into a CSV
        return sent  # noqa: TRY300 - all three steps read the document
    except (ValueError, RecursionError) as error:
        raise Refused(400, "not_json", "Not JSON", f"The document cannot be read as JSON: {error}") from error


def _number(text: str) -> float | int:
    """2.0 is the integer 2 (JSON Schema), and the contract has no other numbers."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _no_repeated_name(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return members
