"""Money: integer cents inside, decimal strings outside, never a float."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Cents = int

PARTS = ("principal", "tax", "shipping_cost", "shipping_tax")
"""The four parts of a refund, in the CSV's words and order."""


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


def share(amount: Cents, part: int, whole: int) -> Cents:
    """`amount` * `part` / `whole`, half up, in whole numbers throughout."""
    return (2 * amount * part + whole) // (2 * whole)


@dataclass(frozen=True)
class Amounts:
    """The four parts, in cents."""

    principal: Cents = 0
    tax: Cents = 0
    shipping_cost: Cents = 0
    shipping_tax: Cents = 0

    @classmethod
    def of(cls, parts: Mapping[str, Cents]) -> Amounts:
        return cls(*(parts[part] for part in PARTS))

    @classmethod
    def read(cls, document: Mapping[str, str]) -> Amounts:
        """From a document's refund_amount."""
        return cls(*(cents(document[part]) for part in PARTS))

    def document(self) -> dict[str, str]:
        return {part: dollars(value) for part, value in self.items()}

    def items(self) -> Iterator[tuple[str, Cents]]:
        return ((part, getattr(self, part)) for part in PARTS)

    def __getitem__(self, part: str) -> Cents:
        return int(getattr(self, part))

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts.of({part: value + other[part] for part, value in self.items()})

    def __sub__(self, other: Amounts) -> Amounts:
        """Never below zero: what is left cannot be negative."""
        return Amounts.of({part: max(value - other[part], 0) for part, value in self.items()})

    @property
    def total(self) -> Cents:
        return sum(value for _, value in self.items())
