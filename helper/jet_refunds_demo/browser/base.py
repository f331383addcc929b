"""What a seller and a test ask of a browser, whichever it is."""

from __future__ import annotations

import shutil
from abc import abstractmethod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Literal
from urllib.parse import urlencode

from selenium.webdriver.remote.webdriver import WebDriver

from jet_refunds_demo.browser.screen_element import ScreenElement

Kind = Literal["chromium", "firefox"]
Scheme = Literal["light", "dark"]
EXTENSION = Path(__file__).resolve().parents[3] / "extension"
PORTAL = "partner.jet.com"
PORTAL_PAGES = f"https://{PORTAL}/*"
HELPER = "http://127.0.0.1/*"


class BrowserMissing(Exception):
    """There is no browser that can be started; the message says what to install or why it did not start."""


class Browser(WebDriver):
    """A real browser with the extension loaded, in which https://partner.jet.com is the stand-in portal."""

    kind: ClassVar[Kind]
    extension_id: ClassVar[str]
    pages: ClassVar[str]
    """Scheme and host of the extension's own pages."""
    folder: TemporaryDirectory[str] | None = None
    """Where it and its driver write what they do not tidy up; None until it has started."""

    def quit(self) -> None:
        try:
            super().quit()
        finally:
            if self.folder is not None:
                self.folder.cleanup()

    @classmethod
    def options_page(cls, **fragment: str | int) -> str:
        """The address of the options; ``port`` and ``code`` pair, ``portal`` adds an address."""
        return f"{cls.pages}/options/options.html" + (f"#{urlencode(fragment)}" if fragment else "")

    @classmethod
    def popup_page(cls) -> str:
        """The address of what the extension's icon opens."""
        return f"{cls.pages}/popup/popup.html"

    # What a seller does: seen as by a screen reader, done as by a hand, so that pages trust it

    @abstractmethod
    def screen(self) -> ScreenElement:
        """Everything in the tab that is in front, closed shadow roots included."""

    @abstractmethod
    def texts(self, role: str | None) -> list[str]:
        """What is written in each thing of this role, or on the whole screen: as `text()` of what is on the `screen()`,
        which costs far more.
        """

    @abstractmethod
    def find(self, role: str, name: str, within: str | None) -> ScreenElement | None:
        """The first with this role and name on the screen, or in the first group that is called ``within``.

        It is told without what is inside it, which costs far less than the whole screen.
        """

    @abstractmethod
    def await_change(self, seconds: float) -> None:
        """Until the screen may be another than at the last look, ``seconds`` at most."""

    @abstractmethod
    def bring_into_view(self, element: ScreenElement) -> None: ...

    @abstractmethod
    def middle(self, element: ScreenElement) -> tuple[float, float]:
        """In CSS pixels from the left and the top of the page's window."""

    @abstractmethod
    def press(self, x: float, y: float, clicks: int) -> None:
        """The mouse goes there and clicks; ``clicks`` is 2 for a double click."""

    @abstractmethod
    def focus(self, element: ScreenElement) -> None: ...

    @abstractmethod
    def select_all(self) -> None:
        """In the field that has the focus."""

    @abstractmethod
    def insert(self, text: str) -> None:
        """Puts ``text`` in place of what is selected."""

    @abstractmethod
    def type(self, text: str) -> None:
        """One key after the other."""

    @abstractmethod
    def key(self, name: str, code: int, *, shift: bool) -> None:
        """Presses a key by its DOM name; ``code`` is its Windows virtual key code."""

    @abstractmethod
    def picture(self) -> bytes:
        """What is on screen, as PNG."""

    # What only a test does

    @abstractmethod
    def prefer(self, scheme: Scheme) -> None:
        """Tells the page in front that the person prefers these colours."""

    @abstractmethod
    def stop_background(self) -> None:
        """Ends the extension's background, as the browser does when it was quiet for a while."""

    @abstractmethod
    def reload_extension(self) -> None:
        """As an update does; returns when the new one runs."""

    @abstractmethod
    def switch(self, *, on: bool) -> None:
        """Switches the extension off or on, as a person may."""

    @abstractmethod
    def tabs(self) -> list[str]:
        """The addresses of all tabs."""

    @abstractmethod
    def close_tab(self, address: str) -> None:
        """Closes the tab with this address, whoever opened it; another must be left."""

    @abstractmethod
    def withhold_helper(self) -> None:
        """Takes away the permission for the helper's addresses, as a person may, and leaves that for the portal."""

    @abstractmethod
    def withhold_portal(self) -> None:
        """Takes away the permission for the portal's pages, and leaves that for the helper."""

    @abstractmethod
    def grant_all(self) -> None:
        """Gives back what was withheld."""

    def badge(self) -> str:
        """What stands on the extension's icon; asked on a page of the extension."""
        return str(self.execute_async_script("chrome.action.getBadgeText({}).then(arguments[0])"))

    @abstractmethod
    def complaints(self) -> list[str]:
        """Errors of the extension's scripts that the console shows since this was last asked."""


def program(*names: str, package: str) -> str:
    """The path of the first of these programs; raises BrowserMissing."""
    for name in names:
        if found := shutil.which(name):
            return found
    raise BrowserMissing(f"{names[0]} is not installed. On Debian and Ubuntu: apt-get install {package}")
