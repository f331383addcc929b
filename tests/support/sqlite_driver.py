"""SQLite's driver as a test wants it: what an engine opens within the block goes through the test's own connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import sqlalchemy as sa


@contextmanager
def opening_with(**values: Any) -> Iterator[None]:
    """`values` go to sqlite3.connect: `timeout` in seconds, `factory` the connection's class."""

    def connect(_dialect: object, _record: object, _arguments: object, parameters: dict[str, Any]) -> None:
        parameters.update(values)

    sa.event.listen(sa.Engine, "do_connect", connect)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "do_connect", connect)


def sqlite_error(kind: type[sqlite3.Error], text: str, name: str) -> sqlite3.Error:
    """As the driver raises it; `name` is SQLite's own for it."""
    error = kind(text)
    error.sqlite_errorname = name
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


class Faults:
    """Counts what is asked of SQLite, and fails at the `at`-th question, before it is put.

    A BEGIN that does not ask for the writer's place is not counted: SQLite touches no file for it.
    """

    def __init__(self) -> None:
        self.count, self.at = 0, 0
        self.error: sqlite3.Error = sqlite3.OperationalError()

    def arm(self, at: int, error: sqlite3.Error) -> None:
        self.count, self.at, self.error = 0, at, error

    def met(self, statement: str) -> None:
        if statement == "BEGIN":
            return
        self.count += 1
        if self.count == self.at:
            raise self.error

    @contextmanager
    def opening(self) -> Iterator[None]:
        """What an engine opens within the block goes through here."""
        met = self.met

        class Cursor(sqlite3.Cursor):
            def execute(self, statement: str, values: Any = (), /) -> Self:
                met(statement)
                return super().execute(statement, values)

            def executemany(self, statement: str, values: Any, /) -> Self:
                met(statement)
                return super().executemany(statement, values)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

            def execute(self, statement: str, values: Any = (), /) -> sqlite3.Cursor:
                met(statement)
                return super().execute(statement, values)

            def commit(self) -> None:
                met("COMMIT")
                super().commit()

        with opening_with(factory=Connection):
            yield
