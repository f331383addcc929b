"""Each refused request in the log: status, type and route; never what was asked.

Who proves nothing may ask as often as he likes. Of his refusals one of a kind is logged a minute: a web page that tries
doors must not push the refunds' story out of the log.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from flask import Flask, current_app, request

from jet_refunds.errors import Finding, codes
from jet_refunds.event_log.events import event
from jet_refunds.web import actor

log = logging.getLogger(__name__)

STRANGERS_EVERY = 60.0
"""Seconds."""
_KEY = "refusal_log"

Kind = tuple[str | None, int | None, str]
"""Route, status, type of the problem."""


class _Strangers:
    def __init__(self) -> None:
        self._logged_at: dict[Kind, float] = {}
        self._passed_over: dict[Kind, int] = {}

    def unlogged(self, kind: Kind) -> int | None:
        """How many of this kind were passed over since the last that was logged; None: this one is, too."""
        now = time.monotonic()
        if now - self._logged_at.get(kind, -STRANGERS_EVERY) < STRANGERS_EVERY:
            self._passed_over[kind] = self._passed_over.get(kind, 0) + 1
            return None
        self._logged_at[kind] = now
        return self._passed_over.pop(kind, 0)


def install(app: Flask) -> None:
    app.extensions[_KEY] = _Strangers()


def log_unread(app: Flask, status: int | None, problem_type: str) -> None:
    """Of a stranger's request that no route was asked for, or of a connection that was closed (no status)."""
    strangers: _Strangers = app.extensions[_KEY]
    unlogged = strangers.unlogged((None, status, problem_type))
    if unlogged is None:
        return
    name = "connection closed" if status is None else "request refused"
    event(log, name, status=status, type=problem_type, unlogged=unlogged or None)


def log_refusal(status: int, problem_type: str, findings: Sequence[Finding] = ()) -> None:
    """The route as it is written, since an address may hold a one-time link; of findings the codes alone."""
    route = request.url_rule.rule if request.url_rule else None
    unlogged: int | None = 0
    if not actor.is_known():
        strangers: _Strangers = current_app.extensions[_KEY]
        unlogged = strangers.unlogged((route, status, problem_type))
    if unlogged is None:
        return
    event(
        log,
        "request refused",
        method=request.method,
        route=route,
        refund=(request.view_args or {}).get("refund_id"),
        status=status,
        type=problem_type,
        codes=codes(findings) or None,
        unlogged=unlogged or None,
    )
