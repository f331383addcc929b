"""POST /v1/orders: what can be refunded of an order."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web.body import document
from jet_refunds.web.parts import Parts


def blueprint(parts: Parts) -> Blueprint:
    pages = Blueprint("orders", __name__)

    @pages.post("/v1/orders")
    def standing() -> ResponseReturnValue:
        return jsonify(parts.intake.standing(document()))

    return pages
