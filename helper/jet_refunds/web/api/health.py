"""GET /v1/health: who answers; to a paired browser also how each part is."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from jet_refunds import API, __version__
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/v1/health")
    def health() -> ResponseReturnValue:
        """A token that is missing or wrong gets the short answer: an extension says hello before it shows its token."""
        said = {"name": "jet-refunds", "version": __version__, "api": API}
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer" and services.ledger.tokens.knows(token.strip(), "pairing", services.clock.now()):
            found = [part.document() for part in services.health.parts()]
            return jsonify(**said, waiting=services.health.waiting(), parts=found)
        return jsonify(said)

    return pages
