"""Whether the courier still works: by a clock that nobody sets, since a thread that hangs cannot say so itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

IDLE = 60.0
"""Seconds from one tick to the next: it looks every few seconds for new settings."""
BUSY = 1800.0
"""Seconds within a tick from one file to the next; a transfer has a limit of two minutes, but answers may be many."""


class Heartbeat:
    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._last = (seconds(), IDLE)
        """When it moved, and how long it may take to move again: together, since other threads ask."""

    @contextmanager
    def working(self) -> Iterator[None]:
        """For the time of a tick."""
        self.beat()
        try:
            yield
        finally:
            self._last = (self._seconds(), IDLE)

    def beat(self) -> None:
        """Within a tick: it goes on with the next file."""
        self._last = (self._seconds(), BUSY)

    def silence(self) -> float | None:
        """Seconds since it last moved; None when that is no longer than it may be."""
        at, limit = self._last
        silent = self._seconds() - at
        return silent if silent > limit else None
