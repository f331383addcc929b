"""GET /v1/health: who answers; to a paired browser also how each part is.

An extension says hello before each call, with its id and a nonce: the answer brings the nonce for its call, and is
proved.
"""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.ledger.pairings import OpenCode
from jet_refunds.web import actor, authentication, to_document
from jet_refunds.web.authentication import Authentication
from jet_refunds.web.services import Services


def blueprint(services: Services, who: Authentication) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/v1/health")
    def health() -> ResponseReturnValue:
        if actor.is_known():
            return jsonify(to_document.health(services.health.waiting(), services.health.parts()))
        nonce, peer = who.hello(), authentication.greeted()
        if nonce is None:
            return jsonify(to_document.hello())
        return jsonify(to_document.greeting(nonce, peer if isinstance(peer, OpenCode) else None))

    return pages
