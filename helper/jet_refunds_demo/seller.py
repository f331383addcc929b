"""Plays a seller: finds things by role and name, as a screen reader tells them, and uses mouse and keyboard.

The extension's panel lies in a frame of its own, and its button in a closed shadow root: no script of the page can
enter them. The browser's own accessibility tree holds them like everything else, and what comes through the browser's
driver is trusted by pages as the hand of a person. How each browser does that is said in ``browser``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from selenium.common.exceptions import WebDriverException

from jet_refunds_demo.browser.base import Browser
from jet_refunds_demo.browser.screen_element import ScreenElement

PATIENCE = 30.0  # seconds
LOOK = 0.5  # seconds: so long may pass before the next look where nothing is heard of a change
WRITES = 3  # times that a text is written into a field to which no key came
BEAT = 0.05  # seconds: what lies at the same place after that, some frames later, rests
GROUP = "group"
"""The role of what is looked into; of all else what a screen reader says of it is enough, without what it holds."""
T = TypeVar("T")


class NotSeen(AssertionError):
    """What the seller looked for did not appear; the message holds what was there instead."""


class Seller:
    """Sits before ``driver``'s window. ``actions`` counts clicks and choices; pictures go to ``screenshots``."""

    def __init__(self, driver: Browser, screenshots: Path | None = None) -> None:
        self.driver = driver
        self.screenshots = screenshots
        self.actions = 0

    # What is to be seen

    def screen(self) -> ScreenElement:
        """Everything on screen."""
        return self.driver.screen()

    def find(self, role: str, name: str | None = None, *, within: ScreenElement | None = None) -> ScreenElement | None:
        """The first thing with this role and name, if there is one now."""
        if within is None and name is not None:
            found = self.driver.find(role, name, None)
            if found is None or role != GROUP:
                return found
        for element in (within or self.screen()).all():
            if element.role == role and name in (None, element.name):
                return element
        return None

    def await_(
        self, role: str, name: str | None = None, *, within: str | None = None, patience: float = PATIENCE
    ) -> ScreenElement:
        """The same, waiting for it. ``within`` is the name of a group."""

        return self.until(lambda: self._find(role, name, within), _words(role, name, within), patience)

    def called(self, role: str, text: str) -> ScreenElement:
        """Waits for a thing whose name holds ``words``: a sentence need not be known to the letter."""

        def look() -> ScreenElement | None:
            return next(
                (element for element in self.screen().all() if element.role == role and text in element.name), None
            )

        return self.until(look, f"{role} with {text!r}")

    def misses(self, role: str, name: str) -> None:
        """Waits until it is gone."""
        self.until(lambda: None if self.find(role, name) else True, f"the end of {role} {name!r}")

    def sees(self, text: str, *, role: str | None = None, patience: float = PATIENCE) -> str:
        """Waits until ``words`` stand somewhere, or in the thing with ``role``; returns the whole of that text."""

        def look() -> str | None:
            return next((shown for shown in self.driver.texts(role) if text in shown), None)

        return self.until(look, repr(text), patience)

    def until(
        self, look: Callable[[], T | None], what: str, patience: float = PATIENCE, *, beat: float | None = None
    ) -> T:
        """Looks again when the screen has changed, or every ``beat`` seconds; NotSeen after ``patience`` seconds."""
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
            if beat is None:
                self._await_change()
            else:
                time.sleep(beat)

    def _await_change(self) -> None:
        try:
            self.driver.await_change(LOOK)
        except WebDriverException:  # the page goes just now
            time.sleep(BEAT)

    # What the seller does

    def click(
        self, role: str, name: str, *, within: str | None = None, clicks: int = 1, patience: float = PATIENCE
    ) -> None:
        """Waits for it and clicks into its middle; ``clicks`` is 2 for a double click."""
        self.actions += 1
        x, y = self._at_rest(role, name, within, patience)
        self.driver.press(x, y, clicks)

    def choose(self, name: str, option: str, *, within: str | None = None) -> None:
        """Chooses in a list by typing, as one does with the list in focus."""
        self.actions += 1
        self._focus("combobox", name, within)
        self.driver.type(option)
        self._holds(name, option, "combobox", within)

    def write(self, name: str, text: str, *, within: str | None = None, role: str = "textbox") -> None:
        """Replaces what stands in a field; by a click, where no key came to it."""
        self.actions += 1
        before = self.await_(role, name, within=within).value
        for again in range(WRITES):
            if again:
                self.driver.press(*self._at_rest(role, name, within, PATIENCE), 1)
            else:
                self._focus(role, name, within)
            self.driver.select_all()
            if text:
                self.driver.insert(text)
            else:
                self.key("Delete", code=46)
            try:
                return self._holds(name, text, role, within)
            except NotSeen:
                if self.await_(role, name, within=within).value != before:
                    raise
        raise NotSeen(f"{text!r} was written {WRITES} times, and {_words(role, name, within)} still holds {before!r}")

    def pair(self, port: int, code: str) -> None:
        """Opens the link that the helper gives, the options page, and says Yes."""
        self.driver.get("about:blank")  # an address that differs in its fragment only would not load the page anew
        self.driver.get(self.driver.options_page(port=port, code=code))
        self.click("button", "Yes")
        self.sees(f"Connected with Jet Refunds on port {port}.")

    def key(self, key: str, *, code: int = 0, shift: bool = False) -> None:
        """Presses a key; ``code`` is the Windows virtual key code, which Chromium asks for on every system."""
        self.driver.key(key, code, shift=shift)

    def picture(self, name: str) -> Path | None:
        """Keeps what is on screen as NAME.png, where pictures are wanted."""
        if self.screenshots is None:
            return None
        self.screenshots.mkdir(parents=True, exist_ok=True)
        path = self.screenshots / f"{name}.png"
        path.write_bytes(self.driver.picture())
        return path

    # How

    def _focus(self, role: str, name: str, within: str | None) -> None:
        def look() -> bool | None:
            element = self._find(role, name, within)
            if element is None:
                return None
            self.driver.bring_into_view(element)
            self.driver.focus(element)
            return True

        self.until(look, _words(role, name, within))

    def _at_rest(self, role: str, name: str, within: str | None, patience: float) -> tuple[float, float]:
        """The middle of it, once it is not busy and no longer moves; a page may put another in its place meanwhile."""
        before: tuple[int, float, float] | None = None

        def look() -> tuple[float, float] | None:
            nonlocal before
            element = self._find(role, name, within)
            if element is None:
                return None
            self.driver.bring_into_view(
                element
            )  # again at every look: the page may have scrolled to what has the focus
            x, y = self.driver.middle(element)
            rests, before = before == (element.number, x, y), (element.number, x, y)
            return (x, y) if rests and not element.states.get("busy") else None

        return self.until(look, _words(role, name, within), patience, beat=BEAT)

    def _find(self, role: str, name: str | None, within: str | None) -> ScreenElement | None:
        if name is not None and role != GROUP:
            return self.driver.find(role, name, within)
        group = self.find(GROUP, within) if within is not None else None
        return None if within is not None and group is None else self.find(role, name, within=group)

    def _holds(self, name: str, value: str, role: str, within: str | None) -> None:
        def look() -> bool | None:
            return self.await_(role, name, within=within).value == value or None

        self.until(look, f"{value!r} in {name!r}", 5)


def _words(role: str, name: str | None, within: str | None) -> str:
    return f"{role} {name!r}" + (f" in {within!r}" if within else "")
