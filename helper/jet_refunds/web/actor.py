"""Who asks, for the log: a paired browser, or the page. Nobody, before the guard has seen a token."""

from __future__ import annotations

from flask import Flask, g

from jet_refunds.event_log.events import act_as
from jet_refunds.ledger.tokens import Holder


def install(app: Flask) -> None:
    """A thread serves one request after the other: nothing of the last one may stay."""
    app.before_request(_nobody)
    app.teardown_request(_nobody)


def _nobody(_error: BaseException | None = None) -> None:
    act_as()


def is_browser(holder: Holder) -> None:
    g.is_known = True
    act_as(by="browser", client=holder.client, client_id=holder.client_id)


def is_page() -> None:
    g.is_known = True
    act_as(by="page")


def is_known() -> bool:
    return bool(g.get("is_known", False))
