"""The kernel's own account of what appears in a folder (inotify, Linux): in order, and it says when it lost count."""

from __future__ import annotations

import ctypes
import os
import select
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

MODIFY, CLOSE_WRITE, MOVED_TO, CREATE = 0x2, 0x8, 0x80, 0x100
_OVERFLOW, _IS_FOLDER = 0x4000, 0x40000000
_HEADER = struct.Struct("iIII")
_QUEUE = 64 * 1024


@dataclass(frozen=True)
class Seen:
    name: str
    mask: int

    @property
    def appeared(self) -> bool:
        return bool(self.mask & (MOVED_TO | CREATE))


class Watch:
    """Two renames onto one name are two events, however quick: their cookies differ."""

    def __init__(self, folder: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        mask = MODIFY | CLOSE_WRITE | MOVED_TO | CREATE
        if self._descriptor < 0 or libc.inotify_add_watch(self._descriptor, os.fsencode(folder), mask) < 0:
            raise OSError(ctypes.get_errno(), f"cannot watch {folder}")

    def wait(self, seconds: float) -> Iterator[Seen]:
        """What has happened to files since the last call, at most so many seconds later."""
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return
        data = os.read(self._descriptor, _QUEUE)
        place = 0
        while place < len(data):
            _, mask, _, length = _HEADER.unpack_from(data, place)
            place += _HEADER.size
            name = data[place : place + length].rstrip(b"\0")
            place += length
            if mask & _OVERFLOW:
                raise OSError("the kernel has lost events: nothing can be said of this folder any more")
            if not mask & _IS_FOLDER:
                yield Seen(os.fsdecode(name), mask)

    def close(self) -> None:
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
