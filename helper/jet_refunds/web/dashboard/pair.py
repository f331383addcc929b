"""Pairing: a code for a browser's extension, and the end of a pairing."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jet_refunds.web.dashboard import session
from jet_refunds.web.dashboard.home import render
from jet_refunds.web.services import Services


def install(pages: Blueprint, services: Services) -> None:
    @pages.post("/pair")
    def pair() -> ResponseReturnValue:
        """The code is in this answer and nowhere else, and ends with the page that shows it."""
        return render(services, code=services.ledger.pairings.new_code(services.clock.now(), session=session.current()))

    @pages.post("/unpair")
    def unpair() -> ResponseReturnValue:
        services.ledger.pairings.end(request.form.get("browser", ""), services.clock.now())
        return redirect(url_for("dashboard.home", _anchor="pair"), 303)
