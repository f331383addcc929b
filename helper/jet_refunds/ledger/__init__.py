"""The ledger: all that must survive, on SQLite through SQLAlchemy Core. The only place that holds SQL.

    tables.py      what is kept
    migrations/    how it came to be so (Alembic)
    schema_upgrade.py  Alembic's run, where there is a migration to apply
    database.py    the engine, and transactions that are durable when they return
    refunds.py     refunds with their lines and events; `move` is the only writer of a state
    refund_views.py  how they look from outside
    files.py       the files that carry them, and the attempts to deliver them
    acks.py        the acknowledgements: when to look for them, and what they said
    unmatched_acks.py  acknowledgements of files that it does not know
    lease.py       one courier a ledger
    site_capabilities.py  what was learned of the FTP site
    flags.py       whether sending is paused, or stopped
    identity.py    who this ledger is among all that use a site
    ledger_mark.py what is known of it beside it, should it vanish
    backup.py      its copies
    pairings.py    the paired browsers, and the code that pairs one
    page_sessions.py  who may see the helper's page
    figures.py     how much there is of each, by state

The world is touched only after the ledger has been written. Nothing about a buyer is in it.
"""

from __future__ import annotations

import logging
from pathlib import Path

from jet_refunds import owner_only
from jet_refunds.errors import LedgerUnavailable
from jet_refunds.event_log.events import failed
from jet_refunds.ledger import ledger_mark
from jet_refunds.ledger.acks import Acks
from jet_refunds.ledger.backup import LEDGER
from jet_refunds.ledger.database import Database
from jet_refunds.ledger.files import Files
from jet_refunds.ledger.flags import Flags
from jet_refunds.ledger.identity import Identity
from jet_refunds.ledger.lease import Leases
from jet_refunds.ledger.ledger_mark import LedgerMark
from jet_refunds.ledger.page_sessions import PageSessions
from jet_refunds.ledger.pairings import Pairings
from jet_refunds.ledger.refund_views import RefundViews
from jet_refunds.ledger.refunds import Refunds
from jet_refunds.ledger.site_capabilities import SiteCapabilities
from jet_refunds.ledger.unmatched_acks import UnmatchedAcks

log = logging.getLogger(__name__)


class Ledger:
    """Opens the database, brings it up to date, and offers its parts."""

    def __init__(self, url: str, data_dir: Path | None = None) -> None:
        self._data_dir = data_dir
        self.database = Database(url, data_dir)
        self.refunds = Refunds(self.database)
        self.refund_views = RefundViews(self.database)
        self.files = Files(self.database, self.refunds)
        self.acks = Acks(self.database, self.refunds, self.files)
        self.unmatched_acks = UnmatchedAcks(self.database)
        self.leases = Leases(self.database)
        self.site_capabilities = SiteCapabilities(self.database)
        self.flags = Flags(self.database)
        self.identity = Identity(self.database)
        self.pairings = Pairings(self.database)
        self.page_sessions = PageSessions(self.database)

    @classmethod
    def in_folder(cls, folder: Path) -> Ledger:
        """Raises LedgerUnavailable, also where it is not the one that was there."""
        owner_only.make_folder(folder)
        path, known = folder / LEDGER, ledger_mark.read(folder)
        if known and not path.exists():  # else an empty one would be made now
            raise LedgerUnavailable.vanished(str(path), known.newest_refund)
        opened = cls(f"sqlite:///{path}", folder)
        if known and (opened.identity.known() != known.ledger or opened.refunds.newest() < known.newest_refund):
            opened.close()
            raise LedgerUnavailable.vanished(str(path), known.newest_refund)
        return opened

    def remember(self) -> None:
        """Keep beside the ledger what tells it from another one."""
        if self._data_dir is None:
            return
        try:
            ledger_mark.write(self._data_dir, LedgerMark(self.identity.name(), self.refunds.newest()))
        except OSError as error:  # the ledger itself is written
            failed(log, "ledger mark not written", error)

    def close(self) -> None:
        self.database.close()
