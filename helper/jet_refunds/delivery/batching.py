"""Which refunds go into which file, and under which name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jet_refunds.domain.refund import CsvRefund
from jet_refunds.solid_commerce import csv_file

Queued = tuple[int, CsvRefund]
"""A refund's id, and what the CSV says of it."""


@dataclass(frozen=True)
class Batch:
    name: str
    refund_ids: tuple[int, ...]
    body: bytes


def make_batches(
    queue: Sequence[Queued],
    start: datetime,
    free_names: Iterable[tuple[datetime, str]],
    *,
    minutes_ahead: int,
    rows_per_file: int,
) -> list[Batch]:
    """One refund a file while the minutes last, so that one bad row cannot fail another's; else shared, in order.

    `free_names` yields (minute, name) from `start`, local time, on; it is asked for no more than is needed. A refund
    is never split over two files; what finds no name, or does not fit under the row limit, waits for the next minute.
    """
    names = _soon(free_names, start + timedelta(minutes=minutes_ahead), len(queue)) if queue else []
    if not names:
        return []
    groups = _groups(queue, -(-len(queue) // len(names)), rows_per_file)
    return [
        Batch(name, tuple(refund_id for refund_id, _ in group), csv_file.csv_bytes(refund for _, refund in group))
        for name, group in zip(names, groups, strict=False)
    ]


def _soon(free_names: Iterable[tuple[datetime, str]], limit: datetime, most: int) -> list[str]:
    """The names up to the limit."""
    names: list[str] = []
    for minute, name in free_names:
        if minute > limit:
            break
        names.append(name)
        if len(names) == most:
            break
    return names


def _groups(queue: Sequence[Queued], refunds_per_file: int, rows_per_file: int) -> list[list[Queued]]:
    groups: list[list[Queued]] = [[]]
    for queued in queue:
        rows = sum(len(refund.lines) for _, refund in (*groups[-1], queued))
        if groups[-1] and (len(groups[-1]) >= refunds_per_file or rows > rows_per_file):
            groups.append([])
        groups[-1].append(queued)
    return groups
