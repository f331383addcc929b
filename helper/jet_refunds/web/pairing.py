"""POST /v1/pairings: a one-time code for a token."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds import contracts
from jet_refunds.web.body import document
from jet_refunds.web.parts import Parts


def blueprint(parts: Parts) -> Blueprint:
    pages = Blueprint("pairing", __name__)

    @pages.post("/v1/pairings")
    def pair() -> ResponseReturnValue:
        asked = document()
        contracts.check("pairing-request", asked)
        token = parts.ledger.access.trade(asked["code"], "pairing", asked["client"], parts.clock.now())
        return jsonify(token=token), 201

    return pages
