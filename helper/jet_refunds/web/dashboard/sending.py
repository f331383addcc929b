"""Sending: pause it, hurry it, and settle what the protocol could not find out."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jet_refunds.web import from_document
from jet_refunds.web.services import Services


def install(pages: Blueprint, services: Services) -> None:
    @pages.post("/pause")
    def pause() -> ResponseReturnValue:
        services.courier.pause(on=request.form.get("pause") == "on")
        return _back()

    @pages.post("/go-on")
    def go_on() -> ResponseReturnValue:
        """Of two copies of a ledger this one is used."""
        services.courier.go_on()
        return _back()

    @pages.post("/hurry")
    def hurry() -> ResponseReturnValue:
        services.courier.hurry()
        return _back()

    @pages.post("/seen")
    def seen() -> ResponseReturnValue:
        """What was said of refunds that are answered has been read."""
        ids = request.form.get("refunds", "").split(",")
        services.ledger.refunds.seen([int(number) for number in ids if number.isascii() and number.isdigit()])
        return _back()

    @pages.post("/resolve")
    def resolve() -> ResponseReturnValue:
        resolution = from_document.resolution({"outcome": request.form.get("outcome")})
        services.refund_service.resolve(request.form.get("file", ""), resolution)
        return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("dashboard.home", _anchor="waiting"), 303)
