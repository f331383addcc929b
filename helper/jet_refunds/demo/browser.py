"""A real Chromium with the extension in it, for which the portal's address leads to the stand-in.

Started through Selenium and chromedriver as they are installed on this machine; nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlencode

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from jet_refunds.demo.seller import Seller

EXTENSION = Path(__file__).resolve().parents[3] / "extension"
EXTENSION_ID = "edmhbipdjbcldphgohnppookgfmldcnf"
"""Follows from the key in the manifest: its sha256, written in the letters a to p."""

PORTAL = "partner.jet.com"
APT = "apt-get install chromium chromium-driver"
BROWSERS = ("chromium", "chromium-browser")
QUIET = (
    "--disable-quic",
    "--disable-gpu",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-search-engine-choice-screen",
    "--no-first-run",
    "--no-default-browser-check",
    "--lang=en-US",
)


class BrowserMissing(Exception):
    """There is no Chromium that can be started; the message says what to install or why it did not start."""


def start(
    *, portal_tls_port: int, headless: bool = True, detach: bool = False, dark: bool = False, size: str = "1280,900"
) -> webdriver.Chrome:
    """A browser with the extension loaded. https://partner.jet.com is the stand-in at ``portal_tls_port``.

    ``detach`` leaves the window open when this program ends; ``size`` is in CSS pixels.
    Raises BrowserMissing.
    """
    options = Options()
    options.binary_location = _program(*BROWSERS)
    service = Service(executable_path=_program("chromedriver"))
    if not headless and os.name == "posix" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise BrowserMissing("There is no screen to open a browser on.")
    for flag in (*QUIET, *_portal_flags(portal_tls_port), *_extension_flags(), f"--window-size={size}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if headless:
        options.add_argument("--headless=new")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's sandbox refuses to start for root
    if detach:
        options.add_experimental_option("detach", True)
    if dark:
        options.add_argument("--force-dark-mode")
    try:
        return webdriver.Chrome(options=options, service=service)
    except WebDriverException as error:
        raise BrowserMissing(f"Chromium did not start: {error.msg}") from error


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise BrowserMissing(f"{names[0]} is not installed. On Debian and Ubuntu: {APT}")


def _portal_flags(port: int) -> tuple[str, ...]:
    """The last flag makes the browser take the stand-in for a site of the public network, as the real one was."""
    return (
        f"--host-resolver-rules=MAP {PORTAL}:443 127.0.0.1:{port}",
        "--ignore-certificate-errors",
        f"--ip-address-space-overrides=127.0.0.1:{port}=public",
    )


def _extension_flags() -> tuple[str, ...]:
    return (f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}")


def options_page(**words: str | int) -> str:
    """The address of the extension's options page; ``port`` and ``code`` pair, ``portal`` adds an address."""
    return f"chrome-extension://{EXTENSION_ID}/options/options.html" + (f"#{urlencode(words)}" if words else "")


def popup_page() -> str:
    """The address of what the extension's icon opens."""
    return f"chrome-extension://{EXTENSION_ID}/popup/popup.html"


def pair(driver: webdriver.Chrome, port: int, code: str) -> None:
    """Pairs through the options page, with the one click on Yes that a person would make."""
    driver.get("about:blank")  # an address that differs in its fragment only would not load the page anew
    driver.get(options_page(port=port, code=code))
    seller = Seller(driver)
    seller.click("button", "Yes")
    seller.sees(f"Connected with Jet Refunds on port {port}.")
