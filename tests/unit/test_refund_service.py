"""Refunds coming in, on the real ledger: what is offered, what is taken, and what earlier refunds leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jet_refunds import documents, schema_validation
from jet_refunds.errors import NotAllowed, NotFound, NotHeld, NotValid, RequestIdTaken
from jet_refunds.ledger import Ledger
from jet_refunds.refund_service import RefundService, Taken
from jet_refunds.settings import Settings
from jet_refunds.web import from_document, to_document
from tests.support import documents as doc
from tests.support.history import settle
from tests.support.house import TestClock

ONE, TWO = f"{1:032x}", f"{2:032x}"


class Desk:
    """A service with its ledger; counts how often it woke the courier. Documents go in and out as at the door."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger, self.clock, self.woken = ledger, TestClock(), 0
        self.refund_service = RefundService(ledger, self.clock, Settings(folder), self.wake)

    def wake(self) -> None:
        self.woken += 1

    def take(self, *lines: dict[str, Any], of: dict[str, Any]) -> int:
        return self.taken(doc.refund(*lines, of=of)).refund.id

    def taken(self, document: dict[str, Any]) -> Taken:
        return self.refund_service.take(from_document.refund(document))

    def standing(self, of: dict[str, Any]) -> documents.Standing:
        standing = to_document.standing(self.refund_service.standing(from_document.order(of)))
        schema_validation.check("standing", standing)
        return standing

    def full_amounts(self, of: dict[str, Any], chosen: dict[str, int]) -> list[documents.ItemFullAmount]:
        quantities = from_document.quantities(doc.quantities(of, chosen))
        answer = to_document.full_amounts(self.refund_service.full_amounts(quantities))
        schema_validation.check("full-amounts", answer)
        return answer["items"]

    def full_amount(self, of: dict[str, Any], quantity: int) -> documents.FullAmount:
        return self.full_amounts(of, {ONE: quantity})[0]["full_amount"]

    def item(self, of: dict[str, Any], order_item_id: str = ONE) -> documents.StandingItem:
        return next(item for item in self.standing(of)["items"] if item["order_item_id"] == order_item_id)


@pytest.fixture(name="desk")
def _desk(ledger: Ledger, tmp_path: Path) -> Desk:
    return Desk(ledger, tmp_path)


def three() -> dict[str, Any]:
    """One item of three units for 30.00 altogether."""
    price = doc.price("30.00")
    return doc.order(doc.item(1, request_order_quantity=3, item_price=price), order_totals={"item_price": price})


def one_unit(**changes: Any) -> dict[str, Any]:
    return doc.line(1, 1, refund_amount=doc.amount("10.00"), **changes)


# -- what is offered


def test_the_standing_offers_the_full_amount_for_all_that_is_left(desk: Desk) -> None:
    whole = {"order_return_refund_qty": 3, "refund_amount": doc.amount("30.00"), "readings": None}
    assert desk.item(three())["full_amount"] == whole
    desk.take(one_unit(), of=three())
    rest = {"order_return_refund_qty": 2, "refund_amount": doc.amount("20.00"), "readings": None}
    assert desk.item(three())["full_amount"] == rest


def test_where_nothing_is_left_no_amount_is_offered(desk: Desk) -> None:
    desk.take(doc.line(1, 3, refund_amount=doc.amount("30.00")), of=three())
    assert desk.item(three())["full_amount"] is None


def test_for_another_quantity_its_full_amount_is_asked_for_and_never_more_than_remains(desk: Desk) -> None:
    assert [desk.full_amount(three(), quantity)["refund_amount"]["principal"] for quantity in (1, 2, 3, 4, 99_999)] == [
        *("10.00", "20.00", "30.00"),
        *("30.00", "30.00"),
    ]
    desk.take(one_unit(), of=three())
    assert desk.full_amount(three(), 1)["refund_amount"]["principal"] == "10.00"
    assert desk.full_amount(three(), 3)["refund_amount"]["principal"] == "20.00"


def test_full_amounts_come_in_the_sequence_of_the_question_without_items_that_the_order_does_not_have(
    desk: Desk,
) -> None:
    of = doc.order(doc.item(1), doc.item(2))
    assert [item["order_item_id"] for item in desk.full_amounts(of, {TWO: 1, "elsewhere": 1, ONE: 1})] == [TWO, ONE]


def test_an_unknown_basis_is_offered_in_both_readings_with_the_unit_reading_filled_in(desk: Desk) -> None:
    of = {**three(), "order_totals": None}
    item = desk.item(of)
    assert item["price_basis"]["principal"] == "unknown"
    assert item["full_amount"] == {
        "order_return_refund_qty": 3,
        "refund_amount": doc.amount("90.00"),
        "readings": {"unit": doc.amount("90.00"), "line": doc.amount("30.00")},
    }
    assert desk.full_amount(of, 1)["readings"] == {"unit": doc.amount("30.00"), "line": doc.amount("10.00")}
    warned = desk.standing(of)["warnings"]
    assert [finding["code"] for finding in warned] == ["price_basis_unknown"]


def test_findings_of_a_standing_point_into_the_order(desk: Desk) -> None:
    of = doc.order(status="created", exception_state="exception - x", order_placed_date="2025-01-01T00:00:00Z")
    standing = desk.standing(of)
    assert [finding["pointer"] for finding in standing["blocks"]] == ["/status"]
    assert [finding["pointer"] for finding in standing["warnings"]] == ["/exception_state", "/order_placed_date"]


def test_the_lists_of_reasons_and_feedback_are_the_article_s(desk: Desk) -> None:
    standing = desk.standing(doc.order())
    assert len(standing["refund_reasons"]) == 19
    lost = [entry["refund_reason"] for entry in standing["refund_reasons"] if entry["nothing_returned"]]
    assert lost == ["Package never arrived", "Return to Sender - lost in transit only"]
    needs_notes = [entry["refund_feedback"] for entry in standing["refund_feedbacks"] if entry["needs_notes"]]
    assert needs_notes == ["other"]


# -- what earlier refunds leave


def test_a_second_refund_of_the_same_item_is_offered_only_what_is_left(desk: Desk) -> None:
    desk.take(one_unit(), of=three())
    item = desk.item(three())
    assert (item["refunded_quantity"], item["refundable_quantity"]) == (1, 2)
    assert item["remaining"]["principal"] == "20.00"
    assert len(desk.standing(three())["refunds"]) == 1


def test_a_refund_under_way_counts_before_anybody_has_answered(desk: Desk) -> None:
    for _ in range(3):
        desk.take(one_unit(), of=three())
    with pytest.raises(NotAllowed) as caught:
        desk.take(one_unit(), of=three())
    assert {"nothing_left", "refunded_more_than_left"} <= {finding.code for finding in caught.value.findings}


def test_a_refund_of_another_order_takes_nothing_of_this_one(desk: Desk) -> None:
    desk.take(one_unit(), of={**three(), "merchant_order_id": "cd" * 16})
    assert desk.item(three())["refundable_quantity"] == 3


def test_an_accepted_refund_stays_taken(desk: Desk) -> None:
    settle(desk.ledger, desk.take(one_unit(), of=three()), {})
    assert desk.item(three())["refundable_quantity"] == 2


def test_a_rejected_refund_gives_its_units_and_its_money_back(desk: Desk) -> None:
    settle(desk.ledger, desk.take(one_unit(), of=three()), {ONE: "rejected"})
    item = desk.item(three())
    assert (item["refundable_quantity"], item["returnable_quantity"], item["remaining"]["principal"]) == (3, 3, "30.00")


def test_an_undone_refund_gives_its_units_back(desk: Desk) -> None:
    desk.refund_service.undo(desk.take(one_unit(), of=three()))
    assert desk.item(three())["refundable_quantity"] == 3


def test_of_a_partly_accepted_refund_only_the_rejected_rows_give_back(desk: Desk) -> None:
    of = doc.order(doc.item(1), doc.item(2))
    refund_id = desk.take(doc.line(1), doc.line(2), of=of)
    settle(desk.ledger, refund_id, {TWO: "rejected"})
    assert desk.ledger.refund_views.get(refund_id).state == "partly_accepted"
    assert desk.item(of, ONE)["refundable_quantity"] == 0
    assert desk.item(of, TWO)["refundable_quantity"] == 1
    assert desk.take(doc.line(2), of=of)


# -- taking


def test_what_passes_is_kept_and_wakes_the_courier(desk: Desk) -> None:
    taken = desk.taken(doc.refund())
    schema_validation.check("refund-status", to_document.refund_status(taken.refund))
    assert taken.is_new
    assert taken.refund.state == "held"
    assert desk.woken == 1


def test_the_same_request_again_is_the_same_refund(desk: Desk) -> None:
    document = doc.refund()
    first = desk.taken(document)
    assert desk.taken(document) == Taken(first.refund, is_new=False)


def test_the_same_request_again_is_the_same_refund_even_when_it_would_not_pass_any_more(desk: Desk) -> None:
    document = doc.refund()
    first = desk.taken(document)
    desk.clock.forward(40 * 24 * 3600)
    assert desk.taken(document).refund.id == first.refund.id


def test_a_request_id_with_another_content_is_refused(desk: Desk) -> None:
    document = doc.refund()
    desk.taken(document)
    with pytest.raises(RequestIdTaken):
        desk.taken({**document, "confirmed": ["order_too_old"]})


def test_an_unconfirmed_warning_is_refused_at_the_place_of_the_confirmations(desk: Desk) -> None:
    document = doc.refund(doc.line(total_quantity_returned=0))
    with pytest.raises(NotAllowed) as caught:
        desk.taken(document)
    assert [(f.code, f.pointer) for f in caught.value.findings] == [("refunded_more_than_returned", "/confirmed")]
    assert desk.taken({**document, "confirmed": ["refunded_more_than_returned"]}).is_new


def test_what_is_refused_leaves_nothing_behind(desk: Desk) -> None:
    for document in (doc.refund(of=doc.order(status="created")), {}, doc.refund(doc.line(7))):
        with pytest.raises(NotValid):
            desk.taken(document)
    assert desk.ledger.refund_views.page().refunds == ()
    assert desk.woken == 0


def test_a_judgement_says_per_line_whether_it_is_full_and_keeps_nothing(desk: Desk) -> None:
    half = doc.line(2, refund_amount=doc.amount("5.00"), refund_feedback="item damaged")
    asked = doc.refund(doc.line(1), half, of=doc.order(doc.item(1), doc.item(2)))
    judged = to_document.judgement(desk.refund_service.judgement(from_document.refund(asked)))
    schema_validation.check("judgement", judged)
    assert judged["total"] == "18.50"
    assert [(line["total"], line["full"]) for line in judged["lines"]] == [("13.50", True), ("5.00", False)]
    assert desk.ledger.refund_views.page().refunds == ()


@pytest.mark.parametrize(("reading", "sum_of_three"), [("unit", "90.00"), ("line", "30.00")])
def test_the_reading_that_the_seller_confirmed_is_the_one_that_is_judged(
    desk: Desk, reading: str, sum_of_three: str
) -> None:
    of = {**three(), "order_totals": None}
    full = doc.line(1, 3, refund_amount=doc.amount(sum_of_three))
    other = "line" if reading == "unit" else "unit"
    with pytest.raises(NotAllowed):
        desk.taken(doc.refund(full, of=of, confirmed=(f"price_basis_{other}",)))
    assert desk.taken(doc.refund(full, of=of, confirmed=(f"price_basis_{reading}",))).is_new


# -- while it is held


def test_undo_and_send_work_once_and_only_while_it_is_held(desk: Desk) -> None:
    undone, sent = desk.take(one_unit(), of=three()), desk.take(one_unit(), of=three())
    assert desk.refund_service.undo(undone).state == "cancelled"
    assert desk.refund_service.send(sent).state == "queued"
    for refund_id in (undone, sent):
        for step in (desk.refund_service.undo, desk.refund_service.send):
            with pytest.raises(NotHeld):
                step(refund_id)


def test_an_unknown_refund_is_not_found(desk: Desk) -> None:
    for step in (desk.refund_service.undo, desk.refund_service.send):
        with pytest.raises(NotFound):
            step(10**30)
