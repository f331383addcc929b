"""Who may talk: asked on every request, before anything is done.

Host: the loopback name and our port (against DNS rebinding). Origin, where sent: an extension's, or for the page our
own. Token: the credential of the API, since any installed extension can reach us. Content-Type and size: bounded.
flask-cors answers extensions in browsers that withhold the host permission; a web origin gets nothing.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_cors import CORS

from jet_refunds import API
from jet_refunds.web import actor, security_headers
from jet_refunds.web.problems import Refused
from jet_refunds.web.services import Services

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes. An order of a thousand items is smaller."""

EXTENSIONS = re.compile(r"(chrome|moz)-extension://[a-zA-Z0-9-]+\Z")
"""The end is in it because flask-cors only matches the beginning."""
OPEN_ENDPOINTS = frozenset({"health.health", "pairing.pair"})
"""What needs no token: saying who we are, and being paired."""


def install(app: Flask, services: Services) -> None:
    CORS(
        app,
        resources={r"/v1/.*": {"origins": [EXTENSIONS]}},
        allow_headers=["Authorization", "Content-Type", "Jet-Refunds-Api"],
        methods=["GET", "POST"],
        max_age=600,
    )

    @app.before_request
    def check() -> None:
        _check_host()
        is_api = request.path.startswith("/v1/")
        _check_origin(is_api)
        if request.method == "OPTIONS":
            return
        if is_api:
            _check_api_version()
            _check_body()
            if request.endpoint not in OPEN_ENDPOINTS:
                _check_token(services)

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in security_headers.ALWAYS.items():
            response.headers[name] = value
        for name, value in security_headers.UNLESS_SAID.items():
            response.headers.setdefault(name, value)
        return response


def _check_host() -> None:
    port = request.environ["SERVER_PORT"]
    if request.headers.get("Host", "").lower() not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        raise Refused(403, "wrong_host", "Wrong address", "Jet Refunds answers only at its own loopback address.")


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
    if version not in (str(API), str(API - 1)):
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


def _check_token(services: Services) -> None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refused(401, "not_paired", "Not paired", "This browser is not paired with Jet Refunds yet.")
    holder = services.ledger.tokens.holder(token.strip(), "pairing", services.clock.now())
    if holder is None:
        raise Refused(401, "token_refused", "Not paired any more", "This browser's pairing was ended. Pair it again.")
    actor.is_browser(holder)
