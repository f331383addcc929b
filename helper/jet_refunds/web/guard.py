"""Who may talk: asked on every request, before anything is done.

Host: our loopback name, or for the page its own, and our port (against DNS rebinding). Origin, where sent: an
extension's, or for the page our own. Proof: by it a paired browser is known, since any installed extension can reach
us. Content-Type and size: bounded. flask-cors answers extensions in browsers that withhold the host permission; a web
origin gets nothing.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_cors import CORS

from jet_refunds import API, OLDEST_API
from jet_refunds.web import security_headers
from jet_refunds.web.authentication import PROOF_HEADER, Authentication
from jet_refunds.web.problems import HOW_TO_OPEN, Refused
from jet_refunds.web.services import Services

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes. An order of a thousand items is smaller."""

EXTENSIONS = re.compile(r"(chrome|moz)-extension://[a-zA-Z0-9-]+\Z")
"""The end is in it because flask-cors only matches the beginning."""
PAGE_HOST = re.compile(r"jet-refunds-[0-9a-f]{32}\.localhost")
HELLO = "health.health"
"""What strangers may ask: who we are."""


def install(app: Flask, services: Services, authentication: Authentication) -> None:
    CORS(
        app,
        resources={r"/v1/.*": {"origins": [EXTENSIONS]}},
        allow_headers=["Authorization", "Content-Type", "Jet-Refunds-Api"],
        expose_headers=[PROOF_HEADER],
        methods=["GET", "POST"],
        max_age=600,
    )

    @app.before_request
    def check() -> None:
        is_api = request.path.startswith("/v1/")
        _check_host(services, is_api=is_api)
        _check_origin(is_api)
        if request.method == "OPTIONS":
            return
        if is_api:
            _check_api_version()
            _check_body()
            if request.endpoint != HELLO or "Authorization" in request.headers:
                authentication.check()

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in security_headers.ALWAYS.items():
            response.headers[name] = value
        for name, value in security_headers.UNLESS_SAID.items():
            response.headers.setdefault(name, value)
        return response


def _check_host(services: Services, *, is_api: bool) -> None:
    """The API is at our own address; the page, once it is opened, at a host that nobody else knows."""
    host, _, port = request.headers.get("Host", "").lower().rpartition(":")
    if port == request.environ["SERVER_PORT"] and host in ("127.0.0.1", "localhost"):
        return
    if port != request.environ["SERVER_PORT"] or is_api or not PAGE_HOST.fullmatch(host):
        raise Refused(403, "wrong_host", "Wrong address", "Jet Refunds answers only at its own loopback address.")
    if not services.ledger.page_sessions.is_host(host, services.clock.now()):
        raise Refused(401, "page_closed", "This page is closed", HOW_TO_OPEN)


def _check_origin(is_api: bool) -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        return
    fits = (
        EXTENSIONS.fullmatch(origin)
        if is_api
        else urlsplit(origin).netloc == request.host and origin.startswith("http://")
    )
    if not fits:
        raise Refused(403, "wrong_origin", "Wrong origin", "Only the Jet Refunds extension may ask this.")


def _check_api_version() -> None:
    version = request.headers.get("Jet-Refunds-Api", str(API))
    if version not in map(str, range(OLDEST_API, API + 1)):
        is_older = re.fullmatch("[0-9]{1,9}", version) is not None and int(version) < API
        outdated = "The extension" if is_older else "Jet Refunds on this computer"
        raise Refused(409, "api_mismatch", "Versions do not fit", f"{outdated} is too old. Update it.")


def _check_body() -> None:
    if request.method != "POST":
        return
    if request.mimetype != "application/json":
        raise Refused(415, "not_json", "Not JSON", "Send the document as application/json.")
    if request.content_length is not None and request.content_length > BODY_LIMIT:
        raise Refused(413, "too_large", "Too large", f"A document may have {BODY_LIMIT} bytes at most.")
