"""The processor's stand-in: takes what appears in JetRefunds/, judges every row, and answers in Acks/.

It works on the site's folder as the real one worked on the seller's FTP site: a file is read the moment it is seen,
whole or not, and its answer comes some time later. It has its own reading of the article's rules (``verdict``) and
no other knowledge of who wrote the file.
"""

from __future__ import annotations

import csv
import io
import os
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from jet_refunds_demo.solid_commerce.verdict import Row, file_name_error, read_rows, row_errors

LOOK = 0.05  # seconds between two looks into the folder
TEMPORARY = ".answers"  # beside JetRefunds/, on the same disk, so that an answer appears by one rename


@dataclass(frozen=True)
class Taken:
    """A file as the processor read it."""

    name: str
    content: bytes
    due: float
    """When its answer is written, by time.monotonic()."""


class SolidCommerce:
    """Watches ``folder`` (the site's top) between ``start`` and ``stop``.

    delay         seconds from reading a file to its answer
    answer        "rows": every row echoed with its verdict; "file": one line for the whole file
    ack_name      "stem": NAME_Ack.csv; "whole": NAME.csv_Ack
    removes       takes the file away once it is read (the article does not say; some processors did)
    rejections    merchant_order_id -> its own words, for orders that it will not take
    known_orders  merchant_order_ids that it has; None: it knows every order
    """

    def __init__(
        self,
        folder: Path,
        *,
        delay: float = 1.5,
        answer: Literal["rows", "file"] = "rows",
        ack_name: Literal["stem", "whole"] = "stem",
        removes: bool = False,
        rejections: Mapping[str, str] | None = None,
        known_orders: Collection[str] | None = None,
    ) -> None:
        self.refunds = folder / "JetRefunds"
        self.acks = self.refunds / "Acks"
        self.delay = delay
        self.answer = answer
        self.ack_name = ack_name
        self.removes = removes
        self.rejections = dict(rejections or {})
        self.known_orders = known_orders
        self.taken: list[Taken] = []
        """Every file it ever read, oldest first."""
        self._temporary = folder.parent / TEMPORARY
        self._seen: dict[str, tuple[int, int]] = {}
        self._waiting: list[Taken] = []
        self._used: set[tuple[str, str]] = set()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._ending.clear()
            self._thread = threading.Thread(target=self._work, name="solid-commerce", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """What it has read and not yet answered is answered after the next start."""
        if self._thread is not None:
            self._ending.set()
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while not self._ending.wait(LOOK):
            self._take()
            self._answer_due()

    def _take(self) -> None:
        if not self.refunds.is_dir():
            return
        for path in sorted(self.refunds.iterdir()):
            if path.name.startswith(".") or not path.is_file():
                continue
            try:
                state = path.stat()
                identity = (state.st_ino, state.st_mtime_ns)
                if self._seen.get(path.name) == identity:
                    continue
                content = path.read_bytes()
                if self.removes:
                    path.unlink()
            except FileNotFoundError:
                continue  # taken away again by its owner between two of our steps
            self._seen[path.name] = identity
            taken = Taken(path.name, content, time.monotonic() + self.delay)
            self.taken.append(taken)
            self._waiting.append(taken)

    def _answer_due(self) -> None:
        now = time.monotonic()
        for taken in [taken for taken in self._waiting if taken.due <= now]:
            self._waiting.remove(taken)
            self._write(taken.name, self._ack(taken))

    def _ack(self, taken: Taken) -> bytes:
        columns, rows, broken = read_rows(taken.content)
        again = sum(1 for other in self.taken[: self.taken.index(taken)] if other.name == taken.name)
        whole = [
            *file_name_error(taken.name),
            *(["A file with this name was received before. Each file needs a different name."] if again else []),
            *broken,
        ]
        judged = [(row, whole or self._row(row, rows)) for row in rows]
        self._used.update((row["merchant_order_id"], row["alt_refund_id"]) for row, errors in judged if not errors)
        if self.answer == "file" or not rows:
            errors = whole or [error for _, errors in judged for error in errors]
            return _csv(["Status", "ErrorMessage"], [["FALSE" if errors else "TRUE", " ".join(errors)]])
        lines = [
            [*(row.get(column, "") for column in columns), "FALSE" if errors else "TRUE", " ".join(errors)]
            for row, errors in judged
        ]
        return _csv([*columns, "Status", "ErrorMessage"], lines)

    def _row(self, row: Row, rows: list[Row]) -> list[str]:
        errors = row_errors(row, rows)
        order, refund = row["merchant_order_id"], row["alt_refund_id"]
        if order in self.rejections:
            errors.append(self.rejections[order])
        elif self.known_orders is not None and order not in self.known_orders:
            errors.append(f"Order {order} was not found.")
        if (order, refund) in self._used:
            errors.append(f"alt_refund_id {refund} was used before for this order.")
        return errors

    def _write(self, name: str, content: bytes) -> None:
        stem, dot, ending = name.rpartition(".")
        ack = f"{name}_Ack" if self.ack_name == "whole" or not dot else f"{stem}_Ack.{ending}"
        self._temporary.mkdir(exist_ok=True)
        self.acks.mkdir(exist_ok=True)
        draft = self._temporary / ack
        draft.write_bytes(content)
        os.replace(draft, self.acks / ack)  # noqa: PTH105  Path.replace says less plainly that it overwrites

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def _csv(header: list[str], lines: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue().encode()
