"""How a kept refund looks from outside: its values with all that has happened to it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jet_refunds.domain.money import Cents
from jet_refunds.domain.refund import Line, State


@dataclass(frozen=True)
class LineView(Line):
    """A line with its item's names, and the processor's answer to the row in its own words."""

    merchant_sku: str
    product_title: str
    result: Literal["accepted", "rejected"] | None
    error_message: str | None


@dataclass(frozen=True)
class FileView:
    """The file that a refund is in; `delivered_at` (UTC) is None until it lies on the site."""

    name: str
    delivered_at: datetime | None


@dataclass(frozen=True)
class AckView:
    """The acknowledgement that was read last (UTC) for a refund's file."""

    name: str
    read_at: datetime


@dataclass(frozen=True)
class TimelineEvent:
    """A sentence for the seller on what has happened, and the state since then (UTC)."""

    at: datetime
    state: State
    message: str


@dataclass(frozen=True)
class RefundView:
    """The values of schemas/refund-status.json. Moments are UTC."""

    id: int
    request_id: str
    alt_refund_id: str
    merchant_order_id: str
    reference_order_id: str
    state: State
    reason: str | None
    """Why it waits, or what went wrong."""
    needs_person: bool
    lines: tuple[LineView, ...]
    created_at: datetime
    held_until: datetime | None
    """Until then it can be undone; None: no longer."""
    file: FileView | None
    ack: AckView | None
    timeline: tuple[TimelineEvent, ...]
    """Oldest first."""

    @property
    def total(self) -> Cents:
        """The sum over all lines and amounts."""
        return sum(line.refund_amount.total for line in self.lines)


@dataclass(frozen=True)
class RefundPage:
    """Refunds, newest first; the next page is below the id `after`, None: this is the last."""

    refunds: tuple[RefundView, ...]
    after: int | None


@dataclass(frozen=True)
class OpenRefund:
    """A refund that has no answer yet or needs a person, in short."""

    id: int
    alt_refund_id: str
    state: State
    reason: str | None
    needs_person: bool
    file_name: str | None


@dataclass(frozen=True)
class Waiting:
    """All refunds without an answer, in short."""

    count: int
    reason: str | None
    """The first among those that are open: what needs a person comes before what waits."""
    needs_person: bool
    """Any refund needs a person, answered or not."""
