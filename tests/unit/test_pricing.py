"""What was paid, what is left, and the full amount for a number of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from jet_refunds.domain import pricing
from jet_refunds.domain.money import AMOUNT_NAMES, Amounts
from jet_refunds.domain.pricing import Basis, Earlier, Position, Reading
from jet_refunds.web import from_document
from tests.support import documents as doc


def basis(*items: dict[str, Any], totals: dict[str, Any] | None) -> dict[str, Basis]:
    document = doc.order(*items, order_totals={"item_price": totals} if totals else None)
    return pricing.price_basis(from_document.order(document))


def two(price: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return doc.item(1, request_order_quantity=2, item_price=price, **changes)


def position(
    quantity: int,
    price: dict[str, Any],
    *,
    earlier: Sequence[Earlier] = (),
    totals: dict[str, Any] | None = None,
    reading: Reading = "line",
    **changes: Any,
) -> Position:
    """One item alone; without totals its prices are for the line, as the seller said."""
    item = doc.item(1, request_order_quantity=quantity, item_price=price, **changes)
    read = from_document.order(doc.order(item, order_totals={"item_price": totals} if totals else None))
    return pricing.positions(read, {item["order_item_id"]: earlier}, reading)[item["order_item_id"]]


def took(quantity: int, *amounts: int, full: bool = True, returned: int | None = None) -> Earlier:
    return Earlier(quantity if returned is None else returned, quantity, Amounts(*amounts), full)


# -- unit or line price?


def test_with_all_quantities_one_it_makes_no_difference() -> None:
    assert set(basis(doc.item(1), doc.item(2), totals=None).values()) == {"same"}


def test_a_part_that_nobody_was_charged_makes_no_difference() -> None:
    found = basis(two(doc.price("10.00")), totals=None)
    assert found == {"principal": "unknown", "tax": "same", "shipping_cost": "same", "shipping_tax": "same"}


def test_totals_equal_to_the_sum_of_price_times_quantity_say_unit() -> None:
    price = doc.price("10.00", "0.80", "2.50", "0.20")
    assert set(basis(two(price), totals=doc.price("20.00", "1.60", "5.00", "0.40")).values()) == {"unit"}


def test_totals_equal_to_the_sum_of_the_prices_say_line() -> None:
    price = doc.price("10.00", "0.80", "2.50", "0.20")
    assert set(basis(two(price), totals=price).values()) == {"line"}


def test_each_part_is_decided_by_itself() -> None:
    """The programs that worked with Jet differ among themselves for tax and shipping."""
    price = doc.price("10.00", "0.80", "2.50", "0.20")
    found = basis(two(price), totals=doc.price("20.00", "0.80", "5.00", "7.77"))
    assert found == {"principal": "unit", "tax": "line", "shipping_cost": "unit", "shipping_tax": "unknown"}


def test_totals_that_fit_neither_sum_leave_it_unknown() -> None:
    assert basis(two(doc.price("10.00")), totals=doc.price("15.00"))["principal"] == "unknown"


def test_without_totals_it_is_unknown() -> None:
    assert basis(two(doc.price("10.00")), totals=None)["principal"] == "unknown"


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("20.01", "unit"),
        ("19.99", "unit"),
        ("20.02", "unknown"),
        ("10.01", "line"),
        ("9.99", "line"),
        ("9.98", "unknown"),
    ],
)
def test_totals_may_be_off_by_a_cent_a_line(total: str, expected: str) -> None:
    assert basis(two(doc.price("10.00")), totals=doc.price(total))["principal"] == expected


def test_two_lines_may_be_off_by_two_cents() -> None:
    items = (two(doc.price("10.00")), doc.item(2, item_price=doc.price("5.00")))
    assert basis(*items, totals=doc.price("25.02"))["principal"] == "unit"
    assert basis(*items, totals=doc.price("25.03"))["principal"] == "unknown"


def test_sums_too_close_to_be_told_apart_leave_it_unknown() -> None:
    """One cent for two units: both sums lie within the tolerance of the total."""
    assert basis(two(doc.price("0.01")), totals=doc.price("0.02"))["principal"] == "unknown"


def test_the_shape_of_jet_s_created_example_is_unknown() -> None:
    """Two units, no totals, taxes null."""
    found = basis(two(doc.price("12.40", None, "3.10", None)), totals=None)
    assert found == {"principal": "unknown", "tax": "same", "shipping_cost": "unknown", "shipping_tax": "same"}


def test_the_shape_of_jet_s_example_with_totals_is_line() -> None:
    """Two units, and totals that repeat the only item's prices."""
    price = doc.price("24", "1.12", "6", "0.28")
    assert set(basis(two(price), totals=price).values()) == {"line"}


@pytest.mark.parametrize(
    ("confirmed", "reading"),
    [
        (("price_basis_unit",), "unit"),
        (("price_basis_line", "order_too_old"), "line"),
        ((), None),
        (("price_basis_unknown",), None),
        (("price_basis_unit", "price_basis_line"), None),
    ],
)
def test_the_seller_s_word_names_one_reading(confirmed: tuple[str, ...], reading: str | None) -> None:
    assert pricing.confirmed_reading(confirmed) == reading


# -- paid


def test_by_the_unit_reading_a_price_is_multiplied_and_by_the_line_reading_it_is_not() -> None:
    price = doc.price("10.00", "0.80", None, None)
    assert position(3, price, reading="unit").paid == Amounts(3000, 240, 0, 0)
    assert position(3, price, reading="line").paid == Amounts(1000, 80, 0, 0)


def test_where_the_totals_decide_the_reading_does_not_count() -> None:
    price = doc.price("10.00")
    assert position(3, price, totals=doc.price("30.00"), reading="line").paid.principal == 3000
    assert position(3, price, totals=doc.price("10.00"), reading="unit").paid.principal == 1000


def test_where_all_quantities_are_one_a_price_is_what_was_paid() -> None:
    assert position(1, doc.price("10.00", "0.80"), reading="unit").paid == Amounts(1000, 80, 0, 0)


@pytest.mark.parametrize(("reading", "paid"), [("unit", 2000), ("line", 667)])
def test_cancelled_units_were_not_paid(reading: Reading, paid: int) -> None:
    found = position(3, doc.price("10.00"), request_order_cancel_qty=1, reading=reading)
    assert found.paid.principal == paid
    assert found.refundable_quantity == 2


def test_of_a_wholly_cancelled_item_nothing_was_paid() -> None:
    found = position(2, doc.price("10.00"), request_order_cancel_qty=2)
    assert found.paid == Amounts()
    assert found.refundable_quantity == 0
    assert found.full(1) == Amounts()


def test_a_price_adjustment_is_money_that_was_never_captured() -> None:
    adjusted = position(2, doc.price("20.00", "2.00"), price_adjustment={"principal": "4.00", "tax": "0.40"})
    assert adjusted.paid == Amounts(1600, 160, 0, 0)


def test_an_adjustment_and_cancelled_units_tell_of_the_same_money_and_the_smaller_result_counts() -> None:
    """Never both off: 20.00 for two, one cancelled, and 10.00 adjusted leave 10.00, not 0.00."""
    price = doc.price("20.00")
    both = position(2, price, request_order_cancel_qty=1, price_adjustment={"principal": "10.00"})
    assert both.paid.principal == 1000
    more = position(2, price, request_order_cancel_qty=1, price_adjustment={"principal": "12.00"})
    assert more.paid.principal == 800
    less = position(2, price, request_order_cancel_qty=1, price_adjustment={"principal": "1.00"})
    assert less.paid.principal == 1000


def test_an_adjustment_larger_than_the_price_leaves_nothing_rather_than_a_debt() -> None:
    assert position(1, doc.price("5.00"), price_adjustment={"principal": "9.00"}).paid.principal == 0


def test_paid_is_rounded_half_up_once_a_part() -> None:
    assert position(1, doc.price("1.005", "0.0049")).paid == Amounts(101, 0, 0, 0)
    assert position(3, doc.price("0.333333"), reading="unit").paid.principal == 100


# -- remaining, refundable, returnable


def test_an_earlier_refund_takes_its_money_and_its_units() -> None:
    found = position(3, doc.price("30.00"), earlier=[took(1, 1000)])
    assert found.refunded == Amounts(1000)
    assert found.remaining == Amounts(2000)
    assert found.refunded_quantity == 1
    assert found.refundable_quantity == 2


def test_money_kept_back_from_a_unit_stays_remaining_though_the_unit_is_gone() -> None:
    found = position(1, doc.price("10.00"), earlier=[took(1, 600, full=False)])
    assert found.refundable_quantity == 0
    assert found.remaining.principal == 400


@pytest.mark.parametrize(
    ("shipped", "cancelled", "earlier", "returnable"),
    [(None, 0, [], 3), (None, 1, [], 2), (2, 0, [], 2), (0, 0, [], 0), (5, 0, [], 3), (2, 0, [took(1, 0)], 1)],
)
def test_at_most_what_was_shipped_comes_back_or_what_was_not_cancelled_where_that_is_unknown(
    shipped: int | None, cancelled: int, earlier: list[Earlier], returnable: int
) -> None:
    found = position(
        3, doc.price("9.00"), shipped_quantity=shipped, request_order_cancel_qty=cancelled, earlier=earlier
    )
    assert found.returnable_quantity == returnable


def test_a_unit_refunded_without_coming_back_can_still_come_back() -> None:
    found = position(2, doc.price("9.00"), earlier=[took(1, 450, returned=0)])
    assert (found.refundable_quantity, found.returnable_quantity) == (1, 2)


# -- the full amount for a quantity


def test_for_more_units_than_are_left_the_full_amount_is_what_remains() -> None:
    found = position(3, doc.price("10.00", "0.80", "2.50", "0.20"), earlier=[took(1, 333, 27, 83, 7)])
    assert found.full(2) == found.full(3) == found.full(99_999) == found.remaining


def test_the_last_unit_takes_the_remainder() -> None:
    price = doc.price("10.00", "0.80", "2.50", "0.20")
    earlier: list[Earlier] = []
    for _ in range(3):
        found = position(3, price, earlier=earlier)
        earlier.append(took(1, *(found.full(1)[name] for name in AMOUNT_NAMES)))
    assert [line.refund_amount.principal for line in earlier] == [333, 333, 334]
    assert [line.refund_amount.tax for line in earlier] == [27, 27, 26]
    assert position(3, price, earlier=earlier).remaining == Amounts()


def test_the_full_amount_is_rounded_half_up() -> None:
    assert position(2, doc.price("0.01")).full(1).principal == 1
    assert position(8, doc.price("1.00")).full(1).principal == 13
    assert position(8, doc.price("1.00")).full(8).principal == 100


def test_the_full_amount_never_exceeds_what_remains() -> None:
    """Rounding up 2 cents over 4 units would give 1 each: the last two get nothing."""
    found = position(4, doc.price("0.02"), earlier=[took(1, 1), took(1, 1)])
    assert found.full(1).principal == 0
    assert found.full(2).principal == 0


def test_what_was_kept_back_deliberately_is_not_added_to_a_later_refund() -> None:
    found = position(2, doc.price("20.00"), earlier=[took(1, 500, full=False)])
    assert found.full(1).principal == 1000
    assert found.remaining.principal == 1500


def test_what_was_given_beyond_the_price_of_its_units_is_taken_off_the_last() -> None:
    found = position(2, doc.price("20.00"), earlier=[took(1, 1200)])
    assert found.full(1).principal == 800


def test_after_a_rejection_the_units_that_are_left_still_add_up() -> None:
    """2 cents over 4 units: the two refunds that took a cent each were rejected, the two that got nothing stand."""
    earlier = [took(1, 0), took(1, 0)]
    first = position(4, doc.price("0.02"), earlier=earlier).full(1).principal
    earlier.append(took(1, first))
    last = position(4, doc.price("0.02"), earlier=earlier).full(1).principal
    assert first + last == 2


def test_a_kept_back_amount_and_an_overpayment_never_make_a_negative_offer() -> None:
    found = position(3, doc.price("9.00"), earlier=[took(1, 0, full=False), took(1, 900)])
    assert found.full(1) == Amounts()
