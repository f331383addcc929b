"""POST /v1/full-amounts: what was paid for the quantities that the seller has chosen."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web import from_document, to_document
from jet_refunds.web.json_body import document
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("full_amounts", __name__)

    @pages.post("/v1/full-amounts")
    def full_amounts() -> ResponseReturnValue:
        quantities = from_document.quantities(document())
        return jsonify(to_document.full_amounts(services.refund_service.full_amounts(quantities)))

    return pages
