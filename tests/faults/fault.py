"""What can go wrong between the helper and the world: a value that says what, when, and how often."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

COMMANDS = frozenset(
    {
        "cut before",  # the command is not passed on
        "cut after",  # passed on; the client is cut off at once
        "reply lost",  # passed on and carried out; the answer is not passed back
        "late",  # held back, the client cut off; carried out seconds later
        "busy",  # answered with 4xx, not passed on
        "closing",  # answered with 421, not passed on
        "watched",  # passed on: only the helper dies at this moment
        "janitor",  # not passed on, the client cut off; somebody removes what is staged
        "endless reply",  # not passed on; the answer has no end
    }
)
"""At one command of an FTP connection that can be read."""
STRANGER = frozenset({"stranger"})
"""Somebody else's file stands under the final name when the upload begins."""
LIES = frozenset(
    {
        "no size",  # SIZE is not understood
        "no crossing",  # a rename into another folder is refused
        "empty listing",  # every listing is empty
    }
)
"""As long as the fault lasts, on an FTP connection that can be read."""
TRANSFERS = frozenset({"short upload", "short download"})
"""At a byte of a transfer, whose end then looks like its end."""
BYTES = frozenset(
    {
        "cut",  # at a byte of either connection, in either direction
        "late bytes",  # a packet is held back, the client cut off; the packet arrives seconds later
        "stall",  # from one packet on nothing passes, and nobody hangs up
    }
)
"""On any connection, whatever it carries."""
WEATHER = frozenset({"slow", "down"})
"""As long as the fault lasts, on any connection."""


@dataclass
class Fault:
    """`kind` is one of the above. It strikes at the `nth` thing of its sort, counted from when it was armed."""

    kind: str
    verb: str = ""
    """The command it waits for."""
    nth: int = 1
    """Which of these commands, or which packet; with "cut" and "short ..." which byte."""
    channel: str = "control"
    """Or "data"."""
    up: bool = True
    """From the client to the server."""
    seconds: float = 0.0
    """How late, how slow."""
    abrupt: bool = True
    """Cut with a reset; else with a polite end."""
    on_fire: Callable[[str], None] | None = field(default=None, repr=False, compare=False)
    fired: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)
    _met: int = field(default=0, repr=False, compare=False)

    @property
    def lasts(self) -> bool:
        """Whether it strikes again and again until it is over."""
        return self.kind in LIES | WEATHER

    @property
    def is_over(self) -> bool:
        return self.fired.is_set() and not self.lasts

    def fire(self, what: str = "") -> None:
        """`what`: the command's argument, where that matters."""
        if not self.fired.is_set():
            self.fired.set()
            if self.on_fire is not None:
                self.on_fire(what)

    def counts(self, amount: int = 1) -> bool:
        """Whether the nth thing is among the next `amount`."""
        before, self._met = self._met, self._met + amount
        return before < self.nth <= self._met

    def until_nth(self, amount: int) -> int:
        """Of `amount` bytes just counted, those that still pass."""
        return self.nth - (self._met - amount) - 1

    def document(self) -> dict[str, Any]:
        """Without what is at its default."""
        shown = ("kind", "verb", "nth", "channel", "up", "seconds", "abrupt")
        plain = Fault(self.kind)
        return {name: getattr(self, name) for name in shown if name == "kind" or self._differs(plain, name)}

    def _differs(self, plain: Fault, name: str) -> bool:
        return bool(getattr(self, name) != getattr(plain, name))
