"""A screen in memory. Nothing of it outlives its test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """The environment of an empty screen: no window manager, no tray, no session bus."""
    kept = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "PYSTRAY_BACKEND")}
    bare = {**kept, "DBUS_SESSION_BUS_ADDRESS": "disabled:", "NO_AT_BRIDGE": "1"}
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            with os.fdopen(read) as number:
                yield {**bare, "DISPLAY": f":{number.readline().strip()}"}
        finally:
            server.terminate()
            server.wait(10)
