"""Real browsers with the extension in them, for which the portal's address leads to the stand-in.

Started through Selenium and the drivers that are installed on this machine; nothing is downloaded.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jet_refunds_demo.browser import chromium, firefox
from jet_refunds_demo.browser.base import EXTENSION, Browser, BrowserMissing, Kind

__all__ = ["EXTENSION", "KINDS", "Browser", "BrowserMissing", "Kind", "start"]

KINDS: tuple[Kind, ...] = ("chromium", "firefox")
STARTS = {"chromium": chromium.start, "firefox": firefox.start}


def start(
    *,
    portal_tls_port: int,
    kind: Kind | None = None,
    extensions: Sequence[Path] = (EXTENSION,),
    headless: bool = True,
    size: str = "1280,900",
    language: str = "en-US",
) -> Browser:
    """A browser with the folders ``extensions`` loaded. https://partner.jet.com is the stand-in at ``portal_tls_port``.

    ``kind`` None is Chromium, or Firefox where that is the only one. ``size`` is in CSS pixels, the browser's own bars
    included. Each start has a profile of its own. Raises BrowserMissing.
    """
    if not headless and os.name == "posix" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise BrowserMissing("There is no screen to open a browser on.")
    missing = []
    for each in (kind,) if kind else KINDS:
        try:
            return _started(each, portal_tls_port, extensions, headless=headless, size=size, language=language)
        except BrowserMissing as error:
            missing.append(error)
    raise missing[0]


def _started(kind: Kind, portal_tls_port: int, extensions: Sequence[Path], **values: Any) -> Browser:
    """With a folder of its own for all that browser and driver write and forget; it goes when the browser quits."""
    folder = TemporaryDirectory(prefix="jet-refunds-browser-", ignore_cleanup_errors=True)
    try:
        driver = STARTS[kind](portal_tls_port, extensions, {**os.environ, "TMPDIR": folder.name}, **values)
    except BaseException:
        folder.cleanup()
        raise
    driver.folder = folder
    return driver
