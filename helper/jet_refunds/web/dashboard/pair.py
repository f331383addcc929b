"""Pairing: a code for a browser's extension, and the end of a pairing."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jet_refunds.times import write
from jet_refunds.web.dashboard.home import render
from jet_refunds.web.parts import Parts


def install(pages: Blueprint, parts: Parts) -> None:
    @pages.post("/pair")
    def pair() -> ResponseReturnValue:
        """The code is in this answer and nowhere else: only its hash is kept."""
        code = parts.ledger.access.new_code("pairing", parts.clock.now())
        shown = f"{code.text[:4]}-{code.text[4:]}"
        return render(parts, code={"text": shown, "expires_at": write(code.expires_at)})

    @pages.post("/unpair")
    def unpair() -> ResponseReturnValue:
        parts.ledger.access.revoke(request.form.get("browser", ""), parts.clock.now())
        return redirect(url_for("dashboard.home", _anchor="pair"), 303)
