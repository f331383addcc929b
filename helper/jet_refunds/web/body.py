"""The JSON document of a request."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request

from jet_refunds.web.problems import Refused


def document() -> Any:
    """Raises Refused for what is not strict JSON: no NaN, and no name twice (which reader would win?)."""
    try:
        return json.loads(request.get_data(), parse_constant=_no_constant, object_pairs_hook=_no_twin)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "not_json", "Not JSON", f"The document cannot be read as JSON: {error}") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _no_twin(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
