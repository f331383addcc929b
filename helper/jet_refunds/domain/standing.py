"""What can be refunded of an order, and what the rules say of a refund before it is taken. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from jet_refunds.domain import pricing, rules
from jet_refunds.domain.money import Amounts, Cents
from jet_refunds.domain.order import Order
from jet_refunds.domain.pricing import Earlier, Position
from jet_refunds.domain.refund import Refund
from jet_refunds.domain.refund_view import RefundView
from jet_refunds.errors import Finding

EarlierByItem = Mapping[str, Sequence[Earlier]]
"""order_item_id -> what earlier refunds took of it, oldest first."""


@dataclass(frozen=True)
class FullAmount:
    """All that was paid for a number of units of an item, by both readings of its prices."""

    order_return_refund_qty: int
    by_unit: Amounts
    by_line: Amounts | None
    """None: both readings are the same."""


@dataclass(frozen=True)
class StandingItem:
    """An item by both readings of its prices; they differ only where its price basis is unknown."""

    by_unit: Position
    by_line: Position

    @property
    def full_amount(self) -> FullAmount | None:
        """Of all that can be refunded; None: nothing is left."""
        left = self.by_unit.refundable_quantity
        return self.full_amount_of(left) if left else None

    def full_amount_of(self, quantity: int) -> FullAmount:
        """Of the next `quantity` units, from 1 on; never more than remains."""
        unclear = "unknown" in self.by_unit.basis.values()
        return FullAmount(quantity, self.by_unit.full(quantity), self.by_line.full(quantity) if unclear else None)


class ChosenQuantity(NamedTuple):
    order_item_id: str
    order_return_refund_qty: int


@dataclass(frozen=True)
class Quantities:
    """The values of schemas/quantities.json: what the seller has chosen of an order."""

    order: Order
    chosen: tuple[ChosenQuantity, ...]


@dataclass(frozen=True)
class ItemFullAmount:
    order_item_id: str
    full_amount: FullAmount


@dataclass(frozen=True)
class Standing:
    """The values of schemas/standing.json. Pointers of the findings lead into the order."""

    order: Order
    items: tuple[StandingItem, ...]
    refunds: tuple[RefundView, ...]
    """Earlier refunds of this order, newest first."""
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class JudgedLine:
    order_item_id: str
    total: Cents
    full: bool
    """The amounts are all that was paid for these units, or more."""


@dataclass(frozen=True)
class Judgement:
    """The values of schemas/judgement.json. Pointers of the findings lead into the refund."""

    lines: tuple[JudgedLine, ...]
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def total(self) -> Cents:
        return sum(line.total for line in self.lines)


def standing(order: Order, earlier: EarlierByItem, refunds: Iterable[RefundView], now: datetime) -> Standing:
    items = _items(order, earlier)
    by_unit = {item_id: item.by_unit for item_id, item in items.items()}
    verdict = rules.judge(rules.Case(order, by_unit, (), frozenset(), now))
    return Standing(
        order,
        tuple(items.values()),
        tuple(refunds),
        tuple(map(_in_order, verdict.blocks)),
        tuple(map(_in_order, verdict.warnings)),
    )


def full_amounts(quantities: Quantities, earlier: EarlierByItem) -> tuple[ItemFullAmount, ...]:
    """One for each quantity, in their sequence, but for items that the order does not have."""
    items = _items(quantities.order, earlier)
    return tuple(
        ItemFullAmount(each.order_item_id, items[each.order_item_id].full_amount_of(each.order_return_refund_qty))
        for each in quantities.chosen
        if each.order_item_id in items
    )


def _items(order: Order, earlier: EarlierByItem) -> dict[str, StandingItem]:
    """order_item_id -> its item."""
    by_unit, by_line = (pricing.positions(order, earlier, reading) for reading in ("unit", "line"))
    return {item_id: StandingItem(by_unit[item_id], by_line[item_id]) for item_id in by_unit}


def case(refund: Refund, earlier: EarlierByItem, now: datetime) -> rules.Case:
    confirmed = frozenset(refund.confirmed)
    positions = pricing.positions(refund.order, earlier, pricing.confirmed_reading(confirmed) or "unit")
    return rules.Case(refund.order, positions, refund.lines, confirmed, now)


def judgement(refund: Refund, earlier: EarlierByItem, now: datetime) -> Judgement:
    judged = case(refund, earlier, now)
    verdict = rules.judge(judged)
    full = {line.order_item_id: rules.is_full(line, position) for _, line, position in judged.placed()}
    return Judgement(
        tuple(
            JudgedLine(line.order_item_id, line.refund_amount.total, full.get(line.order_item_id, False))
            for line in refund.lines
        ),
        verdict.blocks,
        verdict.warnings,
    )


def _in_order(finding: Finding) -> Finding:
    """What stands against the order alone points into the order; what does not, at the whole of it."""
    inside = finding.pointer.startswith("/order")
    return Finding(finding.code, finding.message, finding.pointer.removeprefix("/order") if inside else "")
