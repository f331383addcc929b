"""Who asks, for the log: a paired browser, or the page. Nobody, before that is proved."""

from __future__ import annotations

from flask import Flask, request

from jet_refunds.event_log.events import act_as
from jet_refunds.ledger.pairings import log_id

KNOWN = "jet_refunds.is_known"
"""In the environment of a request whose sender is known."""
GREETED = "jet_refunds.is_greeted"
"""In that of a hello in a paired browser's name: its call comes next."""


def install(app: Flask) -> None:
    """A thread serves one request after the other: nothing of the last one may stay."""
    app.before_request(_nobody)
    app.teardown_request(_nobody)


def _nobody(_error: BaseException | None = None) -> None:
    act_as()


def is_browser(client: str, browser_id: str) -> None:
    has_shown_a_credential()
    act_as(by="browser", client=client, client_id=log_id(browser_id))


def is_page() -> None:
    has_shown_a_credential()
    act_as(by="page")


def has_shown_a_credential() -> None:
    """And it is good: listener/ keeps a place for the connection that it came on."""
    request.environ[KNOWN] = True


def is_greeted() -> None:
    """Nothing is proved yet, but listener/ does not drop the connection for one that has said less."""
    request.environ[GREETED] = True


def is_known() -> bool:
    return KNOWN in request.environ
