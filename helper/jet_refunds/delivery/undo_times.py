"""When refunds that can be undone go on. Counted by a clock that nobody sets, from when each was first seen here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from jet_refunds.interfaces import Clock
from jet_refunds.ledger.refunds import Refunds


class UndoTimes:
    def __init__(self, refunds: Refunds, clock: Clock, undo_seconds: float) -> None:
        self._refunds, self._clock, self._undo_seconds = refunds, clock, undo_seconds
        self._ends: dict[tuple[int, datetime], float] = {}
        """By refund and what the ledger says of it: seconds of Clock.running."""

    def release(self) -> None:
        """Whose time is over is queued."""
        now, running = self._clock.now(), self._clock.running()
        held = self._refunds.held().items()
        self._ends = {one: self._ends.get(one, running + self._left(one[1] - now)) for one in held}
        over = [one for one, end in self._ends.items() if end <= running]
        if over:
            self._refunds.release([refund_id for refund_id, _ in over], now)
            for one in over:
                del self._ends[one]

    def waits(self) -> Iterator[float]:
        """Seconds until each that is held may go on."""
        running = self._clock.running()
        return (end - running for end in self._ends.values())

    def _left(self, left: timedelta) -> float:
        """What was written by a clock that went wrong is at most the whole of the undo time."""
        return min(max(left.total_seconds(), 0.0), self._undo_seconds)
