"""For any order and any sequence of refunds: never more than was paid, and full refunds add up to it to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jet_refunds import documents, schema_validation
from jet_refunds.domain import pricing, rules
from jet_refunds.domain.money import AMOUNT_NAMES, Amounts
from jet_refunds.domain.order import PRICE_NAMES
from jet_refunds.domain.pricing import Earlier, Position, Reading
from jet_refunds.domain.refund import Line
from jet_refunds.errors import NotAllowed
from jet_refunds.ledger import Ledger
from jet_refunds.refund_service import RefundService
from jet_refunds.settings import Settings
from jet_refunds.web import from_document, to_document
from tests.support import documents as doc
from tests.support.history import settle
from tests.support.house import TestClock
from tests.support.orders import orders

pytestmark = pytest.mark.slow

READINGS: tuple[Reading, ...] = ("unit", "line")
WARNINGS = ("exception_state", "order_too_old", "refunded_more_than_returned", "more_than_full")


def most(document: dict[str, Any], item: dict[str, Any], name: str) -> int:
    """The largest sum in cents that a buyer can have paid under one of the four names, reckoned in fractions.

    By the order's own totals where they say whether prices are for a unit or a line, else by the larger reading: which
    one counts is the seller's to say, and each is tested by itself below.
    """
    field = PRICE_NAMES[name]

    def price(priced: dict[str, Any]) -> Fraction:
        return Fraction(priced["item_price"].get(field) or 0)

    by_line = sum(map(price, document["order_items"]))
    by_unit = sum(price(other) * other["request_order_quantity"] for other in document["order_items"])
    ordered = item["request_order_quantity"]
    kept = max(ordered - item["request_order_cancel_qty"], 0)
    line = price(item) * ordered
    if document["order_totals"]:
        total = Fraction(document["order_totals"]["item_price"][field] or 0)
        allowed = Fraction(len(document["order_items"]), 100)
        if abs(total - by_line) <= allowed < abs(total - by_unit):
            line = price(item)
    adjustment = abs(Fraction((item["price_adjustment"] or {}).get(name) or 0))
    return max(int(min(line * kept / ordered, line - adjustment) * 100 + Fraction(1, 2)), 0)


@pytest.mark.explore
def test_the_strategy_makes_orders_that_the_contract_takes() -> None:
    @given(orders())
    def check(document: dict[str, Any]) -> None:
        schema_validation.check("order", document)

    check()


# -- on the real ledger


@pytest.fixture(name="desk", scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RefundService, Ledger]]:
    """One ledger for all examples; each example has an order of its own."""
    folder: Path = tmp_path_factory.mktemp("ledger")
    ledger = Ledger.in_folder(folder)
    yield RefundService(ledger, TestClock(), Settings(folder), lambda: None), ledger
    ledger.close()


ORDERS = count(1)


def full_amount(
    service: RefundService, document: dict[str, Any], order_item_id: str, quantity: int, reading: Reading
) -> documents.Amounts:
    """What the form would fill in."""
    quantities = from_document.quantities(doc.quantities(document, {order_item_id: quantity}))
    (item,) = to_document.full_amounts(service.full_amounts(quantities))["items"]
    readings = item["full_amount"]["readings"]
    return readings[reading] if readings else item["full_amount"]["refund_amount"]


@st.composite
def asked_lines(
    draw: st.DrawFn, service: RefundService, document: dict[str, Any], reading: Reading
) -> list[dict[str, Any]]:
    """Lines that a seller may try: what is offered, or near what is left, so that many pass or are one cent off."""
    lines = []
    standing = to_document.standing(service.standing(from_document.order(document)))
    open_items = [item for item in standing["items"] if item["refundable_quantity"]] or standing["items"]
    for item in draw(st.lists(st.sampled_from(open_items), min_size=1, max_size=2)):
        quantity = draw(st.integers(1, max(item["refundable_quantity"], 1)) | st.integers(1, 9))
        amount, feedback = full_amount(service, document, item["order_item_id"], quantity, reading), None
        if draw(st.integers(0, 2)) == 0:
            feedback = draw(st.sampled_from([None, "customer opened item"]))
            near = [from_document.amounts(offer) for offer in (amount, item["remaining"])]
            cents = {
                name: max(draw(st.sampled_from(near))[name] + change, 0)
                for name in AMOUNT_NAMES
                for change in [draw(st.sampled_from([0, 0, 0, 1, -1, -100]))]
            }
            amount = to_document.refund_amount(Amounts.by_name(cents))
        lines.append(
            doc.line(
                order_item_id=item["order_item_id"],
                total_quantity_returned=draw(st.integers(0, item["returnable_quantity"])),
                order_return_refund_qty=quantity,
                refund_feedback=feedback,
                refund_amount=amount,
            )
        )
    return lines


def effective(ledger: Ledger, document: dict[str, Any]) -> dict[str, list[tuple[int, Amounts]]]:
    """What stands of all refunds of an order, from the views: reckoned otherwise than the ledger's own `earlier`."""
    taken: dict[str, list[tuple[int, Amounts]]] = {}
    for refund in ledger.refund_views.page(merchant_order_id=document["merchant_order_id"]).refunds:
        for line in refund.lines:
            if refund.state not in ("cancelled", "rejected") and line.result != "rejected":
                entry = (line.order_return_refund_qty, line.refund_amount)
                taken.setdefault(line.order_item_id, []).append(entry)
    return taken


@settings(max_examples=120)
@given(orders(), st.data())
def test_no_part_of_an_item_is_ever_refunded_beyond_what_was_paid(
    desk: tuple[RefundService, Ledger], document: dict[str, Any], data: st.DataObject
) -> None:
    """Through service and ledger, with undoing, acceptance, rejection and partial acceptance in between."""
    service, ledger = desk
    document = {**document, "merchant_order_id": f"{next(ORDERS):032x}"}
    for _ in range(data.draw(st.integers(1, 6))):
        reading = data.draw(st.sampled_from(READINGS))
        lines = data.draw(asked_lines(service, document, reading))
        asked = doc.refund(*lines, of=document, confirmed=(*WARNINGS, f"price_basis_{reading}"))
        try:
            refund_id = service.take(from_document.refund(asked)).refund.id
        except NotAllowed:
            continue
        fate = data.draw(st.sampled_from(["waits", "waits", "undone", "accepted", "rejected", "mixed"]))
        if fate == "undone":
            service.undo(refund_id)
        elif fate != "waits":
            rejected = [line["order_item_id"] for line in lines][: {"accepted": 0, "mixed": 1}.get(fate)]
            settle(ledger, refund_id, dict.fromkeys(rejected, "rejected"))
        taken = effective(ledger, document)
        for item in document["order_items"]:
            entries = taken.get(item["order_item_id"], [])
            total = sum((amount for _, amount in entries), Amounts())
            kept = item["request_order_quantity"] - item["request_order_cancel_qty"]
            assert sum(quantity for quantity, _ in entries) <= max(kept, 0)
            for name in AMOUNT_NAMES:
                assert total[name] <= most(document, item, name)


# -- folded by hand, where many more examples count


def after(document: dict[str, Any], earlier: dict[str, list[Earlier]], reading: Reading) -> dict[str, Position]:
    return pricing.positions(from_document.order(document), earlier, reading)


@given(orders(), st.sampled_from(READINGS), st.data())
def test_full_refunds_of_any_partition_add_up_to_what_was_paid_to_the_cent(
    document: dict[str, Any], reading: Reading, data: st.DataObject
) -> None:
    for item_id, whole in after(document, {}, reading).items():
        earlier: list[Earlier] = []
        while (left := after(document, {item_id: earlier}, reading)[item_id].refundable_quantity) > 0:
            quantity = data.draw(st.integers(1, left))
            amount = after(document, {item_id: earlier}, reading)[item_id].full(quantity)
            earlier.append(Earlier(quantity, quantity, amount, full=True))
        if whole.refundable_quantity:
            assert sum((line.refund_amount for line in earlier), Amounts()) == whole.paid


@given(orders(), st.sampled_from(READINGS), st.data())
def test_they_add_up_also_when_some_are_rejected_and_asked_for_again(
    document: dict[str, Any], reading: Reading, data: st.DataObject
) -> None:
    for item_id, whole in after(document, {}, reading).items():
        earlier: list[Earlier] = []
        rejections = data.draw(st.integers(0, 4))
        while (left := after(document, {item_id: earlier}, reading)[item_id].refundable_quantity) > 0:
            quantity = data.draw(st.integers(1, left))
            amount = after(document, {item_id: earlier}, reading)[item_id].full(quantity)
            earlier.append(Earlier(quantity, quantity, amount, full=True))
            if rejections and data.draw(st.booleans()):
                rejections -= 1
                earlier.pop(data.draw(st.integers(0, len(earlier) - 1)))
        if whole.refundable_quantity:
            assert sum((line.refund_amount for line in earlier), Amounts()) == whole.paid


@given(orders(), st.sampled_from(READINGS), st.data())
def test_every_amount_that_is_offered_passes_every_block(
    document: dict[str, Any], reading: Reading, data: st.DataObject
) -> None:
    """No shop's one-cent block: what the form fills in is never refused for its money, whatever went before."""
    earlier: dict[str, list[Earlier]] = {}
    read = from_document.order(document)
    for _ in range(data.draw(st.integers(0, 5))):
        found = after(document, earlier, reading)
        for item_id, position in found.items():
            for quantity in range(1, position.refundable_quantity + 1):
                amount = position.full(quantity)
                line = order_line(item_id, quantity, amount)
                case = rules.Case(read, found, (line,), frozenset({f"price_basis_{reading}"}), TestClock().now())
                codes = {finding.code for finding in rules.judge(case).blocks}
                allowed = {"returned_more_than_shipped"} | ({"nothing_refunded"} if amount == Amounts() else set())
                assert codes <= allowed
        open_items = [item_id for item_id, position in found.items() if position.refundable_quantity]
        if not open_items:
            break
        item_id = data.draw(st.sampled_from(open_items))
        earlier.setdefault(item_id, []).append(data.draw(passed(found[item_id])))


@st.composite
def passed(draw: st.DrawFn, position: Position) -> Earlier:
    """An earlier refund that the rules let pass: any amounts up to what remains, and full or not as they add up."""
    quantity = draw(st.integers(1, position.refundable_quantity))
    full = position.full(quantity)
    amount = Amounts.by_name(
        {name: draw(st.sampled_from([full[name]]) | st.integers(0, position.remaining[name])) for name in AMOUNT_NAMES}
    )
    return Earlier(draw(st.integers(0, quantity)), quantity, amount, full=amount.total >= full.total)


@given(orders(), st.sampled_from(READINGS), st.data())
def test_more_units_never_cost_less_and_never_more_than_remains(
    document: dict[str, Any], reading: Reading, data: st.DataObject
) -> None:
    earlier: dict[str, list[Earlier]] = {}
    for item_id, position in after(document, {}, reading).items():
        if position.refundable_quantity:
            earlier[item_id] = [data.draw(passed(position))]
    for position in after(document, earlier, reading).values():
        for name in AMOUNT_NAMES:
            values = [position.full(quantity)[name] for quantity in range(1, position.refundable_quantity + 1)]
            assert values == sorted(values)
            assert all(0 <= value <= position.remaining[name] for value in values)


def order_line(item_id: str, quantity: int, amount: Amounts) -> Line:
    return Line(item_id, quantity, quantity, "Unwanted gift", None, "", amount)
