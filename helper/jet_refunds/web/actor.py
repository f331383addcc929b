"""Who asks, for the log: a paired browser, or the page. Nobody, before the guard has seen a token."""

from __future__ import annotations

from flask import Flask, request

from jet_refunds.event_log.events import act_as
from jet_refunds.ledger.tokens import Holder

KNOWN = "jet_refunds.is_known"
"""In the environment of a request whose sender is known."""


def install(app: Flask) -> None:
    """A thread serves one request after the other: nothing of the last one may stay."""
    app.before_request(_nobody)
    app.teardown_request(_nobody)


def _nobody(_error: BaseException | None = None) -> None:
    act_as()


def is_browser(holder: Holder) -> None:
    has_shown_a_credential()
    act_as(by="browser", client=holder.client, client_id=holder.client_id)


def is_page() -> None:
    has_shown_a_credential()
    act_as(by="page")


def has_shown_a_credential() -> None:
    """And it is good: listener/ keeps a place for the connection that it came on."""
    request.environ[KNOWN] = True


def is_known() -> bool:
    return KNOWN in request.environ
