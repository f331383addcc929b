"""SQLite's driver as a test wants it: what an engine opens within the block goes through the test's own connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
