"""Saying what has happened. Whoever asked for it is said once and stands in each entry that follows from it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from jet_refunds.errors import LedgerUnavailable, SiteError
from jet_refunds.event_log.entry import Value

_actor: ContextVar[Mapping[str, Value]] = ContextVar("actor")
"""Who asked for what this thread does: `by` says browser, page, tray or command; nothing, when the courier works."""

FIELDS = "event_fields"
"""The attribute of a logging record that carries an event's fields."""


def event(log: logging.Logger, name: str, /, **fields: Value) -> None:
    """One entry: `name` says what happened to what ("refund held"), the fields by which ids."""
    log.info(name, extra=_extra(fields))


def warning(log: logging.Logger, name: str, /, **fields: Value) -> None:
    """The same of something that should not have happened, or that a person must see to."""
    log.warning(name, extra=_extra(fields))


def fault(log: logging.Logger, name: str, /, error: BaseException, **fields: Value) -> None:
    """A defect of ours, with its traceback."""
    log.error(name, exc_info=error, extra=_extra({"error": type(error).__name__, **fields}))


def failed(log: logging.Logger, name: str, /, error: Exception, **fields: Value) -> None:
    """Something that may go wrong has gone wrong: the site's and the ledger's trouble in words, else its kind alone."""
    text = str(error) if isinstance(error, SiteError | LedgerUnavailable) else None
    warning(log, name, **fields, error=type(error).__name__, text=text)


def _extra(fields: Mapping[str, Value]) -> dict[str, object]:
    return {FIELDS: {**fields, **_actor.get({})}}


@contextmanager
def timed(log: logging.Logger, name: str, /, **fields: Value) -> Iterator[None]:
    """`name` done, with the seconds that the block took; `name` failed, when it raises."""
    start = time.perf_counter()
    try:
        yield
    except Exception as error:
        failed(log, f"{name} failed", error, **fields, seconds=time.perf_counter() - start)
        raise
    event(log, f"{name} done", **fields, seconds=time.perf_counter() - start)


@contextmanager
def acting(**actor: Value) -> Iterator[None]:
    """Within the block, these fields say who asked."""
    before = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(before)


def act_as(**actor: Value) -> None:
    """From now on in this thread; without fields: nobody any more."""
    _actor.set(actor)
