"""Moments: RFC 3339 in UTC on the wire and in the ledger, aware datetimes inside."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)
"""The form; fromisoformat, which knows the calendar, takes many more."""


def parse_time(text: str) -> datetime:
    """Any RFC 3339 moment, with any number of fraction digits (Jet writes 6 or 7), as UTC. Raises ValueError."""
    if not _RFC_3339.fullmatch(text):
        raise ValueError(f"{text!r} is no moment by RFC 3339")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999") from error


def format_time(moment: datetime) -> str:
    """Always the same width, so that text sorts as time: 2026-11-23T02:45:00.123456Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class SystemClock:
    """The computer's own clock (port Clock)."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def local(self) -> datetime:
        return datetime.now().astimezone().replace(tzinfo=None)

    def running(self) -> float:
        return time.monotonic()
