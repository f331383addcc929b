"""Moments: RFC 3339 in UTC on the wire and in the ledger, aware datetimes inside."""

from __future__ import annotations

from datetime import UTC, datetime


def parse(text: str) -> datetime:
    """Any RFC 3339 moment, with any number of fraction digits (Jet writes 6 or 7), as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return moment.astimezone(UTC)


def write(moment: datetime) -> str:
    """Always the same width, so that text sorts as time: 2026-11-23T02:45:00.123456Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class SystemClock:
    """The computer's own clock (port Clock)."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def local(self) -> datetime:
        return datetime.now().astimezone().replace(tzinfo=None)
