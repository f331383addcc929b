"""Who may see the page: a one-time link, made by the tray or by `jet-refunds open`, is traded for a session cookie.

A cookie is sent to every port of this computer, so its name carries ours. SameSite=Strict does not keep out other
programs' pages on this computer: every POST carries a token made from the session (and guard.py looks at Origin).
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from jet_refunds.errors import JetRefundsError, WrongCode
from jet_refunds.ledger.tokens import SESSION_LIFE
from jet_refunds.web import actor
from jet_refunds.web.problems import Refused, kind_of, of_http, unexpected
from jet_refunds.web.refusal_log import log_refusal
from jet_refunds.web.services import Services

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OPEN_ENDPOINTS = frozenset({"dashboard.open_page", "dashboard.static"})
HOW_TO_OPEN = "Open this page from the Jet Refunds icon in the system tray, or with the command: jet-refunds open"


def install(pages: Blueprint, services: Services) -> None:
    @pages.get("/open/<code>")
    def open_page(code: str) -> ResponseReturnValue:
        if request.method != "GET" or _is_ahead_of_time():
            raise Refused(403, "not_opened", "Nothing was opened", "The link works once a person follows it.")
        try:
            token = services.ledger.tokens.trade(code, "page", "page", services.clock.now())
        except WrongCode:
            log_refusal(403, "wrong_code")
            return _message("This link was used before, or it has expired.", HOW_TO_OPEN, 403)
        response = make_response(redirect(url_for("dashboard.home"), 303))
        response.set_cookie(
            _cookie_name(), token, max_age=SESSION_LIFE, path="/", httponly=True, samesite="Strict", secure=False
        )
        return response

    _guard(pages, services)
    _refusals(pages)

    @pages.app_context_processor
    def values() -> dict[str, object]:
        return {"csrf": csrf}


def _guard(pages: Blueprint, services: Services) -> None:
    @pages.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint in OPEN_ENDPOINTS:
            return None
        if not services.ledger.tokens.knows(_token(), "page", services.clock.now()):
            log_refusal(401, "page_closed")
            return _message("This page is closed.", HOW_TO_OPEN, 401)
        actor.is_page()
        if request.method == "POST" and not hmac.compare_digest(request.form.get("csrf", "").encode(), csrf().encode()):
            raise Refused(403, "wrong_origin", "Not from this page", "Nothing was changed. Go back, reload, try again.")
        return None

    @pages.after_request
    def harden(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "same-origin"  # with no-referrer a form's Origin would be "null"
        return response


def _refusals(pages: Blueprint) -> None:
    """As pages, where the API gives problem documents."""

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        log_refusal(error.status, error.kind)
        return _message(f"{error.title}.", error.detail, error.status)

    @pages.errorhandler(JetRefundsError)
    def failed(error: JetRefundsError) -> ResponseReturnValue:
        kind = kind_of(error)
        log_refusal(kind.status, kind.word)
        return _message(f"{kind.title}.", str(error), kind.status)

    @pages.errorhandler(HTTPException)
    def misled(error: HTTPException) -> ResponseReturnValue:
        return refused(of_http(error))

    @pages.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        return refused(unexpected(error))


def _is_ahead_of_time() -> bool:
    """Asked for by a program that fetches what a person may want next, and uses up what works once."""
    purposes = (request.headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(said.startswith(("prefetch", "preview")) for said in purposes)


def csrf() -> str:
    """Known only to pages of this session; the session's token cannot be had from it."""
    return hashlib.sha256(b"csrf " + _token().encode()).hexdigest()


def _token() -> str:
    return request.cookies.get(_cookie_name(), "")


def _cookie_name() -> str:
    return f"jet-refunds-{request.environ['SERVER_PORT']}"


def _message(title: str, text: str, status: int) -> ResponseReturnValue:
    return render_template("message.html", title=title, text=text), status
