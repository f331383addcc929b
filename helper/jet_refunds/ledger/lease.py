"""One courier a ledger: a lease with a growing number (a fencing token): a sleeper that wakes finds itself replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from jet_refunds.errors import LeaseLost
from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.tables import attempt, lease

COURIER = "courier"


@dataclass(frozen=True)
class Lease:
    holder: str
    number: int


class Leases:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, holder: str, now: datetime, expires_at: datetime) -> Lease | None:
        """Take the lease anew, under the next number; None while another holder's runs.

        A holder that died may take its own at once: the data folder's lock says that nobody else goes by its name.
        """
        with self._database.writing() as connection:
            row = connection.execute(sa.select(lease).where(lease.c.name == COURIER)).one_or_none()
            if row is None:
                values = {"name": COURIER, "holder": holder, "number": 1, "expires_at": expires_at}
                connection.execute(sa.insert(lease).values(values))
                return _taken(connection, Lease(holder, 1))
            if row.expires_at > now and row.holder != holder:
                return None
            values = {"holder": holder, "number": row.number + 1, "expires_at": expires_at}
            connection.execute(sa.update(lease).where(lease.c.name == COURIER).values(values))
            return _taken(connection, Lease(holder, row.number + 1))

    def prolong(self, held: Lease, now: datetime, expires_at: datetime) -> bool:
        """False when it has run out or is another's by now."""
        with self._database.writing() as connection:
            running = (*_mine(held), lease.c.expires_at > now)
            return bool(connection.execute(sa.update(lease).where(*running).values(expires_at=expires_at)).rowcount)

    def release(self, held: Lease, now: datetime) -> None:
        """Let the next one start at once."""
        with self._database.writing() as connection:
            if connection.execute(sa.update(lease).where(*_mine(held)).values(expires_at=now)).rowcount:
                log_when_committed(connection, "lease released", holder=held.holder, fencing_token=held.number)


def _taken(connection: sa.Connection, taken: Lease) -> Lease:
    log_when_committed(connection, "lease taken", holder=taken.holder, fencing_token=taken.number)
    return taken


def _mine(held: Lease) -> tuple[sa.ColumnElement[bool], ...]:
    return (lease.c.name == COURIER, lease.c.holder == held.holder, lease.c.number == held.number)


def require(
    connection: sa.Connection, held: Lease, until: datetime, *, newest: int | None = None, file_id: int | None = None
) -> None:
    """Within a transaction: the lease is ours and lasts until then, and attempt `newest` is its file's newest.

    Raises LeaseLost.
    """
    row = connection.execute(sa.select(lease).where(lease.c.name == COURIER)).one_or_none()
    if row is None or (row.holder, row.number) != (held.holder, held.number) or row.expires_at <= until:
        raise LeaseLost.taken_over()
    if newest is not None:
        last = sa.select(sa.func.max(attempt.c.number)).where(attempt.c.file_id == file_id)
        if connection.execute(last).scalar() != newest:
            raise LeaseLost.newer_attempt()
