"""POST /v1/orders: what can be refunded of an order."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web import from_document, to_document
from jet_refunds.web.json_body import document
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("orders", __name__)

    @pages.post("/v1/orders")
    def standing() -> ResponseReturnValue:
        return jsonify(to_document.standing(services.refund_service.standing(from_document.order(document()))))

    return pages
