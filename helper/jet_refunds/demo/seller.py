"""Plays a seller: finds things by role and name, as a screen reader tells them, and uses mouse and keyboard.

The extension's windows lie in closed shadow roots, which no script of the page can enter. The browser's own
accessibility tree holds them like everything else, and what comes from CDP's Input domain is trusted by pages as the
hand of a person.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import WebDriverException

PATIENCE = 15.0  # seconds
LOOK = 0.05  # seconds between two looks
T = TypeVar("T")


class NotSeen(AssertionError):
    """What the seller looked for did not appear; the message holds what was there instead."""


@dataclass(frozen=True)
class Thing:
    """One thing on screen. ``value`` is what stands in a field; ``states`` are such as checked, invalid, disabled."""

    role: str
    name: str
    value: str
    description: str
    backend_id: int
    states: dict[str, Any]
    inside: tuple[Thing, ...] = field(repr=False)

    def all(self) -> Iterator[Thing]:
        """Itself and everything inside, in reading order."""
        yield self
        for one in self.inside:
            yield from one.all()

    def text(self) -> str:
        """What is written in it."""
        return " ".join(one.name for one in self.all() if one.role == "StaticText" and one.name)


class Seller:
    """Sits before ``driver``'s window. ``actions`` counts clicks and choices; pictures go to ``screenshots``."""

    def __init__(self, driver: webdriver.Chrome, screenshots: Path | None = None) -> None:
        self.driver = driver
        self.screenshots = screenshots
        self.actions = 0

    # What is to be seen

    def screen(self) -> Thing:
        """Everything on screen."""
        nodes = self._cdp("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in nodes}
        return _thing(nodes[0], by_id)

    def find(self, role: str, name: str | None = None, *, within: Thing | None = None) -> Thing | None:
        """The first thing with this role and name, if there is one now."""
        for one in (within or self.screen()).all():
            if one.role == role and name in (None, one.name):
                return one
        return None

    def await_(
        self, role: str, name: str | None = None, *, within: str | None = None, patience: float = PATIENCE
    ) -> Thing:
        """The same, waiting for it. ``within`` is the name of a group."""

        def look() -> Thing | None:
            group = self.find("group", within) if within is not None else None
            return None if within is not None and group is None else self.find(role, name, within=group)

        return self.until(look, f"{role} {name!r}" + (f" in {within!r}" if within else ""), patience)

    def called(self, role: str, words: str) -> Thing:
        """Waits for a thing whose name holds ``words``: a sentence need not be known to the letter."""

        def look() -> Thing | None:
            return next((one for one in self.screen().all() if one.role == role and words in one.name), None)

        return self.until(look, f"{role} with {words!r}")

    def misses(self, role: str, name: str) -> None:
        """Waits until it is gone."""
        self.until(lambda: None if self.find(role, name) else True, f"the end of {role} {name!r}")

    def sees(self, words: str, *, role: str | None = None, patience: float = PATIENCE) -> str:
        """Waits until ``words`` stand somewhere, or in the thing with ``role``; returns the whole of that text."""

        def look() -> str | None:
            screen = self.screen()
            places = [one for one in screen.all() if one.role == role] if role else [screen]
            return next((text for place in places if words in (text := place.text())), None)

        return self.until(look, repr(words), patience)

    def until(self, look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """Looks again and again; raises NotSeen after ``patience`` seconds."""
        end = time.monotonic() + patience
        while True:
            try:
                found = look()
            except WebDriverException:  # the page went while it was looked at
                found = None
                if time.monotonic() > end:
                    raise
            if found is not None:
                return found
            if time.monotonic() > end:
                raise NotSeen(f"{what} was not seen within {patience:.0f} s. On screen: {self.screen().text()[:1500]}")
            time.sleep(LOOK)

    # What the seller does

    def click(
        self, role: str, name: str, *, within: str | None = None, clicks: int = 1, patience: float = PATIENCE
    ) -> None:
        """Waits for it and clicks into its middle; ``clicks`` is 2 for a double click."""
        self.actions += 1
        self._press(self.await_(role, name, within=within, patience=patience), clicks)

    def choose(self, name: str, option: str, *, within: str | None = None) -> None:
        """Chooses in a list by typing, as one does with the list in focus."""
        self.actions += 1
        chosen = self.await_("combobox", name, within=within)
        self._cdp("DOM.focus", backendNodeId=chosen.backend_id)
        for character in option:
            self._cdp("Input.dispatchKeyEvent", type="keyDown", text=character, key=character, unmodifiedText=character)
            self._cdp("Input.dispatchKeyEvent", type="keyUp", key=character)
        self._holds(name, option, "combobox", within)

    def write(self, name: str, text: str, *, within: str | None = None, role: str = "textbox") -> None:
        """Replaces what stands in a field."""
        self.actions += 1
        place = self.await_(role, name, within=within)
        self._cdp("DOM.scrollIntoViewIfNeeded", backendNodeId=place.backend_id)
        self._cdp("DOM.focus", backendNodeId=place.backend_id)
        self.key("a", commands=["selectAll"])
        if text:
            self._cdp("Input.insertText", text=text)
        else:
            self.key("Delete", code=46)
        self._holds(name, text, role, within)

    def key(self, key: str, *, code: int = 0, commands: list[str] | None = None, shift: bool = False) -> None:
        """Presses a key; ``code`` is the Windows virtual key code, which browsers ask for on every system."""
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self._cdp("Input.dispatchKeyEvent", type="rawKeyDown", commands=commands or [], **common)
        self._cdp("Input.dispatchKeyEvent", type="keyUp", **common)

    def picture(self, name: str) -> Path | None:
        """Keeps what is on screen as NAME.png, where pictures are wanted."""
        if self.screenshots is None:
            return None
        self.screenshots.mkdir(parents=True, exist_ok=True)
        path = self.screenshots / f"{name}.png"
        path.write_bytes(base64.b64decode(self._cdp("Page.captureScreenshot", format="png")["data"]))
        return path

    # How

    def _press(self, thing: Thing, clicks: int) -> None:
        self._cdp("DOM.scrollIntoViewIfNeeded", backendNodeId=thing.backend_id)
        x, y = self._at_rest(thing)
        self._cdp("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for click in range(1, clicks + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self._cdp("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=click)

    def _at_rest(self, thing: Thing) -> tuple[float, float]:
        """The middle of it, once it no longer moves."""
        before: tuple[float, float] | None = None

        def look() -> tuple[float, float] | None:
            nonlocal before
            quad = self._cdp("DOM.getBoxModel", backendNodeId=thing.backend_id)["model"]["border"]
            now = (sum(quad[0::2]) / 4, sum(quad[1::2]) / 4)
            rests, before = now == before, now
            return now if rests else None

        return self.until(look, f"a place for {thing.role} {thing.name!r}")

    def _holds(self, name: str, value: str, role: str, within: str | None) -> None:
        def look() -> bool | None:
            return self.await_(role, name, within=within).value == value or None

        self.until(look, f"{value!r} in {name!r}", 5)

    def _cdp(self, command: str, **words: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, words)


def _thing(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Thing:
    def value(key: str) -> str:
        return str(node.get(key, {}).get("value", ""))

    return Thing(
        role=value("role"),
        name=value("name"),
        value=value("value"),
        description=value("description"),
        backend_id=node.get("backendDOMNodeId", 0),
        states={one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        inside=tuple(_thing(by_id[child], by_id) for child in node.get("childIds", ()) if child in by_id),
    )
