"""Every refusal as a problem document (RFC 9457): what happened, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from jet_refunds.documents import Problem
from jet_refunds.errors import (
    Finding,
    JetRefundsError,
    NotAllowed,
    NotAllRows,
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


SCHEME = "Jet-Refunds"
"""Of authentication (RFC 9110, section 11): see authentication.py."""

HOW_TO_OPEN = "Open this page from the Jet Refunds icon in the system tray, or with the command: jet-refunds open"


@dataclass(frozen=True)
class Kind:
    """A problem document's status, type and title."""

    status: int
    word: str
    title: str


KINDS: Mapping[type[JetRefundsError], Kind] = {
    NotAllowed: Kind(422, "not_allowed", "This refund cannot be made"),
    NotValid: Kind(422, "not_valid", "The document is not valid"),
    NotFound: Kind(404, "not_found", "There is no such thing here"),
    RequestIdTaken: Kind(409, "request_id_taken", "This request was sent before"),
    NotHeld: Kind(409, "not_held", "It is too late for that"),
    NotAllRows: Kind(422, "not_all_rows", "Some rows are missing"),
    NotUnclear: Kind(409, "not_unclear", "There is nothing to decide"),
    WrongCode: Kind(403, "wrong_code", "The code is not right"),
}
"""By the error of the core; the most special first."""
NOT_NOW = Kind(503, "not_now", "This cannot be done now")

CONTENT_TYPE = "application/problem+json"
_HTTP_KINDS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class Refused(Exception):
    """A refusal of the web's own: status, type, title, detail."""

    def __init__(self, status: int, kind: str, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.kind, self.title, self.detail = status, kind, title, detail


def problem(status: int, kind: str, title: str, detail: str, errors: Sequence[Finding] = ()) -> Response:
    log_refusal(status, kind, errors)
    response = jsonify(document(status, kind, title, detail, errors))
    response.status_code = status
    response.content_type = CONTENT_TYPE
    return response


def document(status: int, kind: str, title: str, detail: str, errors: Sequence[Finding] = ()) -> Problem:
    return {
        "type": f"urn:jet-refunds:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [to_document.finding(error) for error in errors],
    }


def install(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(JetRefundsError, _of_the_core)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: Refused) -> Response:
    response = problem(error.status, error.kind, error.title, error.detail)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = SCHEME
    return response


def kind_of(error: JetRefundsError) -> Kind:
    return next((kind for of, kind in KINDS.items() if isinstance(error, of)), NOT_NOW)


def _of_the_core(error: JetRefundsError) -> Response:
    kind = kind_of(error)
    if kind is NOT_NOW:
        failed(log, "request failed", error)
    findings = error.findings if isinstance(error, NotValid) else ()
    return problem(kind.status, kind.word, kind.title, str(error), findings)


def _of_http(error: HTTPException) -> Response:
    return _refused(of_http(error))


def of_http(error: HTTPException) -> Refused:
    status = error.code or 500
    return Refused(status, _HTTP_KINDS.get(status, "bad_request"), error.name, error.description or f"{error.name}.")


def _unexpected(error: Exception) -> Response:
    return _refused(unexpected(error))


def unexpected(error: Exception) -> Refused:
    """A defect of ours: logged, and what is said of it."""
    fault(log, "request failed", error)
    return Refused(
        500,
        "unexpected",
        "Something went wrong in Jet Refunds",
        "Nothing was lost. Try again; if it happens again, look into the log (jet-refunds doctor says where it is).",
    )
