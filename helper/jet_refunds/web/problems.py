"""Every refusal as a problem document (RFC 9457): what happened, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from jet_refunds.errors import (
    Finding,
    JetRefundsError,
    NotAllowed,
    NotFound,
    NotHeld,
    NotUnclear,
    NotValid,
    RequestIdTaken,
    WrongCode,
)
from jet_refunds.event_log.events import failed, fault
from jet_refunds.web import to_document
from jet_refunds.web.refusal_log import log_refusal

log = logging.getLogger(__name__)

KINDS: tuple[tuple[type[JetRefundsError], int, str, str], ...] = (
    (NotAllowed, 422, "not_allowed", "This refund cannot be made"),
    (NotValid, 422, "not_valid", "The document is not valid"),
    (NotFound, 404, "not_found", "There is no such thing here"),
    (RequestIdTaken, 409, "request_id_taken", "This request was sent before"),
    (NotHeld, 409, "not_held", "It is too late for that"),
    (NotUnclear, 409, "not_unclear", "There is nothing to decide"),
    (WrongCode, 403, "wrong_code", "The code is not right"),
)
"""An error of the core -> status, type and title; the most special first."""

_HTTP_KINDS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class Refused(Exception):
    """A refusal of the web's own: status, type, title, detail."""

    def __init__(self, status: int, kind: str, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.kind, self.title, self.detail = status, kind, title, detail


def problem(status: int, kind: str, title: str, detail: str, errors: Sequence[Finding] = ()) -> Response:
    log_refusal(status, kind, errors)
    response = jsonify(
        type=f"urn:jet-refunds:problem:{kind}",
        title=title,
        status=status,
        detail=detail,
        errors=[to_document.finding(error) for error in errors],
    )
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def install(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(JetRefundsError, _of_the_core)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: Refused) -> Response:
    response = problem(error.status, error.kind, error.title, error.detail)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _of_the_core(error: JetRefundsError) -> Response:
    for kind, status, word, title in KINDS:
        if isinstance(error, kind):
            return problem(status, word, title, str(error), error.findings if isinstance(error, NotValid) else ())
    failed(log, "request failed", error)
    return problem(503, "not_now", "This cannot be done now", str(error))


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    return problem(status, _HTTP_KINDS.get(status, "bad_request"), error.name, error.description or f"{error.name}.")


def _unexpected(error: Exception) -> Response:
    fault(log, "request failed", error)
    return problem(
        500,
        "unexpected",
        "Something went wrong in Jet Refunds",
        "Nothing was lost. Try again; if it happens again, look into the log (jet-refunds doctor says where it is).",
    )
