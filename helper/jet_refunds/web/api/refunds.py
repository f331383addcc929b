"""/v1/refunds: taking refunds, undoing them, and saying where they stand."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from jet_refunds.domain.refund import State
from jet_refunds.web import from_document, to_document
from jet_refunds.web.json_body import document
from jet_refunds.web.problems import Refused
from jet_refunds.web.services import Services

LONGEST_TEXT = 200
"""Letters. No number and no SKU of Jet's is longer."""


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("refunds", __name__, url_prefix="/v1/refunds")

    @pages.post("")
    def take() -> ResponseReturnValue:
        refund = from_document.refund(document())
        if request.args.get("check") == "1":
            return jsonify(to_document.judgement(services.refund_service.judgement(refund)))
        taken = services.refund_service.take(refund)
        return jsonify(to_document.refund_status(taken.refund)), 201 if taken.is_new else 200

    @pages.get("")
    def page() -> ResponseReturnValue:
        refunds = services.ledger.refund_views.page(
            merchant_order_id=request.args.get("merchant_order_id"),
            state=_state(request.args.get("state")),
            text=_text(request.args.get("text")),
            after=_number(request.args.get("after")),
        )
        return jsonify(to_document.refund_list(refunds))

    @pages.get("/<int:refund_id>")
    def status(refund_id: int) -> ResponseReturnValue:
        return jsonify(to_document.refund_status(services.ledger.refund_views.get(refund_id)))

    @pages.post("/<int:refund_id>/undo")
    def undo(refund_id: int) -> ResponseReturnValue:
        return jsonify(to_document.refund_status(services.refund_service.undo(refund_id)))

    @pages.post("/<int:refund_id>/send")
    def send(refund_id: int) -> ResponseReturnValue:
        return jsonify(to_document.refund_status(services.refund_service.send(refund_id)))

    return pages


def _state(text: str | None) -> State | None:
    if text is not None and text not in set(State):
        raise Refused(400, "bad_request", "Unknown state", f"There is no state {text}. Use one of {', '.join(State)}.")
    return State(text) if text is not None else None


def _text(text: str | None) -> str | None:
    if text is not None and not 0 < len(text.strip()) <= LONGEST_TEXT:
        raise Refused(400, "bad_request", "Nothing to look for", "text is a part of a number or of a SKU.")
    return text.strip() if text is not None else None


def _number(text: str | None) -> int | None:
    if text is not None and not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(400, "bad_request", "Not a number", "after is the number that the page before named.")
    return int(text) if text is not None else None
