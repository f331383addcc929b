"""Copies of a ledger's file, by SQLite's own backup: one a day, and one before each migration.

backups/ledger-2026-11-27.db                 the last seven days on which the helper ran
backups/ledger-2026-11-27-before-0008.db     as the version before had it
backups/ledger-2026-11-27T093015-replaced.db    what lay there when a backup was brought back
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from jet_refunds import owner_only
from jet_refunds.errors import LedgerUnavailable

LEDGER = "ledger.db"
KEPT = 7
_DAILY, _BEFORE = "ledger-????-??-??.db", "ledger-*-before-*.db"


class Backups:
    def __init__(self, data_dir: Path) -> None:
        self._ledger, self._folder = data_dir / LEDGER, data_dir / "backups"

    def all(self) -> list[Path]:
        """The newest last."""
        return sorted(self._folder.glob("ledger-*.db"), key=lambda path: path.stat().st_mtime)

    def daily(self, today: date) -> Path | None:
        """Make today's, if there is none yet. Raises LedgerUnavailable."""
        target = self._folder / f"ledger-{today:%Y-%m-%d}.db"
        if target.exists():
            return None
        self.make(target)
        self._prune(_DAILY)
        return target

    def before(self, revision: str, today: date) -> None:
        """Before a migration to `revision`. Raises LedgerUnavailable."""
        self.make(self._folder / f"ledger-{today:%Y-%m-%d}-before-{revision}.db")
        self._prune(_BEFORE)

    def make(self, target: Path) -> None:
        """Whole or not at all, also while the ledger is written. Raises LedgerUnavailable."""
        part = target.with_name(f"{target.name}.part")
        try:
            owner_only.make_folder(target.parent)
            part.unlink(missing_ok=True)
            with closing(_opened(self._ledger)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE").fetchall()  # all of it in this one file
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(target)
        except (OSError, sqlite3.Error) as error:
            raise LedgerUnavailable.no_backup(str(target), str(error)) from error

    def restore(self, backup: Path, now: datetime) -> Path | None:
        """Put the backup in the ledger's place; returns where what lay there is now. Raises LedgerUnavailable."""
        self._check(backup)
        try:
            replaced = self.put_aside(now)
            shutil.copyfile(backup, self._ledger)
        except OSError as error:
            raise LedgerUnavailable.no_backup(str(backup), str(error)) from error
        return replaced

    def put_aside(self, now: datetime) -> Path | None:
        """Move the ledger out of the way, with what SQLite keeps beside it; None: none is there."""
        if not self._ledger.exists():
            return None
        owner_only.make_folder(self._folder)
        target = self._folder / f"ledger-{now:%Y-%m-%dT%H%M%S}-replaced.db"
        for suffix in ("-wal", "-shm", ""):
            beside = self._ledger.with_name(LEDGER + suffix)
            if beside.exists():
                beside.replace(target.with_name(target.name + suffix))
        return target

    @staticmethod
    def _check(backup: Path) -> None:
        try:
            with closing(_opened(backup)) as connection:
                found = connection.execute("PRAGMA quick_check").fetchone()
                connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.Error as error:
            raise LedgerUnavailable.no_backup(str(backup), str(error)) from error
        if found != ("ok",):
            raise LedgerUnavailable.no_backup(str(backup), str(found[0]))

    def _prune(self, pattern: str) -> None:
        for old in sorted(self._folder.glob(pattern))[:-KEPT]:
            old.unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    """To be read; never made."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
