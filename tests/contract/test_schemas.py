"""The schemas themselves: valid 2020-12, closed, and their lists the article's to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jet_refunds import schema_validation

REASONS = (
    "No longer want this item; Received the wrong item; Website description is inaccurate; "
    "Product is defective / does not work; Item arrived damaged - box intact; Item arrived damaged - box damaged; "
    "Package never arrived; Package arrived late; Wrong quantity received; Better price found elsewhere; "
    "Unwanted gift; Accidental order; Unauthorized purchase; Item is missing parts / accessories; "
    "Return to Sender - damaged, undeliverable, refused; Return to Sender - lost in transit only; "
    "Item is refurbished; Item is expired; Package arrived after estimated delivery date"
)
"""As the article on initiating refunds writes them, between semicolons."""


def objects(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, schema) of every sub-schema that describes an object."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield place, schema
        for key, value in schema.items():
            yield from objects(value, f"{place}/{key}")
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from objects(value, f"{place}/{number}")


@pytest.mark.parametrize("name", sorted(schema_validation.SCHEMAS))
def test_a_schema_is_valid_2020_12(name: str) -> None:
    schema = schema_validation.SCHEMAS[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://jet-refunds.invalid/schemas/{name}.json"
    assert schema["title"]
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", sorted(schema_validation.SCHEMAS))
def test_every_object_is_closed(name: str) -> None:
    """What is not named is not sent: so nothing about a buyer can slip in."""
    for place, schema in objects(schema_validation.SCHEMAS[name]):
        assert schema.get("additionalProperties") is False, f"schemas/{name}.json#{place} lets any property in"


@pytest.mark.parametrize("name", sorted(schema_validation.SCHEMAS))
def test_every_reference_leads_somewhere(name: str) -> None:
    def references(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from ([schema["$ref"]] if "$ref" in schema else [])
            for value in schema.values():
                yield from references(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from references(value)

    resolver = schema_validation.validator(name)._resolver
    for reference in references(schema_validation.SCHEMAS[name]):
        assert resolver.lookup(reference).contents


def test_the_reasons_are_the_article_s_nineteen_to_the_letter() -> None:
    assert list(schema_validation.REFUND_REASONS) == REASONS.split("; ")
    assert len(schema_validation.REFUND_REASONS) == 19


def test_the_feedback_is_the_article_s_four_to_the_letter() -> None:
    assert schema_validation.REFUND_FEEDBACKS == (
        "other",
        "item damaged",
        "not shipped in original packaging",
        "customer opened item",
    )


def test_no_property_of_any_schema_is_about_a_buyer() -> None:
    for name, schema in schema_validation.SCHEMAS.items():
        for place, described in objects(schema):
            for word in ("buyer", "email", "phone", "address", "recipient", "customer"):
                hits = [field for field in described.get("properties", {}) if word in field]
                assert not hits, f"schemas/{name}.json#{place} has {hits[0]}"


plain = st.none() | st.integers(-1, 2) | st.sampled_from(["", "0", "1", "true", "a"])
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner))


@given(st.lists(st.booleans() | values, max_size=4))
def test_items_are_unique_where_jsonschema_says_so(items: list[object]) -> None:
    """It is asked for its words in all else; for long lists of objects it would take hours."""
    schema = {"uniqueItems": True}
    ours = schema_validation.validator("refund").evolve(schema=schema)
    assert ours.is_valid(items) == Draft202012Validator(schema).is_valid(items)
