"""A real Chromium, driven through chromedriver and CDP as they are installed on this machine."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.command import Command
from selenium.webdriver.support.wait import WebDriverWait

from jet_refunds_demo.browser.base import HELPER, PORTAL, PORTAL_PAGES, Browser, BrowserMissing, Scheme, program
from jet_refunds_demo.browser.chromium_screen import ScreenReader
from jet_refunds_demo.browser.devtools import SECONDS, Devtools, FrameGone
from jet_refunds_demo.browser.screen_element import ScreenElement

Look = TypeVar("Look")

EXTENSION_ID = "edmhbipdjbcldphgohnppookgfmldcnf"
"""Follows from the key in the manifest: its sha256, written in the letters a to p."""

NAMES = ("chromium", "chromium-browser")
PACKAGE = "chromium chromium-driver"
MANAGE = "chrome://extensions"
PATIENCE = 10  # seconds
BEAT = 0.05  # seconds between two questions whether the page was laid out anew: each costs a twentieth of a look
WRITES = {"Enter": "\r", " ": " "}
"""Keys that press a button, which they do by what they write."""

QUIET = (
    "--disable-quic",
    "--disable-gpu",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-search-engine-choice-screen",
    "--no-first-run",
    "--no-default-browser-check",
)


class Chromium(Browser, webdriver.Chrome):
    kind = "chromium"
    extension_id = EXTENSION_ID
    pages = f"chrome-extension://{EXTENSION_ID}"

    _target: str | None = None
    """The tab that is driven, while that is known."""
    _seen: tuple[float, ...] = ()
    """How often the page had been laid out at the last look."""

    def execute(self, driver_command: Any, params: Any = None) -> Any:
        if driver_command in (Command.SWITCH_TO_WINDOW, Command.NEW_WINDOW, Command.CLOSE):
            self._target = None
        answer = super().execute(driver_command, params)
        if driver_command == Command.SWITCH_TO_WINDOW:  # a person who goes to a tab has it in front
            self._cdp("Page.bringToFront")
        return answer

    @cached_property
    def _own_protocol(self) -> Devtools:
        return Devtools(self.capabilities["goog:chromeOptions"]["debuggerAddress"])

    def quit(self) -> None:
        if "_own_protocol" in self.__dict__:
            self._own_protocol.close()
        super().quit()

    def screen(self) -> ScreenElement:
        return self._steady(lambda: ScreenReader(self._cdp).screen(self._documents()))

    def texts(self, role: str | None) -> list[str]:
        return self._steady(lambda: ScreenReader(self._cdp).texts(self._documents(), role))

    def find(self, role: str, name: str, within: str | None) -> ScreenElement | None:
        return self._steady(lambda: ScreenReader(self._cdp).find(self._documents(), role, name, within))

    def _steady(self, look: Callable[[], Look]) -> Look:
        """Looks, and once more where the panel went meanwhile."""
        try:
            found = look()
        except FrameGone:
            found = look()
        self._seen = self._layouts()
        return found

    def _panel(self) -> str | None:
        """The session of the frame in which the panel lies, when there is one: it has a process of its own."""
        frames = self._own_protocol.frames(self._driven())
        return next((frame.session for frame in frames if frame.url.startswith(self.pages)), None)

    def _documents(self) -> list[str | None]:
        """The page, and the panel's frame."""
        panel = self._panel()
        return [None, panel] if panel else [None]

    def await_change(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(BEAT)
            if self._layouts() != self._seen:
                return

    def _layouts(self) -> tuple[float, ...]:
        return tuple(
            told.get(name, 0.0)
            for told in map(self._metrics, self._documents())
            for name in ("NavigationStart", "RecalcStyleCount", "LayoutCount", "Nodes")
        )

    def _metrics(self, frame: str | None) -> dict[str, float]:
        return {
            metric["name"]: metric["value"] for metric in self._cdp("Performance.getMetrics", frame=frame)["metrics"]
        }

    def bring_into_view(self, element: ScreenElement) -> None:
        self._cdp("DOM.scrollIntoViewIfNeeded", frame=element.frame, backendNodeId=element.number)

    def middle(self, element: ScreenElement) -> tuple[float, float]:
        x, y = self._middle(element.frame, element.number)
        left, top = self._corner(element.frame) if element.frame else (0, 0)
        return x + left, y + top

    def _middle(self, frame: str | None, number: int) -> tuple[float, float]:
        quad = self._cdp("DOM.getBoxModel", frame=frame, backendNodeId=number)["model"]["border"]
        return sum(quad[0::2]) / 4, sum(quad[1::2]) / 4

    def _corner(self, session: str) -> tuple[float, float]:
        """Where the frame begins in the page."""
        [frame] = [each for each in self._own_protocol.frames(self._driven()) if each.session == session]
        owner = self._cdp("DOM.getFrameOwner", frameId=frame.target)["backendNodeId"]
        x, y = self._cdp("DOM.getBoxModel", backendNodeId=owner)["model"]["content"][:2]
        return x, y

    def press(self, x: float, y: float, clicks: int) -> None:
        self._hand("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for click in range(1, clicks + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self._hand("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=click)

    def focus(self, element: ScreenElement) -> None:
        self._cdp("DOM.focus", frame=element.frame, backendNodeId=element.number)

    def select_all(self) -> None:
        self._key("a", 0, commands=["selectAll"])

    def insert(self, text: str) -> None:
        self._hand("Input.insertText", text=text)

    def type(self, text: str) -> None:
        for character in text:
            self._hand(
                "Input.dispatchKeyEvent", type="keyDown", text=character, key=character, unmodifiedText=character
            )
            self._hand("Input.dispatchKeyEvent", type="keyUp", key=character)

    def key(self, name: str, code: int, *, shift: bool) -> None:
        more = {"text": WRITES[name]} if name in WRITES else {}
        self._key(name, code, modifiers=8 if shift else 0, **more)

    def picture(self) -> bytes:
        return base64.b64decode(self._cdp("Page.captureScreenshot", format="png")["data"])

    def prefer(self, scheme: Scheme) -> None:
        self._cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def stop_background(self) -> None:
        with self._tab(self.popup_page()):  # the commands work on pages of the extension only
            self._cdp("ServiceWorker.enable")
            self._cdp("ServiceWorker.stopAllWorkers")

    def reload_extension(self) -> None:
        with self._tab(MANAGE):
            self.execute_script("chrome.developerPrivate.reload(arguments[0], {failQuietly: true})", EXTENSION_ID)
            WebDriverWait(self, PATIENCE).until(lambda _: self._managed("getExtensionInfo")["state"] == "ENABLED")

    def switch(self, *, on: bool) -> None:
        with self._tab(MANAGE):
            script = "const [id, on, done] = arguments; chrome.management.setEnabled(id, on).then(done)"
            self.execute_async_script(script, EXTENSION_ID, on)

    def tabs(self) -> list[str]:
        return [target["url"] for target in self._targets()]

    def close_tab(self, address: str) -> None:
        [target_id] = [target["targetId"] for target in self._targets() if target["url"] == address]
        self._cdp(
            "Target.closeTarget", targetId=target_id
        )  # chromedriver cannot switch to a tab that an extension opened

    def _targets(self) -> list[dict[str, Any]]:
        return [target for target in self._cdp("Target.getTargets")["targetInfos"] if target["type"] == "page"]

    def withhold_helper(self) -> None:
        self._leave(PORTAL_PAGES)

    def withhold_portal(self) -> None:
        self._leave(HELPER)

    def _leave(self, address: str) -> None:
        with self._tab(MANAGE):
            self._managed("updateExtensionConfiguration", access="ON_SPECIFIC_SITES")
            self._managed("addHostPermission", address)

    def grant_all(self) -> None:
        with self._tab(MANAGE):
            self._managed("updateExtensionConfiguration", access="ON_ALL_SITES")

    def complaints(self) -> list[str]:
        log = self.get_log("browser")  # type: ignore[no-untyped-call]
        said = [entry["message"] for entry in log if entry["level"] == "SEVERE"]
        return [message for message in said if EXTENSION_ID in message]

    def _managed(self, method: str, *arguments: str, access: str | None = None) -> Any:
        """What a person does on the browser's own page about extensions, which must be open."""
        asked = [{"extensionId": EXTENSION_ID, "hostAccess": access}] if access else [EXTENSION_ID, *arguments]
        script = "const [method, asked, done] = arguments; chrome.developerPrivate[method](...asked).then(done)"
        return self.execute_async_script(script, method, asked)

    def _key(self, name: str, code: int, **more: Any) -> None:
        common = {"key": name, "code": name, "windowsVirtualKeyCode": code, **more}
        self._hand("Input.dispatchKeyEvent", type="keyDown" if "text" in more else "rawKeyDown", **common)
        self._hand("Input.dispatchKeyEvent", type="keyUp", **common)

    def _hand(self, command: str, **arguments: Any) -> None:
        """What a hand does may close the panel; of a panel that has gone nobody says that it was done."""
        panel = self._panel()
        with suppress(FrameGone):
            self._own_protocol.ask(self._driven(), command, arguments, passes_to=panel)

    @contextmanager
    def _tab(self, address: str) -> Iterator[None]:
        before = self.current_window_handle
        self.switch_to.new_window("tab")
        self.get(address)
        try:
            yield
        finally:
            self.close()
            self.switch_to.window(before)

    def _cdp(
        self, command: str, seconds: float = SECONDS, *, frame: str | None = None, **arguments: Any
    ) -> dict[str, Any]:
        """Asks the tab that is driven, or a frame in it by its session."""
        if frame is not None:
            return self._own_protocol.ask_frame(frame, command, arguments, seconds=seconds)
        return self._own_protocol.ask(self._driven(), command, arguments, seconds=seconds)

    def _driven(self) -> str:
        self._target = self._target or self.current_window_handle
        return self._target


def start(
    portal_tls_port: int,
    extensions: Sequence[Path],
    environment: Mapping[str, str],
    *,
    headless: bool,
    size: str,
    language: str,
) -> Chromium:
    """See ``browser.start``; ``environment`` is the driver's and the browser's."""
    options = Options()
    options.binary_location = program(*NAMES, package=PACKAGE)
    spoken = {**environment, "LANGUAGE": language}  # on Linux Chromium asks there, elsewhere by the flag
    service = Service(executable_path=program("chromedriver", package=PACKAGE), env=spoken)
    for flag in (*QUIET, *_portal_flags(portal_tls_port), *_extension_flags(extensions), f"--window-size={size}"):
        options.add_argument(flag)
    options.add_argument(f"--lang={language}")
    # Else an extension that was loaded from a folder stays away after it is reloaded.
    options.add_experimental_option("prefs", {"extensions.ui.developer_mode": True})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if headless:
        options.add_argument("--headless=new")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's sandbox refuses to start for root
    try:
        return Chromium(options=options, service=service)
    except WebDriverException as error:
        raise BrowserMissing(f"Chromium did not start: {error.msg}") from error


def _portal_flags(port: int) -> tuple[str, ...]:
    """The last flag makes the browser take the stand-in for a site of the public network, as the real one was."""
    return (
        f"--host-resolver-rules=MAP {PORTAL}:443 127.0.0.1:{port}",
        "--ignore-certificate-errors",
        f"--ip-address-space-overrides=127.0.0.1:{port}=public",
    )


def _extension_flags(folders: Sequence[Path]) -> tuple[str, ...]:
    listed = ",".join(str(folder) for folder in folders)
    return (f"--disable-extensions-except={listed}", f"--load-extension={listed}")
