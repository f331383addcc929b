"""Examples are files: <schema>/valid/*.json passes, <schema>/invalid/*.json fails at the place that its .at file names.

Adding an example needs no code. An invalid file says in its name what is wrong with it; the file of the same name with
the ending .at holds the one place (RFC 6901) at which it must fail.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from jet_refunds import schema_validation
from jet_refunds.errors import NotValid

HERE = Path(__file__).parent
VALID = sorted(HERE.glob("*/valid/*.json"))
INVALID = sorted(HERE.glob("*/invalid/*.json"))
DOCUMENTS = sorted(set(schema_validation.SCHEMAS) - {"common"})


def name(path: Path) -> str:
    return str(path.relative_to(HERE).with_suffix(""))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", VALID, ids=name)
def test_a_valid_example_passes(path: Path) -> None:
    assert schema_validation.problems(path.parts[-3], read(path)) == []


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_example_fails_at_its_place_and_nowhere_else(path: Path) -> None:
    place = path.with_suffix(".at").read_text(encoding="utf-8").rstrip("\n")
    found = schema_validation.problems(path.parts[-3], read(path))
    assert [finding.pointer for finding in found] == [place]
    assert found[0].code == "not_valid"
    assert "Not To Be Sent" not in found[0].message, "a refusal must not repeat what should not have been sent"
    with pytest.raises(NotValid, match=f"not a valid {path.parts[-3]}"):
        schema_validation.check(path.parts[-3], read(path))


@pytest.mark.parametrize("schema", DOCUMENTS)
def test_every_document_has_valid_and_invalid_examples(schema: str) -> None:
    for kind, paths in (("valid", VALID), ("invalid", INVALID)):
        assert [path for path in paths if path.parts[-3] == schema], f"tests/contract/{schema}/{kind}/ has no example"


def test_every_example_is_of_a_schema_and_every_place_belongs_to_an_example() -> None:
    assert {path.parts[-3] for path in (*VALID, *INVALID)} <= set(DOCUMENTS)
    for path in HERE.glob("*/*/*.at"):
        assert path.with_suffix(".json") in INVALID, f"{name(path)}.at stands alone"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e400])
def test_a_quantity_that_is_no_number_fails_at_its_place(number: float) -> None:
    """Python's own reader lets NaN pass; the web refuses it before it comes here."""
    document = read(HERE / "order/valid/completed-with-totals.json")
    document["order_items"][0]["request_order_quantity"] = number
    found = schema_validation.problems("order", document)
    assert [finding.pointer for finding in found] == ["/order_items/0/request_order_quantity"]


def test_all_that_is_wrong_is_said_each_at_its_place() -> None:
    document = read(HERE / "refund/valid/full-refund-of-one-item.json")
    del document["confirmed"], document["request_id"]
    document["lines"][0]["notes"] = None
    document["lines"][0]["refund_amount"]["tax"] = "0.8"
    found = {finding.pointer for finding in schema_validation.problems("refund", document)}
    assert found == {"/confirmed", "/request_id", "/lines/0/notes", "/lines/0/refund_amount/tax"}


def test_a_document_of_nonsense_says_no_more_than_a_seller_can_read() -> None:
    document = read(HERE / "order/valid/completed-with-totals.json")
    document["order_items"] = [{}] * 1000
    assert 50 <= len(schema_validation.problems("order", document)) <= 100


def test_messages_are_sentences_that_name_the_field() -> None:
    for path in INVALID:
        for finding in schema_validation.problems(path.parts[-3], read(path)):
            assert finding.message.endswith("."), finding
            word = finding.pointer.rstrip("0123456789/").rpartition("/")[2] or "the document"
            assert word in finding.message, finding
