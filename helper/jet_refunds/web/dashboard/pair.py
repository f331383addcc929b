"""Pairing: a code for a browser's extension, and the end of a pairing."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jet_refunds.clock import format_time
from jet_refunds.web.dashboard.home import render
from jet_refunds.web.services import Services


def install(pages: Blueprint, services: Services) -> None:
    @pages.post("/pair")
    def pair() -> ResponseReturnValue:
        """The code is in this answer and nowhere else: only its hash is kept."""
        code = services.ledger.tokens.new_code("pairing", services.clock.now())
        shown = f"{code.text[:4]}-{code.text[4:]}"
        return render(services, code={"text": shown, "expires_at": format_time(code.expires_at)})

    @pages.post("/unpair")
    def unpair() -> ResponseReturnValue:
        services.ledger.tokens.revoke(request.form.get("browser", ""), services.clock.now())
        return redirect(url_for("dashboard.home", _anchor="pair"), 303)
