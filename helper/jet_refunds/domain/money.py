"""Money: integer cents inside, decimal strings outside, never a float."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Cents = int

AMOUNT_NAMES = ("principal", "tax", "shipping_cost", "shipping_tax")
"""The four amounts of a refund, in the CSV's names and order."""


def cents(text: str) -> Cents:
    """ "19.99" -> 1999. Raises ValueError for anything but dollars with two decimals."""
    whole, dot, fraction = text.partition(".")
    if not (whole and dot and len(fraction) == 2 and (whole + fraction).isascii() and (whole + fraction).isdigit()):
        raise ValueError(f"{text!r} is not an amount such as 19.99")
    return int(whole + fraction)


def dollars(amount: Cents) -> str:
    """1999 -> "19.99", the form of the CSV and of the wire."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def rounded(amount: Decimal) -> Cents:
    """Dollars of any precision to cents, half up."""
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def share(amount: Cents, units: int, all_units: int) -> Cents:
    """`amount` * `units` / `all_units`, half up, in whole numbers throughout."""
    return (2 * amount * units + all_units) // (2 * all_units)


@dataclass(frozen=True)
class Amounts:
    """The four amounts, in cents."""

    principal: Cents = 0
    tax: Cents = 0
    shipping_cost: Cents = 0
    shipping_tax: Cents = 0

    @classmethod
    def by_name(cls, cents_by_name: Mapping[str, Cents]) -> Amounts:
        """From any mapping that holds the four names, such as a row of the ledger."""
        return cls(*(cents_by_name[name] for name in AMOUNT_NAMES))

    def items(self) -> Iterator[tuple[str, Cents]]:
        """Name and cents, in the CSV's order."""
        return ((name, getattr(self, name)) for name in AMOUNT_NAMES)

    def __getitem__(self, name: str) -> Cents:
        return int(getattr(self, name))

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts.by_name({name: amount + other[name] for name, amount in self.items()})

    def __sub__(self, other: Amounts) -> Amounts:
        """Never below zero: what is left cannot be negative."""
        return Amounts.by_name({name: max(amount - other[name], 0) for name, amount in self.items()})

    @property
    def total(self) -> Cents:
        return sum(amount for _, amount in self.items())
