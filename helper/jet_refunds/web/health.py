"""GET /v1/health: who answers; to a paired browser also how each part is."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from jet_refunds import API, __version__
from jet_refunds.web.parts import Parts


def blueprint(parts: Parts) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/v1/health")
    def health() -> ResponseReturnValue:
        """A token that is missing or wrong gets the short answer: an extension says hello before it shows its token."""
        said = {"name": "jet-refunds", "version": __version__, "api": API}
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer" and parts.ledger.access.knows(token.strip(), "pairing", parts.clock.now()):
            found = [part.document() for part in parts.health.parts()]
            return jsonify(**said, waiting=parts.health.waiting(), parts=found)
        return jsonify(said)

    return pages
