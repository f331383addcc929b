"""What is switched on or off, for all that share the ledger, and through every restart."""

from __future__ import annotations

import sqlalchemy as sa

from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.tables import switch

PAUSED, COPIED, SHARED, MOVED = "paused", "copied", "shared", "moved"


class Flags:
    def __init__(self, database: Database) -> None:
        self._database = database

    def paused(self) -> bool:
        """The seller wants nothing sent; answers are still read."""
        return self._is_on(PAUSED)

    def pause(self, *, on: bool) -> None:
        self._set(PAUSED, "sending paused" if on else "sending resumed", on=on)

    def copied(self) -> bool:
        """Another copy of this ledger sends, too: nothing is sent from here. Files.doubt_all switches it on."""
        return self._is_on(COPIED)

    def go_on(self) -> None:
        self._set(COPIED, "sending goes on beside a copy", on=False)

    def shared(self) -> bool:
        """Another ledger has been seen on the site."""
        return self._is_on(SHARED)

    def moved(self) -> bool:
        """Pairings were ended since the data folder is another one, and none was made since. Pairings switches it."""
        return self._is_on(MOVED)

    def share(self) -> None:
        if not self.shared():
            self._set(SHARED, "another ledger seen", on=True)

    def _is_on(self, name: str) -> bool:
        with self._database.reading() as connection:
            return bool(connection.execute(sa.select(switch.c.is_on).where(switch.c.name == name)).scalar())

    def _set(self, name: str, said: str, *, on: bool) -> None:
        with self._database.writing() as connection:
            turn(connection, name, on=on)
            log_when_committed(connection, said)


def turn(connection: sa.Connection, name: str, *, on: bool) -> None:
    """Within the caller's transaction."""
    connection.execute(sa.delete(switch).where(switch.c.name == name))
    connection.execute(sa.insert(switch).values(name=name, is_on=on))
