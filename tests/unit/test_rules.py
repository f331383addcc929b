"""The rules of a refund, row by row of the table: what blocks it, what must be confirmed, and what passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from jet_refunds import schema_validation
from jet_refunds.domain import rules
from jet_refunds.domain.money import Amounts
from jet_refunds.domain.pricing import Earlier
from jet_refunds.domain.standing import case
from jet_refunds.errors import Finding
from jet_refunds.web import from_document
from tests.support import documents as doc

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
ITEM = f"{1:032x}"
HALF = doc.amount("5.00", "0.40", "1.25", "0.10")
NOTHING = doc.amount("0.00")


def judge(document: dict[str, Any], earlier: Mapping[str, Sequence[Earlier]] | None = None) -> rules.Verdict:
    """The verdict on a refund document, which must be valid: so each rule is seen through the real schema."""
    return rules.judge(case(from_document.refund(document), earlier or {}, NOW))


def places(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in findings]


def blocks(
    *lines: dict[str, Any], earlier: Mapping[str, Sequence[Earlier]] | None = None, **of: Any
) -> list[tuple[str, str]]:
    return places(judge(doc.refund(*lines, of=doc.order(**of)), earlier).blocks)


def warnings(document: dict[str, Any]) -> list[tuple[str, str]]:
    verdict = judge(document)
    assert verdict.blocks == ()
    return places(verdict.warnings)


def three(**changes: Any) -> list[dict[str, Any]]:
    """Three units at 10.00, tax 0.80, shipping 2.50, its tax 0.20 altogether; totals say so."""
    return [doc.item(1, request_order_quantity=3, item_price=doc.price("30.00", "2.40", "7.50", "0.60"), **changes)]


def of_three(**changes: Any) -> dict[str, Any]:
    totals = {"item_price": doc.price("30.00", "2.40", "7.50", "0.60")}
    return doc.order(*three(**changes), order_totals=totals)


def test_a_full_refund_of_a_completed_order_passes() -> None:
    assert judge(doc.refund()) == rules.Verdict((), ())


# -- the order: In Progress or Completed


@pytest.mark.parametrize("source", ["overlay", "raw_data", "seller"])
@pytest.mark.parametrize("status", ["inprogress", "complete"])
def test_in_progress_and_completed_orders_can_be_refunded_whoever_says_so(status: str, source: str) -> None:
    assert blocks(status=status, status_source=source) == []


@pytest.mark.parametrize("source", ["overlay", "seller"])
@pytest.mark.parametrize("status", ["created", "ready", "acknowledged", "other"])
def test_any_other_status_blocks(status: str, source: str) -> None:
    assert blocks(status=status, status_source=source) == [("order_not_refundable", "/order/status")]


def test_a_status_that_could_not_be_read_blocks_until_the_seller_says_it() -> None:
    assert blocks(status=None) == [("status_unknown", "/order/status")]


@pytest.mark.parametrize("status", ["created", "ready", "acknowledged"])
def test_the_raw_data_of_the_created_entry_prove_nothing_about_the_order_now(status: str) -> None:
    """They say created for ever: not refused as Created, but asked for."""
    assert blocks(status=status, status_source="raw_data") == [("status_unknown", "/order/status")]


def test_the_sentence_names_the_status_in_the_portal_s_word() -> None:
    verdict = judge(doc.refund(of=doc.order(status="acknowledged")))
    assert verdict.blocks[0].message.endswith("This order is Acknowledged.")


def test_an_order_of_which_nothing_is_left_blocks() -> None:
    gone = doc.item(1, request_order_quantity=1, request_order_cancel_qty=1)
    assert ("nothing_left", "/order") in places(judge(doc.refund(of=doc.order(gone))).blocks)
    earlier = {ITEM: [Earlier(1, 1, Amounts(1000, 80, 250, 20), full=True)]}
    assert ("nothing_left", "/order") in blocks(earlier=earlier)


def test_an_order_with_one_item_left_does_not_block() -> None:
    document = doc.refund(doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    assert judge(document, {ITEM: [Earlier(1, 1, Amounts(1000, 80, 250, 20), full=True)]}).blocks == ()


# -- items


def test_an_item_that_the_order_does_not_have_blocks() -> None:
    assert blocks(doc.line(1), doc.line(7)) == [("unknown_item", "/lines/1/order_item_id")]


def test_an_item_twice_in_one_refund_blocks_the_second_line() -> None:
    document = doc.refund(doc.line(refund_amount=HALF, refund_feedback="item damaged"), doc.line(), of=of_three())
    assert ("item_twice", "/lines/1/order_item_id") in places(judge(document).blocks)


# -- quantities


def test_more_returned_than_shipped_blocks() -> None:
    document = doc.refund(doc.line(total_quantity_returned=2), of=of_three(shipped_quantity=1))
    assert places(judge(document).blocks) == [("returned_more_than_shipped", "/lines/0/total_quantity_returned")]


def test_more_returned_than_ordered_less_cancelled_blocks_when_shipped_is_unknown() -> None:
    document = doc.refund(doc.line(total_quantity_returned=3), of=of_three(request_order_cancel_qty=1))
    assert places(judge(document).blocks) == [("returned_more_than_shipped", "/lines/0/total_quantity_returned")]


def test_what_came_back_before_cannot_come_back_again() -> None:
    earlier = {ITEM: [Earlier(3, 1, Amounts(1000, 80, 250, 20), full=True)]}
    found = places(judge(doc.refund(doc.line(), of=of_three()), earlier).blocks)
    assert found == [("returned_more_than_shipped", "/lines/0/total_quantity_returned")]


def test_all_that_was_shipped_may_come_back() -> None:
    full = doc.line(1, 3, refund_amount=doc.amount("30.00", "2.40", "7.50", "0.60"))
    assert judge(doc.refund(full, of=of_three(shipped_quantity=3))).blocks == ()


@pytest.mark.parametrize("cancelled", [0, 1])
def test_more_refunded_than_ordered_less_cancelled_less_refunded_blocks(cancelled: int) -> None:
    earlier = {ITEM: [Earlier(0, 2 - cancelled, Amounts(500), full=False)]}
    line = doc.line(1, 2, total_quantity_returned=0)
    found = places(judge(doc.refund(line, of=of_three(request_order_cancel_qty=cancelled)), earlier).blocks)
    assert ("refunded_more_than_left", "/lines/0/order_return_refund_qty") in found


def test_cancelled_units_cannot_be_refunded() -> None:
    line = doc.line(1, 3, total_quantity_returned=2, refund_amount=doc.amount("20.00", "1.60", "5.00", "0.40"))
    found = places(judge(doc.refund(line, of=of_three(request_order_cancel_qty=1))).blocks)
    assert found == [("refunded_more_than_left", "/lines/0/order_return_refund_qty")]


# -- amounts


@pytest.mark.parametrize("part", ["principal", "tax", "shipping_cost", "shipping_tax"])
def test_a_part_above_what_was_paid_blocks_at_that_part(part: str) -> None:
    paid = {"principal": "10.00", "tax": "0.80", "shipping_cost": "2.50", "shipping_tax": "0.20"}
    one_cent_more = {"principal": "10.01", "tax": "0.81", "shipping_cost": "2.51", "shipping_tax": "0.21"}
    found = blocks(doc.line(refund_amount=paid | {part: one_cent_more[part]}))
    assert found == [("amount_more_than_left", f"/lines/0/refund_amount/{part}")]


def test_a_part_above_paid_less_refunded_blocks() -> None:
    earlier = {ITEM: [Earlier(2, 2, Amounts(2500, 160, 500, 40), full=True)]}
    line = doc.line(refund_amount=doc.amount("5.01"), refund_feedback="item damaged")
    found = places(judge(doc.refund(line, of=of_three()), earlier).blocks)
    assert ("amount_more_than_left", "/lines/0/refund_amount/principal") in found


def test_all_four_amounts_zero_blocks() -> None:
    found = blocks(doc.line(refund_amount=NOTHING, refund_feedback="item damaged"))
    assert found == [("nothing_refunded", "/lines/0/refund_amount/principal")]


@pytest.mark.parametrize("part", ["principal", "tax", "shipping_cost", "shipping_tax"])
def test_one_cent_in_any_part_is_a_refund(part: str) -> None:
    line = doc.line(refund_amount=NOTHING | {part: "0.01"}, refund_feedback="item damaged")
    assert blocks(line) == []


# -- feedback and notes


def test_less_than_full_without_feedback_blocks() -> None:
    line = doc.line(refund_amount=doc.amount("9.99", "0.80", "2.50", "0.20"))
    assert blocks(line) == [("feedback_missing", "/lines/0/refund_feedback")]


def test_full_means_that_the_four_parts_together_equal_what_was_paid_for_the_units() -> None:
    """Per row, in cents: a part that is less elsewhere must be more here, which only an earlier refund can leave."""
    one_of_three = doc.line(refund_amount=doc.amount("9.00", "0.80", "3.50", "0.20"))
    assert judge(doc.refund(one_of_three, of=of_three())) == rules.Verdict((), ())


def test_less_than_full_with_feedback_passes() -> None:
    assert blocks(doc.line(refund_amount=HALF, refund_feedback="not shipped in original packaging")) == []


@pytest.mark.parametrize("notes", ["", "  ", "\n\t"])
def test_feedback_other_without_notes_blocks(notes: str) -> None:
    line = doc.line(refund_amount=HALF, refund_feedback="other", notes=notes)
    assert blocks(line) == [("notes_missing", "/lines/0/notes")]


def test_feedback_other_with_notes_passes() -> None:
    assert blocks(doc.line(refund_amount=HALF, refund_feedback="other", notes="two of three socks came back")) == []


def test_other_feedback_needs_no_notes() -> None:
    assert blocks(doc.line(refund_amount=HALF, refund_feedback="customer opened item")) == []


def test_a_full_refund_with_feedback_blocks() -> None:
    line = doc.line(refund_feedback="customer opened item")
    assert blocks(line) == [("feedback_not_needed", "/lines/0/refund_feedback")]


@pytest.mark.parametrize("reason", rules.DAMAGE)
def test_item_damaged_does_not_go_with_a_reason_that_is_itself_damage(reason: str) -> None:
    line = doc.line(refund_amount=HALF, refund_feedback="item damaged", refund_reason=reason)
    assert blocks(line) == [("feedback_contradicts_reason", "/lines/0/refund_feedback")]


def test_item_damaged_goes_with_every_other_reason_and_other_feedback_with_damage() -> None:
    for reason in schema_validation.REFUND_REASONS:
        for feedback in schema_validation.REFUND_FEEDBACKS:
            line = doc.line(refund_amount=HALF, refund_feedback=feedback, refund_reason=reason, notes="why")
            contradicts = feedback == "item damaged" and reason in rules.DAMAGE
            assert bool(blocks(line)) is contradicts, (reason, feedback)


# -- warnings


def test_an_exception_state_must_be_confirmed() -> None:
    """A complete order that was cancelled by hand may have shipped nothing."""
    of = doc.order(exception_state="exception - jet manual canceled to complete state")
    assert warnings(doc.refund(of=of)) == [("exception_state", "/order/exception_state")]
    assert warnings(doc.refund(of=of, confirmed=("exception_state",))) == []


@pytest.mark.parametrize(
    ("placed", "warned"),
    [
        ("2026-10-24T14:30:00Z", False),
        ("2026-10-24T14:29:59.999999Z", True),
        ("2025-01-01T00:00:00Z", True),
        (None, False),
    ],
)
def test_an_order_older_than_30_days_must_be_confirmed(placed: str | None, *, warned: bool) -> None:
    of = doc.order(order_placed_date=placed)
    assert bool(warnings(doc.refund(of=of))) is warned
    assert warnings(doc.refund(of=of, confirmed=("order_too_old",))) == []


def test_more_refunded_than_returned_must_be_confirmed() -> None:
    line = doc.line(total_quantity_returned=0)
    assert warnings(doc.refund(line)) == [("refunded_more_than_returned", "/lines/0/total_quantity_returned")]
    assert warnings(doc.refund(line, confirmed=("refunded_more_than_returned",))) == []


@pytest.mark.parametrize(
    "reason",
    [
        "Package never arrived",
        "Return to Sender - lost in transit only",
        "Return to Sender - damaged, undeliverable, refused",
    ],
)
def test_what_never_came_or_went_back_to_the_sender_is_refunded_without_a_warning(reason: str) -> None:
    """The known recipe for a lost parcel: Package never arrived, returned 0."""
    assert warnings(doc.refund(doc.line(total_quantity_returned=0, refund_reason=reason))) == []


def test_fewer_refunded_than_returned_needs_no_word() -> None:
    document = doc.refund(doc.line(total_quantity_returned=3), of=of_three())
    assert warnings(document) == []


def test_more_than_these_units_cost_must_be_confirmed_even_where_so_much_is_left() -> None:
    line = doc.line(refund_amount=doc.amount("15.00"))
    document = doc.refund(line, of=of_three())
    assert warnings(document) == [("more_than_full", "/lines/0/refund_amount/principal")]
    assert warnings({**document, "confirmed": ["more_than_full"]}) == []


def test_an_unknown_price_basis_must_be_decided_by_the_seller() -> None:
    """Never the larger silently: the word names the reading, a plain yes does not."""
    of = doc.order(*three())
    by_line = doc.line(1, 3, refund_amount=doc.amount("30.00", "2.40", "7.50", "0.60"))
    by_unit = doc.line(1, 3, refund_amount=doc.amount("90.00", "7.20", "22.50", "1.80"))
    asked = [("price_basis_unknown", "/confirmed")]
    assert warnings(doc.refund(by_unit, of=of)) == asked
    assert warnings(doc.refund(by_unit, of=of, confirmed=("price_basis_unknown",))) == asked
    assert warnings(doc.refund(by_unit, of=of, confirmed=("price_basis_unit", "price_basis_line"))) == asked
    assert warnings(doc.refund(by_unit, of=of, confirmed=("price_basis_unit",))) == []
    assert warnings(doc.refund(by_line, of=of, confirmed=("price_basis_line",))) == []


def test_the_reading_that_the_seller_names_is_the_limit() -> None:
    by_unit = doc.line(1, 3, refund_amount=doc.amount("90.00", "7.20", "22.50", "1.80"))
    document = doc.refund(by_unit, of=doc.order(*three()), confirmed=("price_basis_line",))
    assert {code for code, _ in places(judge(document).blocks)} == {"amount_more_than_left"}


def test_a_yes_in_advance_to_a_warning_that_does_not_apply_does_no_harm() -> None:
    assert warnings(doc.refund(confirmed=("order_too_old", "exception_state"))) == []


def test_blocks_cannot_be_confirmed_away() -> None:
    document = doc.refund(of=doc.order(status="created"), confirmed=("order_not_refundable",))
    assert places(judge(document).blocks) == [("order_not_refundable", "/order/status")]


# -- what is said


def test_every_finding_about_a_line_names_the_product() -> None:
    line = doc.line(1, 9, refund_amount=doc.amount("999.00"), refund_feedback="other")
    for finding in judge(doc.refund(line, doc.line(1), of=of_three())).blocks:
        assert finding.message.startswith("“Blue socks 1”"), finding


def test_all_that_is_wrong_is_said_at_once_and_not_only_the_last() -> None:
    line = doc.line(1, 9, refund_amount=doc.amount("999.00", "9.00"))
    found = places(judge(doc.refund(line, of=of_three())).blocks)
    assert found == [
        ("returned_more_than_shipped", "/lines/0/total_quantity_returned"),
        ("refunded_more_than_left", "/lines/0/order_return_refund_qty"),
        ("amount_more_than_left", "/lines/0/refund_amount/principal"),
        ("amount_more_than_left", "/lines/0/refund_amount/tax"),
    ]


def test_two_items_are_judged_each_by_itself() -> None:
    of = doc.order(doc.item(1), doc.item(2))
    lines = (doc.line(1), doc.line(2, refund_amount=doc.amount("10.01")))
    found = places(judge(doc.refund(*lines, of=of)).blocks)
    assert {pointer.split("/")[2] for _, pointer in found} == {"1"}


def test_an_order_that_names_two_items_alike_is_blocked() -> None:
    """Each item has its own order_item_id (seed, step 9); which of the two is meant cannot be known."""
    found = judge(doc.refund(of=doc.order(doc.item(1), doc.item(1, product_title="Another"))))
    assert ("item_repeated", "/order/order_items") in places(found.blocks)
