"""How much the ledger holds: counts by state, for a support person. No row, no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from jet_refunds.ledger.database import Database
from jet_refunds.ledger.tables import ack, attempt, file, refund, stray_ack


@dataclass(frozen=True)
class Figures:
    database: str
    """Its name and version."""
    refunds: Mapping[str, int]
    """By state; so are the files."""
    refunds_that_need_a_person: int
    files: Mapping[str, int]
    attempts: int
    acknowledgements: int
    unmatched_acknowledgements: int


def figures(database: Database) -> Figures:
    with database.reading() as connection:
        return Figures(
            database=database.version(),
            refunds=_by_state(connection, refund),
            refunds_that_need_a_person=_count(connection, refund, refund.c.needs_person),
            files=_by_state(connection, file),
            attempts=_count(connection, attempt),
            acknowledgements=_count(connection, ack),
            unmatched_acknowledgements=_count(connection, stray_ack),
        )


def _by_state(connection: sa.Connection, table: sa.Table) -> dict[str, int]:
    counted = sa.select(table.c.state, sa.func.count()).group_by(table.c.state).order_by(table.c.state)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _count(connection: sa.Connection, table: sa.Table, *wanted: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table).where(*wanted)).scalar_one()
