"""What a terminal shows: words, not symbols, within 80 columns, and never "refunded"."""

from __future__ import annotations

from typing import Any

import pytest

from jet_refunds import schema_validation
from jet_refunds.cli import output
from jet_refunds.clock import parse_time
from jet_refunds.domain.refund import State
from tests.support import documents as doc

TODAY = f"{parse_time('2026-11-23T14:30:15Z').astimezone():%b %d}"
"""In this computer's time zone, as everything that a person reads."""
LONG = "A very long reason with many words that goes on and on; " * 6


def status(**changes: Any) -> dict[str, Any]:
    line = {
        **doc.line(),
        "merchant_sku": "SKU-1",
        "product_title": "Blue socks",
        "result": None,
        "error_message": None,
    }
    document = {
        "schema_version": 1,
        "id": 7,
        "request_id": "12345678-1234-1234-1234-1234567890ab",
        "alt_refund_id": "JR-00007",
        "merchant_order_id": "ab" * 16,
        "reference_order_id": "123456789012345678",
        "state": "delivered",
        "reason": None,
        "needs_person": False,
        "total": "13.50",
        "lines": [line],
        "created_at": "2026-11-23T14:30:15.000000Z",
        "held_until": None,
        "file": {"name": "JET_REFUND_112326143000.csv", "delivered_at": "2026-11-23T14:30:17.000000Z"},
        "ack": {"name": "JET_REFUND_112326143000_Ack.csv", "read_at": "2026-11-23T14:31:17.000000Z"},
        "timeline": [{"at": "2026-11-23T14:30:15.000000Z", "state": "held", "message": "You asked for this refund."}],
        **changes,
    }
    schema_validation.check("refund-status", document)
    return document


def widest() -> dict[str, Any]:
    """All that the contract allows at its longest."""
    amount = doc.amount("9999999.99", "9999999.99", "9999999.99", "9999999.99")
    line = {**status()["lines"][0], "product_title": "x" * 500, "notes": LONG, "refund_amount": amount}
    line |= {"refund_feedback": "other", "error_message": LONG}
    event = {"at": "2026-11-23T14:30:15.000000Z", "state": "held", "message": LONG}
    return status(
        alt_refund_id="J" * 40,
        reference_order_id="9" * 40,
        total="9999999.99",
        reason=LONG,
        lines=[line, line],
        timeline=[event],
        ack={"name": "a" * 255, "read_at": "2026-11-23T14:31:17.000000Z"},
    )


def page(*refunds: dict[str, Any], after: int | None = None) -> dict[str, Any]:
    return {"schema_version": 1, "refunds": list(refunds), "after": after}


@pytest.mark.parametrize("state", list(State))
def test_a_table_has_one_line_of_80_columns_a_refund_in_every_state(state: State) -> None:
    lines = output.table(page(status(state=state.value))).splitlines()
    assert len(lines) == 2
    assert max(map(len, lines)) <= 80
    for word in ("7", "JR-00007", "123456789012345678", "$13.50", output.WORDS[state], TODAY):
        assert word in lines[1]


@pytest.mark.parametrize("state", list(State))
def test_no_state_is_called_refunded(state: State) -> None:
    """Accepted is by Solid Commerce; whether Jet paid, nobody here knows."""
    assert "refunded" not in output.WORDS[state].lower()


def test_nothing_goes_beyond_80_columns_however_long_it_is() -> None:
    for text in (output.table(page(widest(), after=123456)), output.story(widest())):
        assert max(map(len, text.splitlines())) <= 80


def test_a_reason_stands_below_its_refund() -> None:
    lines = output.table(page(status(reason="The FTP site is down."))).splitlines()
    assert lines[2].strip() == "The FTP site is down."


def test_more_than_a_page_says_how_to_see_the_next() -> None:
    assert output.table(page(status(), after=7)).endswith("More: jet-refunds list --after 7")


def test_no_refunds_are_said_in_words() -> None:
    assert output.table(page()) == "No refunds yet."


def test_a_story_tells_amounts_file_answer_and_timeline() -> None:
    text = output.story(status())
    for word in (
        "Refund JR-00007 of order 123456789012345678: $13.50",
        "1 x Blue socks",
        "No longer want this item",
        "principal 10.00, tax 0.80, shipping_cost 2.50, shipping_tax 0.20",
        "File JET_REFUND_112326143000.csv",
        "Acknowledgement JET_REFUND_112326143000_Ack.csv",
        "You asked for this refund.",
    ):
        assert word in text


def test_a_story_repeats_the_processor_s_own_words() -> None:
    line = {**status()["lines"][0], "result": "rejected", "error_message": "Order not found"}
    assert "Order not found" in output.story(status(state="rejected", lines=[line]))
