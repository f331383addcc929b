"""POST /v1/files/{name}/resolve: a person settles what the protocol could not."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web.body import document
from jet_refunds.web.parts import Parts


def blueprint(parts: Parts) -> Blueprint:
    pages = Blueprint("files", __name__)

    @pages.post("/v1/files/<name>/resolve")
    def resolve(name: str) -> ResponseReturnValue:
        return jsonify(parts.intake.resolve(name, document()))

    return pages
