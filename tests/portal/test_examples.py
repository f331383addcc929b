"""The orders that the extension reads from the examples (see orders_in_text.test.js) are such as the helper takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jet_refunds import schema_validation

EXAMPLES = sorted(Path(__file__).with_name("examples").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_order_that_was_read_is_valid(path: Path) -> None:
    """Whatever stood on the page, what is sent keeps to schemas/order.json."""
    for found in json.loads(path.read_text("utf-8")).get("orders", ()):
        assert schema_validation.problems("order", found["order"]) == []
