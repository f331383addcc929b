"""What the seller has switched, for all that share the ledger, and through every restart."""

from __future__ import annotations

import sqlalchemy as sa

from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.tables import switch

PAUSED = "paused"


class Flags:
    def __init__(self, database: Database) -> None:
        self._database = database

    def paused(self) -> bool:
        """Nothing is sent; answers are still read."""
        with self._database.reading() as connection:
            is_on = sa.select(switch.c.is_on).where(switch.c.name == PAUSED)
            return bool(connection.execute(is_on).scalar())

    def pause(self, *, on: bool) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(switch).where(switch.c.name == PAUSED))
            connection.execute(sa.insert(switch).values(name=PAUSED, is_on=on))
            log_when_committed(connection, "sending paused" if on else "sending resumed")
