"""What the database cannot do is one error with a sentence, at opening, reading and writing; its cause ends it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from jet_refunds.errors import LedgerUnavailable
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.database import Database
from tests.support.ledgers import FILE, put_empty_ledger
from tests.support.sqlite_driver import opening_with


@pytest.fixture(name="database")
def _database(tmp_path: Path) -> Iterator[Database]:
    """Waits for no lock."""
    put_empty_ledger(tmp_path)
    with opening_with(timeout=0):
        ledger = Ledger.in_folder(tmp_path)
        yield ledger.database
        ledger.close()


def write(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO counter (name, value) VALUES ('tried', 1)")


def read(database: Database) -> None:
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM refund").all()


def fails(database: Database, sentence: str) -> None:
    """Writing does, in these words; the ledger says so until it goes again."""
    with pytest.raises(LedgerUnavailable, match=sentence) as caught:
        write(database)
    assert database.trouble == str(caught.value)


def test_a_lock_of_another_program(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        fails(database, r"Another program keeps .*\(database is locked\)")
        read(database)
        assert database.trouble, "what can be read may not be writable yet"
    write(database)
    assert database.trouble is None


def test_a_ledger_that_may_not_be_written(database: Database) -> None:
    """A connection that was opened read-only is not used again."""
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    fails(database, r"may not write its records \(attempt to write a readonly database\)")
    write(database)
    assert database.trouble is None


def test_trouble_is_over_when_the_courier_finds_it_so(database: Database, tmp_path: Path) -> None:
    """Nobody need ask for a refund before the screens are right again."""
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        fails(database, "Another program")
        with pytest.raises(LedgerUnavailable):
            database.try_again()
        assert database.trouble
    database.try_again()
    assert database.trouble is None


@pytest.mark.parametrize(
    ("offset", "cause"), [(0, "file is not a database"), (100, "database disk image is malformed")]
)
def test_a_damaged_ledger_is_said_and_works_again_when_it_is_put_back(
    database: Database, tmp_path: Path, offset: int, cause: str
) -> None:
    whole = (tmp_path / FILE).read_bytes()
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * (len(whole) - offset))
    database.close()  # what was read before is forgotten
    with pytest.raises(LedgerUnavailable, match=f"is damaged .{cause}"):
        read(database)
    assert database.trouble
    with pytest.raises(LedgerUnavailable, match=cause):
        Ledger.in_folder(tmp_path)
    (tmp_path / FILE).write_bytes(whole)
    read(database)
    assert database.trouble is None


def test_a_ledger_that_is_gone_for_a_while(database: Database, tmp_path: Path) -> None:
    """As on a disk that was pulled out."""
    database.close()
    (tmp_path / FILE).rename(tmp_path / "away")
    (tmp_path / FILE).mkdir()
    with pytest.raises(LedgerUnavailable, match="is not there any more"):
        read(database)
    with pytest.raises(LedgerUnavailable, match="cannot be opened"):
        Ledger.in_folder(tmp_path)
    (tmp_path / FILE).rmdir()
    (tmp_path / "away").rename(tmp_path / FILE)
    read(database)
    assert database.trouble is None


def test_wrong_sql_is_a_defect_of_ours(database: Database) -> None:
    """Nobody tells the seller to look after the disk; the log gets a traceback."""
    with pytest.raises(sa.exc.OperationalError), database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table")
    with pytest.raises(sa.exc.IntegrityError), database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO switch (name) VALUES ('half')")
    assert database.trouble is None
