"""What the demo is doing, said while it does it, and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Step name -> seconds, in the order in which they were done."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last = "start"
        """The step that is being done, or was done last."""

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.last = name
        start = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - start, 2)
        print(f"{name}: {self.seconds[name]} s", flush=True)
