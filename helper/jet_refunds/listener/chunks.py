"""A body in chunks (RFC 9112, 7.1), without extensions and trailers: no browser sends them.

waitress' own reader takes a bare line feed in a size for nothing, and lines of any length.
"""

from __future__ import annotations

import re
from typing import Any

from waitress.utilities import BadRequest

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})\r\n")
_END = b"\r\n"
_LINE_LIMIT = 10


class Chunks:
    """waitress' IStreamConsumer. `kept`: the buffer for the body."""

    def __init__(self, kept: Any) -> None:
        self.completed = False
        self.error: BadRequest | None = None
        self._kept = kept
        self._line = b""
        self._missing = 0
        """Bytes of the chunk that are still to come."""
        self._ends_chunk = self._is_last = False
        """What the next line is: the end of a chunk, and that of the last one."""

    def received(self, data: bytes) -> int:
        """How many bytes were taken; `completed` or `error` says that no more are wanted."""
        place = 0
        while place < len(data) and not self.completed and self.error is None:
            if self._missing:
                piece = data[place : place + self._missing]
                self._kept.append(piece)
                self._missing -= len(piece)
            else:
                piece = data[place : data.find(b"\n", place) + 1 or len(data)]
                self._line += piece
                self._read_line()
            place += len(piece)
        return place

    def _read_line(self) -> None:
        line = self._line
        if not line.endswith(b"\n") and len(line) < _LINE_LIMIT:
            return
        self._line = b""
        if self._ends_chunk:
            self.error = None if line == _END else BadRequest("no end of a chunk")
            self.completed = self._is_last
            self._ends_chunk = False
            return
        size = _SIZE.fullmatch(line)
        if size is None:
            self.error = BadRequest("no size of a chunk")
            return
        self._missing = int(size[1], 16)
        self._ends_chunk, self._is_last = True, self._missing == 0

    def getfile(self) -> Any:
        return self._kept.getfile()

    def getbuf(self) -> Any:
        return self._kept

    def __len__(self) -> int:
        return len(self._kept)
