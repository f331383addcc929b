"""The observer and the processor in one: takes every file the moment it has its final name, and keeps its bytes.

Nothing can slip between the two: what appeared is told by the kernel, in order, and each appearance is counted even
when its bytes were overwritten before they could be read.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.inotify import Seen, Watch

LOOK = 0.05
"""Seconds between two looks at what else is to be done."""

Row = tuple[str, str, str]
"""merchant_order_id, order_item_id, principal."""


@dataclass(frozen=True)
class Appearance:
    """`content` is None when it was overwritten before anybody could read it; `replaced` stood there before."""

    name: str
    at: float
    content: bytes | None
    replaced: bytes | None

    def rows(self) -> list[Row]:
        if self.content is None:
            return []
        table = csv.DictReader(io.StringIO(self.content.decode("utf-8", "replace"), newline=""))
        return [
            (row["merchant_order_id"], row["order_item_id"] or "", row["principal"] or "")
            for row in table
            if row.get("merchant_order_id")
        ]

    def answer(self) -> bytes:
        """TRUE for each row; for the file as a whole where nobody has read it."""
        if self.content is None:
            return b"Status,ErrorMessage\r\nTRUE,\r\n"
        lines = (f"{order_id},{item_id},TRUE,\r\n" for order_id, item_id, _ in self.rows())
        return "".join(["merchant_order_id,order_item_id,Status,ErrorMessage\r\n", *lines]).encode()


class Observer:
    """`shop` is the site's folder on disk, `taken` another one on the same disk; `owner` may write there.

    With `takes` a file is taken away at once, else it stays where it appeared.
    """

    def __init__(self, shop: Path, taken: Path, owner: int) -> None:
        self._refunds, self._acks, self._taken, self._owner = (
            shop / "JetRefunds",
            shop / "JetRefunds/Acks",
            taken,
            owner,
        )
        self.takes = True
        self._appearances: list[Appearance] = []
        self._standing: dict[str, bytes] = {}
        self._unanswered: list[Appearance] = []
        self._foreign: set[bytes] = set()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="observer", daemon=True)
        self.failure: Exception | None = None

    def appearances(self) -> Sequence[Appearance]:
        """So far, oldest first. Raises what ended the watch."""
        if self.failure is not None:
            raise self.failure
        return list(self._appearances)

    def rows(self) -> Counter[Row]:
        return Counter(row for appearance in self.appearances() for row in appearance.rows())

    def put(self, name: str, content: bytes) -> None:
        """A stranger's file under a name that we would like to have."""
        draft = self._taken / f"stranger-{name}"
        draft.write_bytes(content)
        os.chown(draft, self._owner, self._owner)
        self._foreign.add(content)
        draft.rename(self._refunds / name)

    def remove_staged(self, _renamed: str) -> None:
        """As a janitor does, who knows nothing of us."""
        for folder in (self._refunds.parent, self._refunds):
            for staged in folder.glob("*.part"):  # .staged names begin with a dot, which glob finds, too
                staged.unlink(missing_ok=True)

    # -- in its own thread

    def _work(self) -> None:
        try:
            with Watch(self._refunds) as watch:
                self._ready.set()
                while not self._ending.is_set():
                    for seen in watch.wait(LOOK):
                        self._see(seen)
                    self._answer()
        except OSError as error:
            self.failure = error

    def _see(self, seen: Seen) -> None:
        if seen.name.startswith("."):
            return
        if seen.appeared:
            content = self._content(seen.name)
            self._keep(seen.name, content)
        elif not self.takes:
            content = self._content(seen.name)
            if content is not None and content != self._standing.get(seen.name):
                self._keep(seen.name, content)

    def _content(self, name: str) -> bytes | None:
        path = self._refunds / name
        try:
            if self.takes:
                path = path.rename(self._taken / f"{len(self._appearances)}-{name}")
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def _keep(self, name: str, content: bytes | None) -> None:
        replaced = self._standing.pop(name, None)
        self._appearances.append(Appearance(name, time.time(), content, replaced))
        if content is not None and not self.takes:
            self._standing[name] = content
        if content not in self._foreign:
            self._unanswered.append(self._appearances[-1])

    def _answer(self) -> None:
        """An answer to every file, by one rename, as soon as there is room for it."""
        while self._unanswered:
            appearance = self._unanswered[0]
            draft = self._taken / "answer"
            try:
                draft.write_bytes(appearance.answer())
                os.chown(draft, self._owner, self._owner)
                draft.rename(self._acks / f"{appearance.name.removesuffix('.csv')}_Ack.csv")
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return
            self._unanswered.pop(0)

    def __enter__(self) -> Self:
        self._ready = threading.Event()
        self._thread.start()
        if not self._ready.wait(10):
            raise self.failure or TimeoutError("the observer does not watch")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ending.set()
        self._thread.join()
