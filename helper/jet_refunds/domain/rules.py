"""The rules of a refund: one function a rule, each from the table in DOMAIN.md.

A rule looks at a case and yields findings. `BLOCKS` forbid, `WARNINGS` must be confirmed by their code.
Pointers are those of schemas/refund.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from jet_refunds import documents
from jet_refunds.domain.labels import AMOUNT_LABELS, ORDER_STATUS_LABELS
from jet_refunds.domain.money import Amounts, dollars
from jet_refunds.domain.order import Order
from jet_refunds.domain.pricing import Position, confirmed_reading
from jet_refunds.domain.refund import Line
from jet_refunds.errors import Finding
from jet_refunds.schema_validation import REFUND_FEEDBACKS

REFUNDABLE_STATUS = frozenset({"inprogress", "complete"})
REFUND_DAYS = 30
"""Jet took no refund later than this after the order was placed."""

NEEDS_NOTES: documents.RefundFeedback = "other"
NOTHING_RETURNED: frozenset[documents.RefundReason] = frozenset(
    {"Package never arrived", "Return to Sender - lost in transit only"}
)
"""Reasons of a lost parcel: the quantity returned is 0."""
MAY_KEEP = NOTHING_RETURNED | {"Return to Sender - damaged, undeliverable, refused"}
"""Reasons with which more may be refunded than was returned."""
DAMAGE: tuple[documents.RefundReason, ...] = ("Item arrived damaged - box intact", "Item arrived damaged - box damaged")
NOT_WITH = {feedback: DAMAGE if feedback == "item damaged" else () for feedback in REFUND_FEEDBACKS}
"""A feedback -> the reasons that it contradicts: who pays for damage cannot also hold it against the buyer."""


class PlacedLine(NamedTuple):
    """A line beside the item that it refunds."""

    pointer: str
    """Into the refund's document (RFC 6901)."""
    line: Line
    position: Position


@dataclass(frozen=True)
class Case:
    """A refund with all that is needed to judge it. `lines` may be empty: then only the order is judged."""

    order: Order
    positions: dict[str, Position]
    lines: Sequence[Line]
    confirmed: frozenset[str]
    now: datetime

    def placed(self) -> Iterator[PlacedLine]:
        """Each line whose item is in the order."""
        for number, line in enumerate(self.lines):
            if line.order_item_id in self.positions:
                yield PlacedLine(f"/lines/{number}", line, self.positions[line.order_item_id])


Rule = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True)
class Verdict:
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    """Those that are not confirmed yet."""


def judge(case: Case) -> Verdict:
    return Verdict(
        blocks=tuple(finding for rule in BLOCKS for finding in rule(case)),
        warnings=tuple(finding for rule in WARNINGS for finding in rule(case) if not _is_confirmed(finding, case)),
    )


def _is_confirmed(finding: Finding, case: Case) -> bool:
    """A yes to an unknown basis must say which reading is meant: its rule asks for that itself."""
    return finding.code in case.confirmed and finding.code != "price_basis_unknown"


def is_full(line: Line, position: Position) -> bool:
    """The four amounts together are what was paid for the units; more than that is full, too."""
    return line.refund_amount.total >= position.full(line.order_return_refund_qty).total


# -- blocks: the order


def order_not_refundable(case: Case) -> Iterator[Finding]:
    status = case.order.status
    if status is not None and status not in REFUNDABLE_STATUS and not _is_snapshot(case.order):
        state = f"is {ORDER_STATUS_LABELS[status]}" if status in ORDER_STATUS_LABELS else "is neither"
        yield Finding(
            "order_not_refundable",
            f"Jet takes refunds only for orders that are In Progress or Completed. This order {state}.",
            "/order/status",
        )


def status_unknown(case: Case) -> Iterator[Finding]:
    if case.order.status is None or _is_snapshot(case.order):
        yield Finding(
            "status_unknown",
            "The order's status could not be read. Say whether it is In Progress or Completed.",
            "/order/status",
        )


def _is_snapshot(order: Order) -> bool:
    """The raw data of the Created entry say "created" for ever: they prove nothing about the order now."""
    return order.status_source == "raw_data" and order.status not in REFUNDABLE_STATUS


def item_repeated(case: Case) -> Iterator[Finding]:
    """Jet gives each item of an order its own order_item_id (seed, step 9)."""
    if len(case.positions) < len(case.order.order_items):
        yield Finding(
            "item_repeated",
            "The raw data name two items of this order by the same order_item_id. Refund it by hand.",
            "/order/order_items",
        )


def nothing_left(case: Case) -> Iterator[Finding]:
    if all(position.refundable_quantity == 0 for position in case.positions.values()):
        yield Finding(
            "nothing_left",
            "Nothing is left to refund: every unit of this order was cancelled or is in an earlier refund.",
            "/order",
        )


# -- blocks: the lines


def unknown_item(case: Case) -> Iterator[Finding]:
    for number, line in enumerate(case.lines):
        if line.order_item_id not in case.positions:
            yield Finding(
                "unknown_item",
                f"The order has no item {line.order_item_id}. Read the order again.",
                f"/lines/{number}/order_item_id",
            )


def item_twice(case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for pointer, line, position in case.placed():
        if line.order_item_id in seen:
            yield Finding(
                "item_twice",
                f"{position.item.name} is twice in this refund. Put both quantities into one line.",
                f"{pointer}/order_item_id",
            )
        seen.add(line.order_item_id)


def returned_more_than_shipped(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if line.total_quantity_returned > position.returnable_quantity:
            source = "ordered" if position.item.shipped_quantity is None else "shipped"
            yield Finding(
                "returned_more_than_shipped",
                f"{position.item.name}: quantity returned is {line.total_quantity_returned}, "
                f"but at most {position.returnable_quantity} of what was {source} can still come back.",
                f"{pointer}/total_quantity_returned",
            )


def refunded_more_than_left(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        left = position.refundable_quantity
        if line.order_return_refund_qty > left:
            rest = f"only {left} can still be refunded" if left else "nothing is left to refund"
            yield Finding(
                "refunded_more_than_left",
                f"{position.item.name}: quantity to refund is {line.order_return_refund_qty}, but {rest}.",
                f"{pointer}/order_return_refund_qty",
            )


def amount_more_than_left(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        for name, amount in line.refund_amount.items():
            left = position.remaining[name]
            if amount > left:
                yield Finding(
                    "amount_more_than_left",
                    f"{position.item.name}: {AMOUNT_LABELS[name]} is ${dollars(amount)}, "
                    f"but only ${dollars(left)} of it is left to refund.",
                    f"{pointer}/refund_amount/{name}",
                )


def nothing_refunded(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if line.refund_amount == Amounts():
            yield Finding(
                "nothing_refunded",
                f"{position.item.name}: all four amounts are 0.00. Enter what the buyer gets back.",
                f"{pointer}/refund_amount/principal",
            )


def feedback_missing(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if not line.refund_feedback and not is_full(line, position):
            full = position.full(line.order_return_refund_qty).total
            yield Finding(
                "feedback_missing",
                f"{position.item.name}: ${dollars(line.refund_amount.total)} is less than the full ${dollars(full)}. "
                "Say why it is not the full amount.",
                f"{pointer}/refund_feedback",
            )


def notes_missing(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if line.refund_feedback == NEEDS_NOTES and not line.notes.strip():
            yield Finding(
                "notes_missing",
                f"{position.item.name}: write into the notes what “other” means.",
                f"{pointer}/notes",
            )


def feedback_not_needed(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if line.refund_feedback and is_full(line, position):
            yield Finding(
                "feedback_not_needed",
                f"{position.item.name}: this is the full amount. Leave “Why not the full amount?” empty.",
                f"{pointer}/refund_feedback",
            )


def feedback_contradicts_reason(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if line.refund_feedback and line.refund_reason in NOT_WITH[line.refund_feedback]:
            yield Finding(
                "feedback_contradicts_reason",
                f"{position.item.name}: “{line.refund_feedback}” does not go with the reason "
                f"“{line.refund_reason}”. Choose another of the two.",
                f"{pointer}/refund_feedback",
            )


# -- warnings


def exception_state(case: Case) -> Iterator[Finding]:
    state = case.order.exception_state
    if state:
        marked = "noted an exception on this order" if state == "other" else f"marked this order “{state}”"
        yield Finding(
            "exception_state",
            f"Jet {marked}. It may have shipped nothing. Refund only if the buyer has paid.",
            "/order/exception_state",
        )


def order_too_old(case: Case) -> Iterator[Finding]:
    placed = case.order.order_placed_date
    if placed and case.now - placed > timedelta(days=REFUND_DAYS):
        yield Finding(
            "order_too_old",
            f"The order is {(case.now - placed).days} days old. Jet took no refunds after {REFUND_DAYS} days.",
            "/order/order_placed_date",
        )


def refunded_more_than_returned(case: Case) -> Iterator[Finding]:
    for pointer, line, position in case.placed():
        if line.order_return_refund_qty > line.total_quantity_returned and line.refund_reason not in MAY_KEEP:
            yield Finding(
                "refunded_more_than_returned",
                f"{position.item.name}: you refund {line.order_return_refund_qty}, "
                f"but only {line.total_quantity_returned} came back.",
                f"{pointer}/total_quantity_returned",
            )


def more_than_full(case: Case) -> Iterator[Finding]:
    """Not in the table: the amounts may not exceed what is left, but they may exceed what these units cost."""
    for pointer, line, position in case.placed():
        full = position.full(line.order_return_refund_qty).total
        if line.refund_amount.total > full:
            yield Finding(
                "more_than_full",
                f"{position.item.name}: ${dollars(line.refund_amount.total)} is more than the ${dollars(full)} "
                f"that was paid for {line.order_return_refund_qty}.",
                f"{pointer}/refund_amount/principal",
            )


def price_basis_unknown(case: Case) -> Iterator[Finding]:
    unknown = any("unknown" in position.basis.values() for position in case.positions.values())
    if unknown and confirmed_reading(case.confirmed) is None:
        yield Finding(
            "price_basis_unknown",
            "The raw data do not say whether a price is for one unit or for the whole line. "
            "Compare with the order and choose.",
            "/confirmed",
        )


BLOCKS: tuple[Rule, ...] = (
    order_not_refundable,
    status_unknown,
    item_repeated,
    nothing_left,
    unknown_item,
    item_twice,
    returned_more_than_shipped,
    refunded_more_than_left,
    amount_more_than_left,
    nothing_refunded,
    feedback_missing,
    notes_missing,
    feedback_not_needed,
    feedback_contradicts_reason,
)
WARNINGS: tuple[Rule, ...] = (
    exception_state,
    order_too_old,
    price_basis_unknown,
    refunded_more_than_returned,
    more_than_full,
)
