"""Which of pystray's backends can show an icon on this desktop, if any.

pystray itself cannot be asked: on Linux it claims to be visible where there is no tray.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jet_refunds.desktop import tray_hosts
from jet_refunds.errors import TrayUnavailable


@dataclass(frozen=True)
class Backend:
    name: str
    icon: Callable[..., Any]
    """(name, image, title, menu) -> pystray's Icon"""
    item: Any
    menu: Any


def choose() -> Backend:
    """Raises TrayUnavailable with the reason."""
    if sys.platform in ("win32", "darwin"):
        return _load({"win32": "win32", "darwin": "darwin"}[sys.platform])
    candidates = _candidates()
    reasons = []
    for name in candidates:
        try:
            return _load(name)
        except TrayUnavailable as error:
            reasons.append(str(error))
    raise TrayUnavailable(reasons[0])


def _candidates() -> list[str]:
    """The gtk ones have a menu, and want PyGObject; a plain X window knows only a click."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise TrayUnavailable("There is no desktop here, so there is no icon in a tray.")
    found = []
    if tray_hosts.xembed():
        found += ["gtk", "xorg"]
    if tray_hosts.status_notifier():
        found.insert(0, "appindicator")
    if not found:
        raise TrayUnavailable("This desktop shows no tray, so there is no icon.")
    return found


def _load(name: str) -> Backend:
    os.environ["PYSTRAY_BACKEND"] = name  # read once, when pystray is imported
    try:
        pystray = importlib.import_module("pystray")
    except (ImportError, ValueError) as error:  # ValueError: gi without the library's description
        raise TrayUnavailable(f"This desktop's tray wants software that is not installed ({error}).") from error
    icon = pystray.Icon
    if icon.__module__ != f"pystray._{name}":  # imported before, with another one
        raise TrayUnavailable(f"This desktop's tray wants {name}, and another one is in use.")
    if name in ("gtk", "appindicator"):
        icon = importlib.import_module("jet_refunds.desktop.tray_gtk").icon_class(icon)
    if name == "xorg":
        icon = importlib.import_module("jet_refunds.desktop.tray_xorg").Icon
    return Backend(name, icon, pystray.MenuItem, pystray.Menu)
