"""What was paid, what is left, and the full amount for a number of units. Pure; all money in cents.

Unit or line price: the sources contradict each other, so each amount is decided by the order's own totals, and
where they do not decide it the seller must (DOMAIN.md, "Unit or line price?"). Rounding is half up, once an amount;
the last refunded unit takes the remainder, so that the refunds of an item always add up to what was paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from jet_refunds.domain.money import AMOUNT_NAMES, Amounts, Cents, rounded, share
from jet_refunds.domain.order import Item, Order

Basis = Literal["unit", "line", "same", "unknown"]
Reading = Literal["unit", "line"]

TOLERANCE = Decimal("0.01")
"""Dollars a line by which order_totals may differ: they were rounded elsewhere."""


def price_basis(order: Order) -> dict[str, Basis]:
    """Amount's name -> what its price is for, by comparing both sums over the lines with order_totals."""
    return {name: _basis(order, name) for name in AMOUNT_NAMES}


def _basis(order: Order, name: str) -> Basis:
    by_line = sum((item.item_price[name] for item in order.order_items), Decimal(0))
    by_unit = sum((item.item_price[name] * item.request_order_quantity for item in order.order_items), Decimal(0))
    if by_line == by_unit:
        return "same"
    if order.order_totals is None:
        return "unknown"
    allowed = TOLERANCE * len(order.order_items)
    unit_off, line_off = (abs(order.order_totals[name] - total) for total in (by_unit, by_line))
    if unit_off <= allowed < line_off:
        return "unit"
    if line_off <= allowed < unit_off:
        return "line"
    return "unknown"


@dataclass(frozen=True)
class Earlier:
    """What an earlier refund of the same item took, or may still take: rejected and cancelled ones are not here."""

    total_quantity_returned: int
    order_return_refund_qty: int
    refund_amount: Amounts
    full: bool
    """Nothing was kept back: it has no refund_feedback."""


@dataclass(frozen=True)
class Position:
    """One item of an order with its history, by one reading of its prices."""

    item: Item
    basis: Mapping[str, Basis]
    reading: Reading
    earlier: tuple[Earlier, ...]

    @cached_property
    def paid(self) -> Amounts:
        """For the units that were not cancelled."""
        return Amounts.by_name({name: self._paid(name) for name in AMOUNT_NAMES})

    def _paid(self, name: str) -> Cents:
        ordered, kept = self.item.request_order_quantity, self.item.kept_quantity
        price = self.item.item_price[name]
        basis = self.reading if self.basis[name] == "unknown" else self.basis[name]
        line = price * ordered if basis == "unit" else price
        # An adjustment is the money of cancelled units, never captured. It and the cancelled units tell of the same
        # money, and either may be missing: the smaller result is the one that was surely paid.
        surely = min(line * kept / ordered, line - abs(self.item.price_adjustment[name]))
        return max(rounded(surely), 0)

    @cached_property
    def refunded(self) -> Amounts:
        return sum((line.refund_amount for line in self.earlier), Amounts())

    @cached_property
    def remaining(self) -> Amounts:
        return self.paid - self.refunded

    @property
    def refunded_quantity(self) -> int:
        return sum(line.order_return_refund_qty for line in self.earlier)

    @property
    def refundable_quantity(self) -> int:
        return max(self.item.kept_quantity - self.refunded_quantity, 0)

    @property
    def returnable_quantity(self) -> int:
        """A buyer returns what was shipped; where that is unknown, what was not cancelled."""
        shipped = self.item.shipped_quantity
        most = self.item.kept_quantity if shipped is None else min(shipped, self.item.request_order_quantity)
        return max(most - sum(line.total_quantity_returned for line in self.earlier), 0)

    def full(self, quantity: int) -> Amounts:
        """All that was paid for the next `quantity` units, never more than remains.

        The remainder that goes with the last unit is what full refunds left, so that they add up to what was paid,
        whatever was rejected between them. What an earlier refund deliberately kept back is not added to a later one.
        """
        return Amounts.by_name({name: self._full(name, quantity) for name in AMOUNT_NAMES})

    def _full(self, name: str, quantity: int) -> Cents:
        used, spent = 0, 0
        for line in self.earlier:
            units = line.order_return_refund_qty
            spent += line.refund_amount[name] if line.full else self._due(name, units, used, spent)
            used += units
        return min(self._due(name, quantity, used, spent), self.remaining[name])

    def _due(self, name: str, units: int, used: int, spent: Cents) -> Cents:
        """For `units` after `used` units that took `spent`; with the last one all that is left."""
        paid, kept = self.paid[name], self.item.kept_quantity
        left = max(paid - spent, 0)
        return left if used + units >= kept else min(share(paid, units, kept), left)


def positions(order: Order, earlier: Mapping[str, Sequence[Earlier]], reading: Reading = "unit") -> dict[str, Position]:
    """order_item_id -> its position. `earlier` is by order_item_id; `reading` counts where the basis is unknown."""
    basis = price_basis(order)
    return {
        item.order_item_id: Position(item, basis, reading, tuple(earlier.get(item.order_item_id, ())))
        for item in order.order_items
    }


def confirmed_reading(confirmed: Iterable[str]) -> Reading | None:
    """The seller's word on an unknown basis, from the refund's `confirmed`; None when there is none, or both."""
    readings: list[Reading] = [reading for reading in ("unit", "line") if f"price_basis_{reading}" in confirmed]
    return readings[0] if len(readings) == 1 else None
