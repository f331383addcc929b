"""POST /v1/pairings: a one-time code for a token."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web import from_document
from jet_refunds.web.json_body import document
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("pairing", __name__)

    @pages.post("/v1/pairings")
    def pair() -> ResponseReturnValue:
        asked = from_document.pairing_request(document())
        token = services.ledger.tokens.trade(asked["code"], "pairing", asked["client"], services.clock.now())
        return jsonify(token=token), 201

    return pages
