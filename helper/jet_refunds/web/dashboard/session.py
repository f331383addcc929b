"""Who may see the page: a one-time link, made by the tray or by `jet-refunds open`, is traded for a session cookie.

A cookie is sent to every port of its host, so each session has a host of its own (ledger/page_sessions.py): the link
leads there, the cookie is that host's, and no other program knows its name. SameSite=Strict does not keep out other
programs' pages on this computer: every POST carries a token made from the session (and guard.py looks at Origin).
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from jet_refunds.errors import JetRefundsError, WrongCode
from jet_refunds.ledger.page_sessions import SESSION_LIFE, host_of
from jet_refunds.web import actor
from jet_refunds.web.problems import HOW_TO_OPEN, Refused, kind_of, of_http, unexpected
from jet_refunds.web.refusal_log import log_refusal
from jet_refunds.web.services import Services

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
COOKIE = "jet-refunds"
OPEN_ENDPOINTS = frozenset({"dashboard.open_page", "dashboard.static"})


def install(pages: Blueprint, services: Services) -> None:
    @pages.get("/open/<code>")
    def open_page(code: str) -> ResponseReturnValue:
        """At our own address it leads to the session's host; there it brings the cookie, and leads to the page.

        Not by a redirect, on which Firefox sends no cookie of SameSite=Strict that came from another host's link.
        """
        if request.method != "GET" or _is_ahead_of_time():
            raise Refused(403, "not_opened", "Nothing was opened", "The link works once a person follows it.")
        sessions, now = services.ledger.page_sessions, services.clock.now()
        host = host_of(code)
        try:
            if not sessions.is_link(code, now):
                raise WrongCode.link_is_over()
            if _host() != host:
                return redirect(f"http://{host}:{request.environ['SERVER_PORT']}{request.path}", 303)
            opened = sessions.open(code, now)
        except WrongCode:
            log_refusal(403, "wrong_code")
            return _message("This link was used before, or it has expired.", HOW_TO_OPEN, 403)
        response = make_response(render_template("opened.html"))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.set_cookie(
            COOKIE, opened.token, max_age=SESSION_LIFE, path="/", httponly=True, samesite="Strict", secure=False
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
        g.session = services.ledger.page_sessions.known(_token(), _host(), services.clock.now())
        if g.session is None:
            log_refusal(401, "page_closed")
            return _message("This page is closed.", HOW_TO_OPEN, 401)
        actor.is_page()
        if request.method == "POST" and not hmac.compare_digest(request.form.get("csrf", "").encode(), csrf().encode()):
            raise Refused(403, "wrong_origin", "Not from this page", "Nothing was changed. Go back, reload, try again.")
        return None

    @pages.after_request
    def harden(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers.setdefault("Referrer-Policy", "same-origin")  # else a form's Origin would be "null"
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


def current() -> str:
    """The id of the session in which this page is asked for."""
    return str(g.session)


def _token() -> str:
    return request.cookies.get(COOKIE, "")


def _host() -> str:
    """The host's name, without the port; guard.py has seen that it is one of ours."""
    return request.host.rpartition(":")[0].lower()


def _message(title: str, text: str, status: int) -> ResponseReturnValue:
    return render_template("message.html", title=title, text=text), status
