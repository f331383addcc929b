"""Refunds coming in: what can be refunded of an order, what stands against a refund, and keeping it.

The helper is the only judge: the extension, and whoever else brings refunds, shows what is said here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from jet_refunds.domain import rules
from jet_refunds.domain.order import Order
from jet_refunds.domain.pricing import Earlier
from jet_refunds.domain.refund import Refund
from jet_refunds.domain.refund_view import RefundView
from jet_refunds.domain.standing import (
    ItemFullAmount,
    Judgement,
    Quantities,
    Standing,
    case,
    full_amounts,
    judgement,
    standing,
)
from jet_refunds.domain.timeline import Settlement
from jet_refunds.errors import Finding, NotAllowed, NotHeld, codes
from jet_refunds.event_log.events import event
from jet_refunds.interfaces import Clock
from jet_refunds.ledger import Ledger
from jet_refunds.settings import Settings
from jet_refunds.solid_commerce.answer import Answer, Result

log = logging.getLogger(__name__)

Resolution = Settlement | Result | tuple[Answer, ...]
"""What a person says of a file: whether it was delivered, or what was answered to it or to each of its rows."""


@dataclass(frozen=True)
class Taken:
    """A refund that is kept; not new when the same request was taken before."""

    refund: RefundView
    is_new: bool


class RefundService:
    def __init__(self, ledger: Ledger, clock: Clock, settings: Settings, wake: Callable[[], None]) -> None:
        """`wake` tells the courier that there is work."""
        self._ledger, self._clock, self._settings, self._wake = ledger, clock, settings, wake

    def standing(self, order: Order) -> Standing:
        """What can be refunded of an order, and what was."""
        earlier = self._ledger.refunds.earlier(order.merchant_order_id)
        refunds = self._ledger.refund_views.page(merchant_order_id=order.merchant_order_id).refunds
        return standing(order, earlier, refunds, self._clock.now())

    def full_amounts(self, quantities: Quantities) -> tuple[ItemFullAmount, ...]:
        """What was paid for the quantities that the seller has chosen."""
        return full_amounts(quantities, self._ledger.refunds.earlier(quantities.order.merchant_order_id))

    def judgement(self, refund: Refund) -> Judgement:
        """What stands against a refund. Keeps nothing."""
        earlier = self._ledger.refunds.earlier(refund.order.merchant_order_id)
        return judgement(refund, earlier, self._clock.now())

    def take(self, refund: Refund) -> Taken:
        """Keep a refund that passes the rules. When this returns, it is on disk. Raises NotAllowed, RequestIdTaken."""
        now = self._clock.now()

        def judge(earlier: Mapping[str, Sequence[Earlier]]) -> None:
            verdict = rules.judge(case(refund, earlier, self._clock.now()))
            event(
                log,
                "refund judged",
                request_id=refund.request_id,
                merchant_order_id=refund.order.merchant_order_id,
                blocks=codes(verdict.blocks),
                warnings=codes(verdict.warnings),
                confirmed=sorted(refund.confirmed),
            )
            findings = [*verdict.blocks, *(_unconfirmed(finding) for finding in verdict.warnings)]
            if findings:
                raise NotAllowed(findings[0].message, findings)

        added = self._ledger.refunds.add(
            refund,
            alt_refund_id=self._alt_refund_id(),
            first_number=self._settings.alt_refund_start,
            judge=judge,
            held_until=now + timedelta(seconds=self._settings.undo_seconds),
            now=now,
        )
        if not added.is_new:
            event(log, "refund asked again", refund=added.id, request_id=refund.request_id)
        self._ledger.remember()
        self._wake()
        return Taken(self._ledger.refund_views.get(added.id), added.is_new)

    def _alt_refund_id(self) -> Callable[[int], str]:
        """With a part of the ledger's name, where another ledger counts, too."""
        ledger = self._ledger.identity.name()[:4].upper() if self._ledger.flags.shared() else ""
        return partial(self._settings.alt_refund_id, ledger=ledger)

    def undo(self, refund_id: int) -> RefundView:
        """held -> cancelled. Raises NotFound, NotHeld."""
        return self._while_held(refund_id, self._ledger.refunds.undo, "It is too late to undo this refund")

    def send(self, refund_id: int) -> RefundView:
        """held -> queued at once. Raises NotFound, NotHeld."""
        return self._while_held(refund_id, self._ledger.refunds.send, "This refund does not wait any more")

    def resolve(self, file_name: str, resolution: Resolution) -> tuple[RefundView, ...]:
        """A person settles an unclear file, or an unclear answer; its refunds, newest first.

        Raises NotFound, NotUnclear, NotAllRows.
        """
        now = self._clock.now()
        if isinstance(resolution, tuple):
            ids = self._ledger.acks.rows_said_by_person(file_name, resolution, now)
        elif resolution == "accepted" or resolution == "rejected":
            ids = self._ledger.acks.said_by_person(file_name, resolution, now)
        else:
            ids = self._ledger.files.resolve(file_name, resolution, now)
        self._wake()
        return tuple(self._ledger.refund_views.get(refund_id) for refund_id in sorted(ids, reverse=True))

    def _while_held(self, refund_id: int, step: Callable[..., bool], too_late: str) -> RefundView:
        self._ledger.refund_views.get(refund_id)
        if not step(refund_id, self._clock.now()):
            state = self._ledger.refund_views.get(refund_id).state
            raise NotHeld(f"{too_late}: it is {state.replace('_', ' ')}.")
        self._wake()
        return self._ledger.refund_views.get(refund_id)


def _unconfirmed(finding: Finding) -> Finding:
    return Finding(finding.code, finding.message, "/confirmed")
