"""pystray's icon for a plain X tray, made clickable, undistorted, round, and safe with threads.

What pystray 0.19 does with python-xlib 0.33, each seen by trying:
- it handles ButtonPress but never asks the server for it, so a click goes to the panel;
- it lets several threads talk to the server, and python-xlib's locks now and then stop all of them for ever;
- it asks the panel twice to take the icon in, and the panel may answer with a slot one pixel wide;
- it stretches the picture to the slot and paints what is transparent black.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

import Xlib.X
from PIL import Image, ImageOps
from pystray import _xorg
from Xlib.ext import shape

OPAQUE = 128  # of 255: an X window's pixel is there or not


class Icon(_xorg.Icon):  # type: ignore[misc]  # pystray has no types
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
        while True:
            while self._display.pending_events():
                yield self._display.next_event()
            heard, _, _ = select.select([self._display, self._ear], [], [])
            if self._ear in heard:
                for _ in os.read(self._ear, 1024):
                    self._wishes.get()()

    def _create_window(self) -> Any:
        window = super()._create_window()
        events = Xlib.X.ExposureMask | Xlib.X.StructureNotifyMask | Xlib.X.ButtonPressMask
        window.change_attributes(event_mask=events)
        return window

    def _dock_window(self) -> None:
        panel = self._get_systray_manager()
        if not (panel and self._systray_manager and panel.id == self._systray_manager.id):
            super()._dock_window()

    def _on_button_press(self, _event: Any) -> None:
        """Any button: there is no menu to show."""
        self()

    def _assert_icon_data(self, width: int, height: int) -> None:
        """The picture in the slot's size, and the window cut to what is opaque in it."""
        if self._icon_data and self._icon_data.size == (width, height):
            return
        fitted = ImageOps.pad(self._icon, (width, height), Image.Resampling.LANCZOS)
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
