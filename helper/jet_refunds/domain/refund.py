"""A refund: what the seller asks for, and the ways its state may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jet_refunds.domain.money import Amounts


class State(StrEnum):
    HELD = "held"
    QUEUED = "queued"
    PREPARED = "prepared"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PARTLY_ACCEPTED = "partly_accepted"
    CANCELLED = "cancelled"


MOVES: Mapping[State, frozenset[State]] = {
    State.HELD: frozenset({State.QUEUED, State.CANCELLED}),
    State.QUEUED: frozenset({State.PREPARED}),
    State.PREPARED: frozenset({State.DELIVERED}),
    State.DELIVERED: frozenset({State.ACCEPTED, State.REJECTED, State.PARTLY_ACCEPTED}),
    State.ACCEPTED: frozenset(),
    State.REJECTED: frozenset(),
    State.PARTLY_ACCEPTED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""The allowed moves; a state that leads nowhere is final."""

WAITING = (State.HELD, State.QUEUED, State.PREPARED, State.DELIVERED)
"""The processor has not answered yet."""

ON_THE_WAY = (State.QUEUED, State.PREPARED, State.DELIVERED)
"""The courier has something to do with it."""


@dataclass(frozen=True)
class Line:
    """One row of the CSV. Amounts are totals for the refunded units, not unit prices."""

    order_item_id: str
    total_quantity_returned: int
    order_return_refund_qty: int
    refund_reason: str
    refund_feedback: str | None
    notes: str
    refund_amount: Amounts

    def document(self) -> dict[str, Any]:
        return {**vars(self), "refund_amount": self.refund_amount.document()}


@dataclass(frozen=True)
class CsvRefund:
    """What the CSV says of one refund: all its rows share both ids."""

    merchant_order_id: str
    alt_refund_id: str
    lines: tuple[Line, ...]


def read_line(document: Mapping[str, Any]) -> Line:
    """From a line that has passed schemas/common.json#/$defs/line."""
    return Line(**{**document, "refund_amount": Amounts.read(document["refund_amount"])})
