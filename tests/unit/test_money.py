"""Money is integer cents inside and a decimal string outside; nothing is ever a float."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jet_refunds import documents
from jet_refunds.domain.money import AMOUNT_NAMES, Amounts, cents, dollars, rounded, share
from jet_refunds.web import from_document, to_document


@pytest.mark.parametrize(
    ("text", "value"), [("0.00", 0), ("0.01", 1), ("19.99", 1999), ("1234567.89", 123456789), ("0.10", 10)]
)
def test_dollars_with_two_decimals_are_cents_and_back(text: str, value: int) -> None:
    assert cents(text) == value
    assert dollars(value) == text


@pytest.mark.parametrize(
    "text",
    ["", ".", "1", "1.", ".99", "1.5", "1.234", "-1.00", "+1.00", "1,00", "1e2", "1.0١", "١.00", " 1.00", "1.00\n"],
)
def test_anything_but_dollars_with_two_decimals_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an amount such as 19\.99"):
        cents(text)


def test_a_negative_amount_is_written_with_its_sign() -> None:
    assert dollars(-1) == "-0.01"
    assert dollars(-12345) == "-123.45"


@pytest.mark.parametrize(
    ("amount", "value"),
    [("0.005", 1), ("0.0049999", 0), ("1.005", 101), ("2.675", 268), ("0.015", 2), ("0.025", 3), ("7", 700)],
)
def test_half_a_cent_is_rounded_up(amount: str, value: int) -> None:
    """Not to even (0.025 -> 0.02), and not by way of a float (2.675 -> 2.67)."""
    assert rounded(Decimal(amount)) == value


@pytest.mark.parametrize(
    ("amount", "units", "all_units", "value"),
    [
        (100, 1, 3, 33),
        (100, 2, 3, 67),
        (1, 1, 2, 1),
        (3, 1, 2, 2),
        (5, 1, 4, 1),
        (10, 1, 4, 3),
        (0, 1, 7, 0),
        (9, 3, 3, 9),
    ],
)
def test_a_share_is_rounded_half_up_in_whole_numbers(amount: int, units: int, all_units: int, value: int) -> None:
    assert share(amount, units, all_units) == value


def test_amounts_are_added_name_by_name() -> None:
    assert Amounts(1, 2, 3, 4) + Amounts(10, 20, 30, 40) == Amounts(11, 22, 33, 44)
    assert Amounts(11, 22, 33, 44).total == 110


def test_what_is_left_is_never_below_zero() -> None:
    assert Amounts(5, 5, 5, 5) - Amounts(1, 5, 6, 0) == Amounts(4, 0, 0, 5)


def test_amounts_are_read_from_a_document_and_written_back_in_the_csv_s_words() -> None:
    document: documents.RefundAmount = {
        "principal": "10.00",
        "tax": "0.80",
        "shipping_cost": "2.50",
        "shipping_tax": "0.20",
    }
    assert from_document.amounts(document) == Amounts(1000, 80, 250, 20)
    assert to_document.refund_amount(Amounts(1000, 80, 250, 20)) == document
    assert tuple(document) == AMOUNT_NAMES
