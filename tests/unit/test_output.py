"""What a terminal shows: words, not symbols, within 80 columns, and never "refunded"."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jet_refunds import schema_validation
from jet_refunds.cli import output
from jet_refunds.domain.labels import SHORT_STATE_LABELS, STATE_LABELS
from jet_refunds.domain.money import Amounts
from jet_refunds.domain.refund import State
from jet_refunds.domain.refund_view import AckView, FileView, LineView, RefundPage, RefundView, TimelineEvent
from jet_refunds.web import from_document, to_document
from tests.support import documents as doc

ASKED = datetime(2026, 11, 23, 14, 30, 15, tzinfo=UTC)
TODAY = f"{ASKED.astimezone():%b %d}"
"""In this computer's time zone, as everything that a person reads."""
LONG = "A very long reason with many words that goes on and on; " * 6


def line(**changes: Any) -> LineView:
    (asked,) = from_document.refund(doc.refund()).lines
    view = LineView(**vars(asked), merchant_sku="SKU-1", product_title="Blue socks", result=None, error_message=None)
    return replace(view, **changes)


def refund(**changes: Any) -> RefundView:
    view = RefundView(
        id=7,
        request_id="12345678-1234-1234-1234-1234567890ab",
        alt_refund_id="JR-00007",
        merchant_order_id="ab" * 16,
        reference_order_id="123456789012345678",
        state=State.DELIVERED,
        reason=None,
        needs_person=False,
        lines=(line(),),
        created_at=ASKED,
        held_until=None,
        file=FileView("JET_REFUND_112326143000.csv", ASKED + timedelta(seconds=2)),
        ack=AckView("JET_REFUND_112326143000_Ack.csv", ASKED + timedelta(minutes=1)),
        timeline=(TimelineEvent(ASKED, State.HELD, "You asked for this refund."),),
    )
    changed = replace(view, **changes)
    schema_validation.check("refund-status", to_document.refund_status(changed))
    return changed


def widest() -> RefundView:
    """All that the contract allows at its longest, and a sum of its amounts beyond that."""
    long_line = line(
        product_title="x" * 500,
        notes=LONG,
        refund_feedback="other",
        error_message=LONG,
        refund_amount=Amounts(*[999_999_999] * 4),
    )
    longest = refund(
        alt_refund_id="J" * 40,
        reference_order_id="9" * 40,
        reason=LONG,
        timeline=(TimelineEvent(ASKED, State.HELD, LONG),),
        ack=AckView("a" * 255, ASKED),
    )
    return replace(longest, lines=(long_line, long_line))


def page(*refunds: RefundView, after: int | None = None) -> RefundPage:
    return RefundPage(refunds, after)


@pytest.mark.parametrize("state", list(State))
def test_a_table_has_one_line_of_80_columns_a_refund_in_every_state(state: State) -> None:
    lines = output.table(page(refund(state=state))).splitlines()
    assert len(lines) == 2
    assert max(map(len, lines)) <= 80
    for word in ("7", "JR-00007", "123456789012345678", "$13.50", SHORT_STATE_LABELS[state], TODAY):
        assert word in lines[1]


@pytest.mark.parametrize("state", list(State))
def test_no_state_is_called_refunded(state: State) -> None:
    """Accepted is by Solid Commerce; whether Jet paid, nobody here knows."""
    for labels in (STATE_LABELS, SHORT_STATE_LABELS):
        assert "refunded" not in labels[state].lower()


def test_nothing_goes_beyond_80_columns_however_long_it_is() -> None:
    for text in (output.table(page(widest(), after=123456)), output.story(widest())):
        assert max(map(len, text.splitlines())) <= 80


def test_a_reason_stands_below_its_refund() -> None:
    lines = output.table(page(refund(reason="The FTP site is down."))).splitlines()
    assert lines[2].strip() == "The FTP site is down."


def test_more_than_a_page_says_how_to_see_the_next() -> None:
    assert output.table(page(refund(), after=7)).endswith("More: jet-refunds list --after 7")


def test_no_refunds_are_said_in_words() -> None:
    assert output.table(page()) == "No refunds yet."


def test_a_story_tells_amounts_file_answer_and_timeline() -> None:
    text = output.story(refund())
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
    rejected = line(result="rejected", error_message="Order not found")
    assert "Order not found" in output.story(refund(state=State.REJECTED, lines=(rejected,)))
