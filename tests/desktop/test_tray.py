"""The tray on a real X screen, clicked by a real pointer: pystray's plain icon, and its gtk icon where gi fits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest
from PIL import Image
from Xlib.display import Display
from Xlib.error import XError
from Xlib.X import AnyPropertyType, IsViewable, ZPixmap

from jet_refunds.desktop.icons import COLOURS, Kind

pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).with_name("tray_program.py")
DEBIAN_GI = Path("/usr/lib/python3/dist-packages/gi")
GI_FITS = (DEBIAN_GI / f"_gi{sysconfig.get_config_var('EXT_SUFFIX')}").exists()
BACKENDS = ["xorg", "gtk"] if GI_FITS else ["xorg"]

_Found = TypeVar("_Found")


def until(look: Callable[[], _Found | None], what: str, seconds: float = 10.0) -> _Found:
    """What `look` finds, as soon as it is true. A window may vanish while it is looked at."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(XError):
            if found := look():
                return found
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


@contextmanager
def running(*command: str, env: dict[str, str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program that ends with the block, even if it has to be killed."""
    with subprocess.Popen(command, env=env, text=True, **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def desktop(display: dict[str, str]) -> Iterator[dict[str, str]]:
    """A screen with a panel that shows tray icons."""
    with running("trayer", "--edge", "top", env=display, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        with closing(Display(display["DISPLAY"])) as screen:
            tray = screen.intern_atom("_NET_SYSTEM_TRAY_S0")
            until(lambda: screen.get_selection_owner(tray), "trayer is ready")
        yield display


@dataclass
class Helper:
    process: subprocess.Popen[str]
    env: dict[str, str]
    state_file: Path
    heard: list[str]

    def says(self, word: str) -> None:
        """Wait until the program has printed a line that starts so."""
        until(lambda: any(line.startswith(word) for line in self.heard), f"{word!r} among {self.heard}")

    def shows(self, state: str) -> None:
        fresh = self.state_file.with_suffix(".new")
        fresh.write_text(state, encoding="utf-8")
        fresh.replace(self.state_file)

    def click(self, button: int = 1) -> None:
        box = until(self.place, "the icon is in the panel")
        x, y = box[0] + box[2] // 2, box[1] + box[3] // 2
        self.xdotool("mousemove", str(x), str(y), "click", str(button))

    def keys(self, *names: str) -> None:
        self.xdotool("key", "--delay", "60", *names)

    def xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.env, check=True, timeout=10)

    def place(self) -> tuple[int, int, int, int] | None:
        """x, y, width, height of the icon's window on the screen."""
        with closing(Display(self.env["DISPLAY"])) as screen:
            root = screen.screen().root
            window = next(icons(root), None)
            if window is None:
                return None
            geometry, corner = window.get_geometry(), root.translate_coords(window, 0, 0)
            return corner.x, corner.y, geometry.width, geometry.height

    def lose(self) -> None:
        """The server throws the program out, as at the end of a desktop's session."""
        with closing(Display(self.env["DISPLAY"])) as screen:
            next(icons(screen.screen().root)).kill_client()
            screen.sync()

    def menu_is_open(self) -> bool:
        """A menu is a visible window beside the panel."""
        with closing(Display(self.env["DISPLAY"])) as screen:
            windows = screen.screen().root.query_tree().children
            return any(w.get_attributes().map_state == IsViewable and w.get_geometry().height > 60 for w in windows)

    def colours(self) -> set[tuple[int, int, int]]:
        """What the screen shows where the icon is."""
        box = self.place()
        if box is None:
            return set()
        with closing(Display(self.env["DISPLAY"])) as screen:
            raw = screen.screen().root.get_image(*box, ZPixmap, 0xFFFFFF)
        picture = Image.frombytes("RGB", box[2:], raw.data, "raw", "BGRX")
        return {colour for _, colour in picture.getcolors(box[2] * box[3]) or []}  # type: ignore[misc]

    def titles(self) -> list[str]:
        """Of our windows on the screen."""
        with closing(Display(self.env["DISPLAY"])) as screen:
            return [title_of(icon) for icon in icons(screen.screen().root)]

    def has(self, kind: Kind) -> None:
        until(lambda: COLOURS[kind] in self.colours(), f"the icon is {kind}")


def title_of(window: Any) -> str:
    """As a panel reads it: _NET_WM_NAME, else WM_NAME."""
    found = window.get_full_property(window.display.get_atom("_NET_WM_NAME"), AnyPropertyType)
    return found.value.decode() if found else str(window.get_wm_name())


def icons(window: Any) -> Iterator[Any]:
    """Visible windows named by our title."""
    for child in window.query_tree().children:
        if title_of(child).startswith("Jet Refunds: ") and child.get_attributes().map_state == IsViewable:
            yield child
        yield from icons(child)


@contextmanager
def helper(env: dict[str, str], folder: Path, state: str) -> Iterator[Helper]:
    state_file = folder / "state"
    state_file.write_text(state, encoding="utf-8")
    command = [sys.executable, "-u", str(PROGRAM), str(state_file)]
    with running(*command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        heard: list[str] = []
        listener = Thread(target=lambda: heard.extend(line.rstrip("\n") for line in process.stdout or ()))
        listener.start()
        yield Helper(process, env, state_file, heard)
        process.terminate()
        listener.join(10)


@pytest.fixture(params=BACKENDS)
def tray(request: pytest.FixtureRequest, desktop: dict[str, str], tmp_path: Path) -> Iterator[Helper]:
    """A helper whose icon is on the screen."""
    folder = tmp_path / "path"
    folder.mkdir()
    if request.param == "gtk":
        (folder / "gi").symlink_to(DEBIAN_GI)
    env = {**desktop, "PYTHONPATH": os.fspath(folder)}
    with helper(env, tmp_path, "fine Everything is sent") as shown:
        shown.has("fine")
        yield shown


def test_the_icon_follows_the_state(tray: Helper) -> None:
    """The picture on the screen is the state's, within the polling time."""
    tray.shows("needs_you The site refuses the password")
    tray.has("needs_you")
    tray.shows("waiting 2 refunds wait for the site")
    tray.has("waiting")


def test_what_a_site_has_written_is_text_in_the_icon_s_title(tray: Helper) -> None:
    """It acts on no panel, whatever the letters."""
    tray.shows("needs_you The site said: \x1b]0;owned\x07 \u202egpj.\u2066\u200b")
    until(
        lambda: "Jet Refunds: The site said: \\u001b]0;owned\\u0007 \\u202egpj.\\u2066" in tray.titles(), "it is plain"
    )
    tray.shows("waiting The site said: 磁盘已满 הדיסק מלא")
    tray.has("waiting")
    until(lambda: "Jet Refunds: The site said: 磁盘已满 הדיסק מלא" in tray.titles(), "it is in its letters")
    assert not any(line.startswith("log:") for line in tray.heard)


def test_a_click_opens_the_page(tray: Helper) -> None:
    """The default action: one left click."""
    tray.click()
    tray.says("open")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_from_a_signal_ends_run(tray: Helper, number: signal.Signals) -> None:
    """run() returns, and the process ends in order."""
    tray.process.send_signal(number)
    assert tray.process.wait(10) == 0
    tray.says("over")
    assert not any(line.startswith("unavailable") for line in tray.heard)


def test_a_state_that_cannot_be_asked_needs_you(tray: Helper) -> None:
    """An error in the helper shows in the icon, once in the log, and the tray lives on."""
    tray.shows("no such state")
    tray.has("needs_you")
    tray.shows("fine Everything is sent")
    tray.has("fine")
    assert sum(line.startswith("log: tray could not ask") for line in tray.heard) == 1


def test_a_ledger_that_is_locked_needs_you(tray: Helper) -> None:
    """It is no defect: the icon says it, and the log has no traceback of it."""
    tray.shows("locked database is locked")
    tray.has("needs_you")
    tray.shows("fine Everything is sent")
    tray.has("fine")
    assert not any(line.startswith("log:") for line in tray.heard)


def test_a_state_that_cannot_be_shown_does_not_end_the_tray(tray: Helper) -> None:
    tray.shows("odd There is no such picture")
    tray.says("log: tray could not show")
    tray.shows("waiting 2 refunds wait for the site")
    tray.has("waiting")
    tray.process.send_signal(signal.SIGTERM)
    assert tray.process.wait(10) == 0


@pytest.mark.parametrize("tray", ["xorg"], indirect=True)
def test_a_tray_that_goes_away_is_said(tray: Helper) -> None:
    """The helper goes on without its icon. (With gtk the library itself ends the process.)"""
    tray.lose()
    tray.says("unavailable: The desktop has closed its tray.")
    assert tray.process.wait(10) == 0


@pytest.mark.parametrize("tray", [backend for backend in BACKENDS if backend == "gtk"], indirect=True)
class TestMenu:
    """Where the desktop gives a menu."""

    def choose(self, tray: Helper, downs: int) -> None:
        tray.click(3)
        until(tray.menu_is_open, "the menu is open")
        tray.keys(*["Down"] * downs, "Return")

    def test_open(self, tray: Helper) -> None:
        """The state's line cannot be chosen, so the first entry is the page."""
        self.choose(tray, 1)
        tray.says("open")

    def test_pair(self, tray: Helper) -> None:
        """An action that fails is in the log, and the tray lives on."""
        self.choose(tray, 2)
        tray.says("pair")
        tray.says("log: tray failed")
        tray.click()
        tray.says("open")

    @pytest.mark.parametrize(("downs", "said"), [(3, "pause"), (4, "send")])
    def test_sending(self, tray: Helper, downs: int, said: str) -> None:
        """Pausing and hurrying are one choice each."""
        self.choose(tray, downs)
        tray.says(said)

    def test_quit(self, tray: Helper) -> None:
        """Quit calls back, then run() returns."""
        self.choose(tray, 5)
        tray.says("quit")
        assert tray.process.wait(10) == 0
        tray.says("over")


def test_no_tray_is_said_once(display: dict[str, str], tmp_path: Path) -> None:
    """A screen without a panel: one plain sentence, and no icon that claims to be visible."""
    with helper(display, tmp_path, "fine x") as shown:
        assert shown.process.wait(10) == 0
        shown.says("over")
        assert shown.heard == [
            "unavailable: This desktop shows no tray, so there is no icon.",
            "over",
        ]


def test_no_desktop_is_said_once(tmp_path: Path) -> None:
    """No screen at all, as in a service: importing pystray would raise here."""
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with helper(env, tmp_path, "fine x") as shown:
        assert shown.process.wait(10) == 0
        shown.says("over")
        assert shown.heard == ["unavailable: There is no desktop here, so there is no icon in a tray.", "over"]
