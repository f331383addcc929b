"""The wire's documents, built from values as schemas/ describes them: money in decimal strings, moments in RFC 3339."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from jet_refunds import API, __version__, documents, proofs
from jet_refunds.clock import format_time
from jet_refunds.diagnostics.health import Part
from jet_refunds.domain import rules
from jet_refunds.domain.money import Amounts, dollars
from jet_refunds.domain.pricing import Position
from jet_refunds.domain.refund import State
from jet_refunds.domain.refund_view import AckView, FileView, LineView, RefundPage, RefundView, TimelineEvent
from jet_refunds.domain.standing import FullAmount, ItemFullAmount, Judgement, Standing, StandingItem
from jet_refunds.errors import Finding
from jet_refunds.ledger.pairings import OpenCode
from jet_refunds.schema_validation import REFUND_FEEDBACKS, REFUND_REASONS, SCHEMA_VERSION


def standing(value: Standing) -> documents.Standing:
    return {
        "schema_version": SCHEMA_VERSION,
        "merchant_order_id": value.order.merchant_order_id,
        "reference_order_id": value.order.reference_order_id,
        "items": [_standing_item(item) for item in value.items],
        "refunds": [refund_status(refund) for refund in value.refunds],
        "blocks": _findings(value.blocks),
        "warnings": _findings(value.warnings),
        "refund_reasons": [
            {"refund_reason": reason, "nothing_returned": reason in rules.NOTHING_RETURNED} for reason in REFUND_REASONS
        ],
        "refund_feedbacks": [
            {
                "refund_feedback": feedback,
                "needs_notes": feedback == rules.NEEDS_NOTES,
                "not_with": list(rules.NOT_WITH[feedback]),
            }
            for feedback in REFUND_FEEDBACKS
        ],
    }


def full_amounts(values: Iterable[ItemFullAmount]) -> documents.FullAmounts:
    return {
        "schema_version": SCHEMA_VERSION,
        "items": [
            {"order_item_id": item.order_item_id, "full_amount": _full_amount(item.full_amount)} for item in values
        ],
    }


def judgement(value: Judgement) -> documents.Judgement:
    return {
        "schema_version": SCHEMA_VERSION,
        "total": dollars(value.total),
        "lines": [
            {"order_item_id": line.order_item_id, "total": dollars(line.total), "full": line.full}
            for line in value.lines
        ],
        "blocks": _findings(value.blocks),
        "warnings": _findings(value.warnings),
    }


def refund_list(page: RefundPage) -> documents.RefundList:
    return {
        "schema_version": SCHEMA_VERSION,
        "refunds": [refund_status(refund) for refund in page.refunds],
        "after": page.after,
    }


def refund_status(view: RefundView) -> documents.RefundStatus:
    return {
        "schema_version": SCHEMA_VERSION,
        "id": view.id,
        "request_id": view.request_id,
        "alt_refund_id": view.alt_refund_id,
        "merchant_order_id": view.merchant_order_id,
        "reference_order_id": view.reference_order_id,
        "state": _state(view.state),
        "reason": view.reason,
        "needs_person": view.needs_person,
        "total": dollars(view.total),
        "lines": [_status_line(line) for line in view.lines],
        "created_at": format_time(view.created_at),
        "held_until": _time(view.held_until),
        "file": _file(view.file) if view.file else None,
        "ack": _ack(view.ack) if view.ack else None,
        "timeline": [_event(event) for event in view.timeline],
    }


def finding(value: Finding) -> documents.Finding:
    return {"code": value.code, "message": value.message, "pointer": value.pointer}


def hello() -> documents.Health:
    """What anybody may know."""
    return {"name": "jet-refunds", "version": __version__, "api": API}


def greeting(nonce: str, code: OpenCode | None) -> documents.Health:
    """To a browser that has said who it is, or that it has a code."""
    if code is None:
        return {**hello(), "nonce": nonce}
    return {**hello(), "nonce": nonce, "salt": proofs.text_of(code.salt), "rounds": code.rounds}


def health(waiting: int, health_parts: Iterable[Part]) -> documents.Health:
    """`waiting`: the number of refunds that have no answer yet."""
    return {**hello(), "waiting": waiting, "parts": [_health_part(part) for part in health_parts]}


def refund_amount(amounts: Amounts) -> documents.RefundAmount:
    return {
        "principal": dollars(amounts.principal),
        "tax": dollars(amounts.tax),
        "shipping_cost": dollars(amounts.shipping_cost),
        "shipping_tax": dollars(amounts.shipping_tax),
    }


def _standing_item(value: StandingItem) -> documents.StandingItem:
    """Where its price basis is unknown, the unit reading is shown first and both are offered."""
    position, item = value.by_unit, value.by_unit.item
    full_amount = value.full_amount
    return {
        "order_item_id": item.order_item_id,
        "merchant_sku": item.merchant_sku,
        "product_title": item.product_title,
        "request_order_quantity": item.request_order_quantity,
        "request_order_cancel_qty": item.request_order_cancel_qty,
        "shipped_quantity": item.shipped_quantity,
        "refunded_quantity": position.refunded_quantity,
        "refundable_quantity": position.refundable_quantity,
        "returnable_quantity": position.returnable_quantity,
        "paid": refund_amount(position.paid),
        "refunded": refund_amount(position.refunded),
        "remaining": refund_amount(position.remaining),
        "price_basis": _price_basis(position),
        "full_amount": _full_amount(full_amount) if full_amount else None,
    }


def _price_basis(position: Position) -> documents.PriceBasis:
    basis = position.basis
    return {
        "principal": basis["principal"],
        "tax": basis["tax"],
        "shipping_cost": basis["shipping_cost"],
        "shipping_tax": basis["shipping_tax"],
    }


def _full_amount(value: FullAmount) -> documents.FullAmount:
    by_unit = refund_amount(value.by_unit)
    return {
        "order_return_refund_qty": value.order_return_refund_qty,
        "refund_amount": by_unit,
        "readings": {"unit": by_unit, "line": refund_amount(value.by_line)} if value.by_line is not None else None,
    }


def _status_line(line: LineView) -> documents.StatusLine:
    return {
        "merchant_sku": line.merchant_sku,
        "product_title": line.product_title,
        "order_item_id": line.order_item_id,
        "total_quantity_returned": line.total_quantity_returned,
        "order_return_refund_qty": line.order_return_refund_qty,
        "refund_reason": line.refund_reason,
        "refund_feedback": line.refund_feedback,
        "notes": line.notes,
        "refund_amount": refund_amount(line.refund_amount),
        "result": line.result,
        "error_message": line.error_message,
    }


def _file(view: FileView) -> documents.RefundFile:
    return {"name": view.name, "delivered_at": _time(view.delivered_at)}


def _ack(view: AckView) -> documents.RefundAck:
    return {"name": view.name, "read_at": format_time(view.read_at)}


def _event(event: TimelineEvent) -> documents.TimelineEvent:
    return {"at": format_time(event.at), "state": _state(event.state), "message": event.message}


def _findings(findings: Iterable[Finding]) -> list[documents.Finding]:
    return [finding(value) for value in findings]


def _health_part(part: Part) -> documents.HealthPart:
    return {"part": part.part, "state": part.state, "reason": part.reason}


def _state(state: State) -> documents.State:
    return state.value


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else format_time(moment)
