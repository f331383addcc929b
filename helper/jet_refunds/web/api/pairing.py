"""/v1/pairings: a browser that has proved that it knows the code is paired; and one ends its pairing."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web import authentication, from_document
from jet_refunds.web.json_body import document
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("pairing", __name__)

    @pages.post("/v1/pairings")
    def pair() -> ResponseReturnValue:
        asked = from_document.pairing_request(document())
        code, now = authentication.open_code(), services.clock.now()
        return jsonify(browser=services.ledger.pairings.pair(code, asked.client, asked.verifier, now)), 201

    @pages.post("/v1/pairings/end")
    def end() -> ResponseReturnValue:
        """The seller has ended it in the browser's extension."""
        browser = authentication.browser()
        services.ledger.pairings.end(browser.id, services.clock.now())
        return jsonify(browser=browser.id)

    return pages
