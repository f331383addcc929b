"""POST /v1/page-codes: a paired browser opens the helper's page in a tab of its own, at /open/CODE."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from jet_refunds.web import authentication
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("page_codes", __name__)

    @pages.post("/v1/page-codes")
    def page_code() -> ResponseReturnValue:
        """As good for one time and five minutes as the tray's link; it ends with the browser's pairing."""
        browser = authentication.browser()
        return jsonify(code=services.ledger.page_sessions.new_link(services.clock.now(), browser_id=browser.id)), 201

    return pages
