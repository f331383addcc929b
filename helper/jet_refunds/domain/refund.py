"""A refund: what the seller asks for, and the ways its state may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jet_refunds import documents
from jet_refunds.domain.money import Amounts
from jet_refunds.domain.order import Order


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
    refund_reason: documents.RefundReason
    refund_feedback: documents.RefundFeedback | None
    notes: str
    refund_amount: Amounts


@dataclass(frozen=True)
class Refund:
    """A refund as the seller asks for it: the values of schemas/refund.json."""

    request_id: str
    """Made at the first click: the same request sent again is the same refund."""
    request_sha256: str
    """Of the whole document as it was sent. By it a repetition is told from another content, also of a request that an
    older version has kept; so it is taken where the document is read, and never from these values."""
    order: Order
    order_json: str
    """The order's document, which is kept beside what was read from it: as it was sent, but for an exception_state in
    words that may be about the buyer."""
    lines: tuple[Line, ...]
    confirmed: tuple[str, ...]
    """Codes of the warnings that the seller accepted."""


@dataclass(frozen=True)
class CsvRefund:
    """What the CSV says of one refund: all its rows share both ids."""

    merchant_order_id: str
    alt_refund_id: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class QueuedRefund:
    """A refund that waits for a file."""

    id: int
    csv_refund: CsvRefund
