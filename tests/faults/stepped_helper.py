"""The helper on a computer whose clock somebody sets: it is wrong by the seconds that a file names."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from jet_refunds import app, clock
from jet_refunds.cli import commands

CLOCK_STEP = "TESTS_CLOCK_STEP"
"""The environment's name for the file; without the file the clock is right."""


class SteppedClock(clock.SystemClock):
    def now(self) -> datetime:
        return super().now() + self._step()

    def local(self) -> datetime:
        return super().local() + self._step()

    @staticmethod
    def _step() -> timedelta:
        path = Path(os.environ[CLOCK_STEP])
        return timedelta(seconds=float(path.read_text())) if path.exists() else timedelta()


if __name__ == "__main__":
    vars(app)["SystemClock"] = SteppedClock
    commands.main()
