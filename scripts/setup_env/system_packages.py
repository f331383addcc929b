"""Debian's packages: browsers, a desktop without a screen, and what the scripts themselves call."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from setup_env.commands import CannotPrepare, run


@dataclass(frozen=True)
class Need:
    """A Debian package, and the program that shows that it (or another way of installing it) is there."""

    package: str
    program: str | None = None
    """None: only the package system knows."""

    def present(self) -> bool:
        if self.program is not None:
            return shutil.which(self.program) is not None
        return _installed(self.package)


CHROMIUM = (Need("chromium", "chromium"), Need("chromium-driver", "chromedriver"))
FIREFOX = Need("firefox-esr", "firefox-esr")
BROWSERS = (*CHROMIUM, Need("chromium-l10n"), FIREFOX)
"""The tests run in both, and one of them in Spanish. The demo needs only one, and nobody waits for the other there."""
DESKTOP = (
    Need("xvfb", "Xvfb"),
    Need("xauth", "xauth"),
    Need("xdotool", "xdotool"),
    Need("trayer", "trayer"),
    Need("imagemagick", "import"),
    Need("dbus", "dbus-daemon"),
    Need("dbus-x11", "dbus-launch"),
    Need("gnome-keyring", "gnome-keyring-daemon"),
    Need("python3-gi"),
    Need("gir1.2-gtk-3.0"),
    Need("gir1.2-ayatanaappindicator3-0.1"),
)


def install_system_packages(needs: Sequence[Need]) -> None:
    """Installs the Debian packages of ``needs`` that are missing.

    Raises CannotPrepare with the command that would install them, where this script may not.
    """
    missing = [need.package for need in needs if not need.present()]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    prefix = as_root()
    if shutil.which("apt-get") is None:
        raise CannotPrepare(
            f"Missing on this computer: {', '.join(missing)} (their names on Debian). Please install them."
        )
    if prefix is None:
        raise CannotPrepare(
            f"Missing on this computer. Please run:\n  sudo apt-get update && sudo {shlex.join(install)}"
        )
    run([*prefix, "apt-get", "update", "--quiet"])
    run([*prefix, *install, "-o", "DPkg::Lock::Timeout=120"])  # another apt may be at work; seconds


def as_root() -> list[str] | None:
    """What to put before a command that only root may run; None: it cannot be run from here."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout == "installed"
