"""pystray's icon for a plain X tray, made clickable, undistorted, round, and safe with threads.

What pystray 0.19 does with python-xlib 0.33, each seen by trying:
- it handles ButtonPress but never asks the server for it, so a click goes to the panel;
- it lets several threads talk to the server, and python-xlib's locks now and then stop all of them for ever;
- it asks the panel twice to take the icon in, and the panel may answer with a slot one pixel wide;
- it stretches the picture to the slot and paints what is transparent black;
- it names the window in Latin-1, and raises for a title in other letters.

None of that can be changed from outside. pyproject.toml bounds pystray below 0.20 for its private members here:
`_rewrite_implementation`, `_events`, `_dock_window`, `_update_title` and `_assert_icon_data` are replaced, `_display`,
`_window`, `_systray_manager` and `_icon_data` are used.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

import pystray
import Xlib.X
from PIL import Image, ImageOps
from Xlib.ext import shape

OPAQUE = 128  # of 255: an X window's pixel is there or not


class Icon(pystray.Icon):  # type: ignore[misc]  # pystray has no types
    """Only where PYSTRAY_BACKEND says xorg: see tray_backend.py."""

    _icon_data: Any  # the picture as it was last drawn, or None

    def _rewrite_implementation(self, *methods: Callable[[], None]) -> None:
        """Only the loop's thread talks to the server; the others leave their wishes and go on."""
        self._wishes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._ear, self._bell = os.pipe()
        for method in methods:
            setattr(self, method.__name__, lambda method=method: self._wish(method))

    def _wish(self, method: Callable[[], None]) -> None:
        self._wishes.put(method)
        os.write(self._bell, b"!")

    def _events(self) -> Iterator[Any]:
        """Presses of any button are the icon's action, since there is no menu to show; pystray handles the rest."""
        events = Xlib.X.ExposureMask | Xlib.X.StructureNotifyMask | Xlib.X.ButtonPressMask
        self._window.change_attributes(event_mask=events)
        while True:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == Xlib.X.ButtonPress:
                    self()
                else:
                    yield event
            heard, _, _ = select.select([self._display, self._ear], [], [])
            if self._ear in heard:
                for _ in os.read(self._ear, 1024):
                    self._wishes.get()()

    def _dock_window(self) -> None:
        """Once: pystray forgets the panel when that goes away."""
        if not self._systray_manager:
            super()._dock_window()

    def _update_title(self) -> None:
        """Also as panels of today read it: _NET_WM_NAME, in UTF-8 (freedesktop.org, Extended Window Manager Hints)."""
        self._window.set_wm_name(self.title.encode("latin-1", "replace").decode("latin-1"))
        name, utf_8 = self._display.intern_atom("_NET_WM_NAME"), self._display.intern_atom("UTF8_STRING")
        self._window.change_property(name, utf_8, 8, self.title.encode())

    def _assert_icon_data(self, width: int, height: int) -> None:
        """The picture in the slot's size, and the window cut to what is opaque in it."""
        if self._icon_data and self._icon_data.size == (width, height):
            return
        fitted = ImageOps.pad(self.icon, (width, height), Image.Resampling.LANCZOS)
        self._icon_data = fitted.convert("RGB")
        if self._display.has_extension("SHAPE"):
            self._cut(fitted.getchannel("A").point(lambda alpha: 255 * (alpha >= OPAQUE)).convert("1"))

    def _cut(self, mask: Image.Image) -> None:
        bitmap = self._window.create_pixmap(*mask.size, 1)
        pencil = bitmap.create_gc(foreground=1, background=0)
        bitmap.put_pil_image(pencil, 0, 0, mask)
        self._window.shape_mask(shape.SO.Set, shape.SK.Bounding, 0, 0, bitmap)
        pencil.free()
        bitmap.free()
