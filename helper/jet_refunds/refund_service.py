"""Refunds coming in: what can be refunded of an order, what stands against a refund, and keeping it.

The helper is the only judge: the extension, and whoever else brings refunds, shows what is said here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from jet_refunds import schema_validation
from jet_refunds.domain import order, pricing, rules
from jet_refunds.domain.money import Amounts, dollars
from jet_refunds.domain.pricing import Earlier, Position
from jet_refunds.domain.refund import read_line
from jet_refunds.errors import Finding, NotAllowed, NotHeld
from jet_refunds.interfaces import Clock
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.files import OUTCOMES
from jet_refunds.settings import Settings

Document = Mapping[str, Any]


class RefundService:
    def __init__(self, ledger: Ledger, clock: Clock, settings: Settings, wake: Callable[[], None]) -> None:
        """`wake` tells the courier that there is work."""
        self._ledger, self._clock, self._settings, self._wake = ledger, clock, settings, wake

    def standing(self, document: Document) -> dict[str, Any]:
        """schemas/order.json -> schemas/standing.json. Raises NotValid."""
        schema_validation.check("order", document)
        read = order.read(document)
        earlier = self._ledger.refunds.earlier(read.merchant_order_id)
        found, by_line = (pricing.positions(read, earlier, reading) for reading in ("unit", "line"))
        verdict = rules.judge(rules.Case(read, found, (), frozenset(), self._clock.now()))
        return {
            "schema_version": schema_validation.SCHEMA_VERSION,
            "merchant_order_id": read.merchant_order_id,
            "reference_order_id": read.reference_order_id,
            "items": [_item(found[item_id], by_line[item_id]) for item_id in found],
            "refunds": self._ledger.refund_views.page(merchant_order_id=read.merchant_order_id)["refunds"],
            "blocks": [_in_order(finding) for finding in verdict.blocks],
            "warnings": [_in_order(finding) for finding in verdict.warnings],
            "refund_reasons": [
                {"refund_reason": reason, "nothing_returned": reason in rules.NOTHING_RETURNED}
                for reason in schema_validation.REFUND_REASONS
            ],
            "refund_feedbacks": [
                {
                    "refund_feedback": feedback,
                    "needs_notes": feedback == rules.NEEDS_NOTES,
                    "not_with": list(rules.NOT_WITH[feedback]),
                }
                for feedback in schema_validation.REFUND_FEEDBACKS
            ],
        }

    def judgement(self, document: Document) -> dict[str, Any]:
        """schemas/refund.json -> schemas/judgement.json. Keeps nothing. Raises NotValid."""
        schema_validation.check("refund", document)
        case = self._case(document, self._ledger.refunds.earlier(document["order"]["merchant_order_id"]))
        verdict = rules.judge(case)
        full = {line.order_item_id: rules.is_full(line, position) for _, line, position in case.placed()}
        return {
            "schema_version": schema_validation.SCHEMA_VERSION,
            "total": dollars(sum(line.refund_amount.total for line in case.lines)),
            "lines": [
                {
                    "order_item_id": line.order_item_id,
                    "total": dollars(line.refund_amount.total),
                    "full": full.get(line.order_item_id, False),
                }
                for line in case.lines
            ],
            "blocks": [finding.document() for finding in verdict.blocks],
            "warnings": [finding.document() for finding in verdict.warnings],
        }

    def take(self, document: Document) -> tuple[dict[str, Any], bool]:
        """schemas/refund.json -> (schemas/refund-status.json, whether it is new).

        When this returns, the refund is on disk. Raises NotValid, NotAllowed, RequestIdTaken.
        """
        schema_validation.check("refund", document)
        now = self._clock.now()

        def judge(earlier: Mapping[str, Sequence[Earlier]]) -> None:
            verdict = rules.judge(self._case(document, earlier))
            findings = [*verdict.blocks, *(_unconfirmed(finding) for finding in verdict.warnings)]
            if findings:
                raise NotAllowed(findings[0].message, findings)

        refund_id, is_new = self._ledger.refunds.add(
            document,
            alt_refund_id=self._settings.alt_refund_id,
            first_number=self._settings.alt_refund_start,
            judge=judge,
            held_until=now + timedelta(seconds=self._settings.undo_seconds),
            now=now,
        )
        self._wake()
        return self._ledger.refund_views.get(refund_id), is_new

    def _case(self, document: Document, earlier: Mapping[str, Sequence[Earlier]]) -> rules.Case:
        read = order.read(document["order"])
        confirmed = frozenset(document["confirmed"])
        found = pricing.positions(read, earlier, pricing.confirmed_reading(confirmed) or "unit")
        return rules.Case(read, found, tuple(map(read_line, document["lines"])), confirmed, self._clock.now())

    def undo(self, refund_id: int) -> dict[str, Any]:
        """held -> cancelled. Raises NotFound, NotHeld."""
        return self._while_held(refund_id, self._ledger.refunds.undo, "It is too late to undo this refund")

    def send(self, refund_id: int) -> dict[str, Any]:
        """held -> queued at once. Raises NotFound, NotHeld."""
        return self._while_held(refund_id, self._ledger.refunds.send, "This refund does not wait any more")

    def resolve(self, file_name: str, document: Document) -> dict[str, Any]:
        """schemas/resolution.json on an unclear file, or an unclear answer -> schemas/refund-list.json of its refunds.

        Raises NotValid, NotFound, NotUnclear.
        """
        schema_validation.check("resolution", document)
        outcome, now = document["outcome"], self._clock.now()
        if outcome in OUTCOMES:
            ids = self._ledger.files.resolve(file_name, outcome, now)
        else:
            ids = self._ledger.acks.said_by_person(file_name, outcome, now)
        self._wake()
        found = [self._ledger.refund_views.get(refund_id) for refund_id in sorted(ids, reverse=True)]
        return {"schema_version": schema_validation.SCHEMA_VERSION, "refunds": found, "after": None}

    def _while_held(self, refund_id: int, step: Callable[..., bool], too_late: str) -> dict[str, Any]:
        self._ledger.refund_views.get(refund_id)
        if not step(refund_id, self._clock.now()):
            status = self._ledger.refund_views.get(refund_id)
            raise NotHeld(f"{too_late}: it is {status['state'].replace('_', ' ')}.")
        self._wake()
        return self._ledger.refund_views.get(refund_id)


def _unconfirmed(finding: Finding) -> Finding:
    return Finding(finding.code, finding.message, "/confirmed")


def _in_order(finding: Finding) -> dict[str, str]:
    """A finding on the order alone: its pointer is one into the order."""
    inside = finding.pointer.startswith("/order")
    return Finding(finding.code, finding.message, finding.pointer.removeprefix("/order") if inside else "").document()


def _item(by_unit: Position, by_line: Position) -> dict[str, Any]:
    item = by_unit.item
    known = "unknown" not in by_unit.basis.values()
    return {
        "order_item_id": item.order_item_id,
        "merchant_sku": item.merchant_sku,
        "product_title": item.product_title,
        "request_order_quantity": item.request_order_quantity,
        "request_order_cancel_qty": item.request_order_cancel_qty,
        "shipped_quantity": item.shipped_quantity,
        "refunded_quantity": by_unit.refunded_quantity,
        "refundable_quantity": by_unit.refundable_quantity,
        "returnable_quantity": by_unit.returnable_quantity,
        "paid": by_unit.paid.document(),
        "refunded": by_unit.refunded.document(),
        "remaining": by_unit.remaining.document(),
        "price_basis": dict(by_unit.basis),
        "amounts": _amounts(by_unit.amounts()),
        "readings": None if known else {"unit": _amounts(by_unit.amounts()), "line": _amounts(by_line.amounts())},
    }


def _amounts(amounts: Sequence[tuple[int, Amounts]]) -> list[dict[str, Any]]:
    return [{"order_return_refund_qty": quantity, "refund_amount": amount.document()} for quantity, amount in amounts]
