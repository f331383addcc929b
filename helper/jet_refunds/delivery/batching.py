"""Which refunds go into which file, and under which name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jet_refunds.domain.refund import QueuedRefund
from jet_refunds.solid_commerce import csv_file
from jet_refunds.solid_commerce.file_names import FreeName


@dataclass(frozen=True)
class Batch:
    name: str
    refund_ids: tuple[int, ...]
    body: bytes


def make_batches(
    queue: Sequence[QueuedRefund],
    start: datetime,
    free_names: Iterable[FreeName],
    *,
    minutes_ahead: int,
    rows_per_file: int,
) -> list[Batch]:
    """One refund a file while the minutes last, so that one bad row cannot fail another's; else shared, in order.

    `free_names` goes on from `start`, local time; it is asked for no more than is needed. A refund is never split over
    two files; what finds no name, or does not fit under the row limit, waits for the next minute.
    """
    names = _soon(free_names, start + timedelta(minutes=minutes_ahead), len(queue)) if queue else []
    if not names:
        return []
    groups = _groups(queue, -(-len(queue) // len(names)), rows_per_file)
    return [
        Batch(
            name,
            tuple(queued.id for queued in group),
            csv_file.csv_bytes(queued.csv_refund for queued in group),
        )
        for name, group in zip(names, groups, strict=False)
    ]


def _soon(free_names: Iterable[FreeName], limit: datetime, most: int) -> list[str]:
    """The names up to the limit."""
    names: list[str] = []
    for free in free_names:
        if free.minute > limit:
            break
        names.append(free.name)
        if len(names) == most:
            break
    return names


def _groups(queue: Sequence[QueuedRefund], refunds_per_file: int, rows_per_file: int) -> list[list[QueuedRefund]]:
    groups: list[list[QueuedRefund]] = [[]]
    for queued in queue:
        rows = sum(len(each.csv_refund.lines) for each in (*groups[-1], queued))
        if groups[-1] and (len(groups[-1]) >= refunds_per_file or rows > rows_per_file):
            groups.append([])
        groups[-1].append(queued)
    return groups
