"""Who this ledger is among all that use a site. A copy of it is the same one, until somebody says otherwise."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.tables import identity

BYTES = 4


class Identity:
    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> str | None:
        with self._database.reading() as connection:
            return connection.execute(sa.select(identity.c.name)).scalar()

    def name(self) -> str:
        """Hexadecimal digits, drawn once."""
        return self.known() or self.renew()

    def renew(self) -> str:
        """From now on it is another ledger than all copies of it."""
        drawn = secrets.token_hex(BYTES)
        with self._database.writing() as connection:
            connection.execute(sa.delete(identity))
            connection.execute(sa.insert(identity).values(name=drawn))
            log_when_committed(connection, "ledger named", ledger=drawn)
        return drawn
