"""The log's files: the newest is helper.log, the older ones helper.log.1 to .5. The seller's alone."""

from __future__ import annotations

import logging
import logging.handlers
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from jet_refunds import owner_only
from jet_refunds.event_log import entry, faults
from jet_refunds.event_log.entry import Entry
from jet_refunds.event_log.events import FIELDS

LOG = "helper.log"
LOG_BYTES, LOG_FILES = 1_000_000, 5
"""A file's size at most, and how many older ones are kept."""
LOOK_EVERY = 0.3
"""Seconds between two looks while the log is followed."""


class _Lines(logging.Formatter):
    """Our events, and in the same form what libraries have to say."""

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, FIELDS, None)
        event = record.getMessage() if fields is not None else "message"
        if fields is None:
            fields = {"logger": record.name, "text": record.getMessage()}
        error = record.exc_info[1] if record.exc_info else None
        at = datetime.fromtimestamp(record.created, UTC)
        return entry.written(at, record.levelname, event, fields, faults.told(error) if error else None)


class _PrivateFile(logging.handlers.RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        private = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(private, "a", encoding="utf-8", newline="\n")  # noqa: PTH123 - the handler closes it


@contextmanager
def writing(data_dir: Path, *, rotates: bool) -> Iterator[None]:
    """Within the block, log into this data folder. Only the helper rotates: a command beside it appends.

    Of libraries only warnings are kept: what else they say is not ours to vouch for.
    """
    owner_only.make_folder(data_dir)
    handler = _PrivateFile(data_dir / LOG, maxBytes=LOG_BYTES if rotates else 0, backupCount=LOG_FILES, delay=True)
    handler.setFormatter(_Lines())
    ours = logging.getLogger("jet_refunds")
    level_before = ours.level
    logging.root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield
    finally:
        ours.setLevel(level_before)
        logging.root.removeHandler(handler)
        handler.close()


def paths(data_dir: Path) -> list[Path]:
    """Those that exist, the oldest first."""
    older = [data_dir / f"{LOG}.{number}" for number in range(LOG_FILES, 0, -1)]
    return [path for path in (*older, data_dir / LOG) if path.exists()]


def entries(data_dir: Path) -> Iterator[Entry]:
    """All that are kept, the oldest first."""
    return entry.read(_decoded(_Unread(data_dir).bytes()))


def follow(data_dir: Path, wait: Callable[[float], object] = time.sleep) -> Iterator[Entry]:
    """All that are kept, and those that come; never ends by itself.

    The last entry is held back until nothing more has come: its traceback may still be on its way.
    """
    unread, pending = _Unread(data_dir), b""
    while True:
        new = unread.bytes()
        whole, end, rest = (pending + new).rpartition(b"\n")
        found = list(entry.read(_decoded(whole + end)))
        if new and found:
            yield from found[:-1]
            pending = (found[-1].text + "\n").encode() + rest
        elif found:
            yield from found
            pending = rest
        else:
            pending = rest if end else pending + new
        wait(LOOK_EVERY)


def _decoded(lines: bytes) -> list[str]:
    return [f"{line}\n" for line in lines.decode("utf-8", "replace").split("\n") if line]


class _Unread:
    """What the files hold beyond what was read, through a rotation.

    They are opened for each look alone: on Windows a file that somebody holds open cannot be rotated.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._inode, self._offset = -1, 0
        """The newest file that was read, and how far."""

    def bytes(self) -> bytes:
        found: list[bytes] = []
        newest = (self._inode, self._offset)
        seen: set[int] = set()
        with ExitStack() as opened:
            for path in reversed(paths(self._data_dir)):
                try:
                    file = opened.enter_context(path.open("rb"))
                except FileNotFoundError:  # it is being rotated: the next look finds all in order
                    return b""
                inode = os.fstat(file.fileno()).st_ino
                if inode in seen:  # it was rotated while we looked
                    continue
                seen.add(inode)
                file.seek(self._offset if inode == self._inode else 0)
                found.append(file.read())
                if len(found) == 1:
                    newest = (inode, file.tell())
                if inode == self._inode:
                    break
        self._inode, self._offset = newest
        return b"".join(reversed(found))
