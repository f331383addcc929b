"""Acknowledgements of files that are not in this ledger: somebody sent them by hand, or from another computer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from jet_refunds.ledger.database import Database
from jet_refunds.ledger.tables import stray_ack


@dataclass(frozen=True)
class StrayAck:
    name: str
    body: bytes
    read_at: datetime


class UnmatchedAcks:
    def __init__(self, database: Database) -> None:
        self._database = database

    def unseen(self, names: Iterable[str]) -> list[str]:
        """Those that are not kept yet."""
        with self._database.reading() as connection:
            kept = set(connection.execute(sa.select(stray_ack.c.name)).scalars())
        return [name for name in names if name not in kept]

    def keep(self, name: str, body: bytes, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.insert(stray_ack).values(name=name, body=body, read_at=now))

    def newest(self, count: int) -> list[StrayAck]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(stray_ack).order_by(stray_ack.c.read_at.desc()).limit(count)).all()
        return [StrayAck(row.name, row.body, row.read_at) for row in rows]
