"""What is on screen, as a screen reader tells it, in whichever browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ScreenElement:
    """One thing on screen; roles, names and states are those of Chromium's accessibility tree.

    ``value`` is what stands in a field; ``states`` are such as checked, invalid, disabled, focused; by ``number`` the
    browser knows it again.
    """

    role: str
    name: str
    value: str
    description: str
    number: int
    states: dict[str, Any]
    inside: tuple[ScreenElement, ...] = field(repr=False)
    frame: str | None = None
    """In which frame of the page the browser knows it by that number, where it tells of each for itself."""

    def all(self) -> Iterator[ScreenElement]:
        """Itself and everything inside, in reading order."""
        yield self
        for element in self.inside:
            yield from element.all()

    def text(self) -> str:
        """What is written in it."""
        return " ".join(element.name for element in self.all() if element.role == "StaticText" and element.name)
