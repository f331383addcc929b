"""POST /v1/files/{name}/resolve: a person settles what the protocol could not."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.domain.refund_view import RefundPage
from jet_refunds.web import from_document, to_document
from jet_refunds.web.json_body import document
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("files", __name__)

    @pages.post("/v1/files/<name>/resolve")
    def resolve(name: str) -> ResponseReturnValue:
        refunds = services.refund_service.resolve(name, from_document.resolution(document()))
        return jsonify(to_document.refund_list(RefundPage(refunds, after=None)))

    return pages
