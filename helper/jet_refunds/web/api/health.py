"""GET /v1/health: who answers; to a paired browser also how each part is."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from jet_refunds.web import actor, to_document
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/v1/health")
    def health() -> ResponseReturnValue:
        """A token that is missing or wrong gets the short answer: an extension says hello before it shows its token."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer" and services.ledger.tokens.knows(token.strip(), "pairing", services.clock.now()):
            actor.has_shown_a_credential()
            return jsonify(to_document.health(services.health.waiting(), services.health.parts()))
        return jsonify(to_document.hello())

    return pages
