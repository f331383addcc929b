"""The engine, and transactions that are durable when they return."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from jet_refunds.errors import LedgerUnavailable
from jet_refunds.event_log.entry import Value
from jet_refunds.event_log.events import event
from jet_refunds.ledger.backup import LEDGER, Backups

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
PART = 1000
"""Values in one statement."""
_READING = {"reading": True}
_EVENTS = "events"


class Database:
    """Every error of the database itself is a LedgerUnavailable; one of our own SQL stays what it is: a defect."""

    def __init__(self, url: str, data_dir: Path | None = None) -> None:
        """`data_dir`: where the file lies, and its backups go, if it is one."""
        self._backups = Backups(data_dir) if data_dir else None
        self._file: Path | None = None
        self._is_file: tuple[int, int] | None = None
        self._not_kept: str | None = None
        self._not_read: str | None = None
        self._engine = sa.create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)
        sa.event.listen(self._engine, "connect", _on_connect)
        sa.event.listen(self._engine, "begin", _on_begin)
        try:
            self._upgrade()
        except sa.exc.DBAPIError as error:
            if _is_ours(error):
                raise LedgerUnavailable.not_opened(str(error.orig)) from error
            raise _unavailable(error, LedgerUnavailable.not_opened) from error
        if data_dir:
            self._file, self._is_file = data_dir / LEDGER, _file_id(data_dir / LEDGER)

    @property
    def trouble(self) -> str | None:
        """Why the last transaction could not be kept, or the last look found nothing."""
        return self._not_kept or self._not_read

    def _upgrade(self) -> None:
        """Bring the tables to the newest migration, in one go. Raises LedgerUnavailable where they are newer."""
        newest = _newest_revision()
        with self._engine.connect() as connection:
            before = _revision(connection)
        if before == newest:
            return
        if before and self._backups:
            self._backups.before(newest, datetime.now().astimezone().date())
        with self._engine.begin() as connection:  # a commit that fails is undone by the block, and else by nobody
            from jet_refunds.ledger import schema_upgrade  # its library would make every start a fifth longer

            schema_upgrade.upgrade(connection, MIGRATIONS)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that nobody else writes beside. On disk when the block is left; undone when it raises.

        What happened in it is logged when it is on disk (see log_when_committed). Raises LedgerUnavailable when it
        cannot be kept: then nothing of it is.
        """
        events: list[tuple[str, dict[str, Value]]] = []
        if self._is_gone:
            self._not_kept = str(LedgerUnavailable.gone(str(self._file)))
            raise LedgerUnavailable(self._not_kept)
        try:
            with (
                self._engine.connect().execution_options(**{_EVENTS: events}) as connection,
                connection.begin() as transaction,
            ):
                yield connection
                is_kept = transaction.is_active  # who found nothing to do has rolled it back
        except sa.exc.DBAPIError as error:
            if _is_ours(error):
                raise
            unavailable = self._reopened_after(error)
            self._not_kept = str(unavailable)
            raise unavailable from error
        self._not_kept = self._not_read = None
        for name, fields in events if is_kept else ():
            event(log, name, **fields)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view. Raises LedgerUnavailable when it cannot be had."""
        if self._is_gone:
            self._not_read = str(LedgerUnavailable.gone(str(self._file)))
            raise LedgerUnavailable(self._not_read)
        try:
            with self._engine.connect().execution_options(**_READING) as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            if _is_ours(error):
                raise
            unavailable = self._reopened_after(error)
            self._not_read = str(unavailable)
            raise unavailable from error
        self._not_read = None

    @property
    def _is_gone(self) -> bool:
        """A file that was deleted or moved can still be written, and all of it is lost at the end."""
        return self._file is not None and _file_id(self._file) != self._is_file

    def try_again(self) -> None:
        """After trouble: whether anything can be kept by now. Raises LedgerUnavailable."""
        if self.trouble:
            with self.writing() as connection:
                connection.exec_driver_sql("UPDATE counter SET value = value")

    def _reopened_after(self, error: sa.exc.DBAPIError) -> LedgerUnavailable:
        """What the error means to the seller.

        A connection that was opened to a file that is read-only, damaged or gone stays so when the file is well
        again: after more than a lock or a full disk, the next transaction opens it anew.
        """
        if not _sqlite_name(error).startswith((*_LOCKED, _FULL)):
            self._engine.dispose()
        return _unavailable(error, LedgerUnavailable.failing)

    def version(self) -> str:
        """The database's name and version: sqlite 3.40.1."""
        numbers = self._engine.dialect.server_version_info or ()
        return f"{self._engine.dialect.name} {'.'.join(map(str, numbers))}"

    def close(self) -> None:
        self._engine.dispose()


def _file_id(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _revision(connection: sa.Connection) -> str | None:
    """Of the tables as they are; None where there are none yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _newest_revision() -> str:
    """By the name of the last migration, which begins with its revision."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*_*.py"))


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """For an IN: a database takes no statement of more than so many values (SQLite: 32,766)."""
    for start in range(0, len(ids), PART):
        yield ids[start : start + PART]


def log_when_committed(connection: sa.Connection, name: str, **fields: Value) -> None:
    """An entry in the log, once the transaction is on disk; after a rollback there is none."""
    connection.get_execution_options()[_EVENTS].append((name, fields))


_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_PERM")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_FULL = "SQLITE_FULL"


def _is_ours(error: sa.exc.DBAPIError) -> bool:
    """Whether only our own SQL can have caused it: no such table, too many variables, a value that does not fit."""
    kinds = (sa.exc.ProgrammingError, sa.exc.IntegrityError, sa.exc.DataError, sa.exc.InterfaceError)
    return isinstance(error, kinds) or _sqlite_name(error) == "SQLITE_ERROR"


def _unavailable(error: sa.exc.DBAPIError, otherwise: Callable[[str], LedgerUnavailable]) -> LedgerUnavailable:
    name, cause = _sqlite_name(error), str(error.orig)
    if name.startswith(_FULL):
        return LedgerUnavailable.disk_full()
    if name.startswith(_LOCKED):
        return LedgerUnavailable.locked(cause)
    if name.startswith(_READ_ONLY):
        return LedgerUnavailable.read_only(cause)
    if name.startswith(_DAMAGED):
        return LedgerUnavailable.damaged(cause)
    return otherwise(cause)


def _sqlite_name(error: sa.exc.DBAPIError) -> str:
    """SQLITE_BUSY_RECOVERY, for one: the kind first. Empty for what another driver says."""
    return str(getattr(error.orig, "sqlite_errorname", ""))


def _on_connect(connection: Any, _record: object) -> None:
    """WAL with FULL: a commit survives a power cut. The driver's own transactions are off: `_on_begin` begins them."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: sa.Connection) -> None:
    """A writer takes its place at once, so that what it reads stays true until it commits."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
