"""A ledger that vanishes or grows younger is noticed; its backups are whole, and few."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from jet_refunds import runtime
from jet_refunds.errors import LedgerUnavailable
from jet_refunds.ledger import Ledger, ledger_mark
from jet_refunds.ledger.backup import KEPT, LEDGER, Backups
from jet_refunds.ledger.database import MIGRATIONS
from tests.support import documents as doc
from tests.support.house import House

CONTENT = "SELECT alt_refund_id FROM refund ORDER BY id"


def refunds(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(CONTENT)]


# -- while it runs


def deleted(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def replaced_by_an_empty_one(path: Path) -> None:
    Ledger.in_folder(path.parent / "another").close()
    shutil.copyfile(path.parent / "another" / LEDGER, path.parent / "new.db")
    (path.parent / "new.db").replace(path)


@pytest.mark.parametrize("vanish", [deleted, moved, replaced_by_an_empty_one])
def test_nothing_is_taken_into_a_ledger_that_vanished(house: House, vanish: Callable[[Path], None]) -> None:
    house.take(doc.of_order(1))
    path = house.helper.settings.data_dir / LEDGER
    kept = path.with_name("kept.db")
    kept.hardlink_to(path)
    vanish(path)
    with pytest.raises(LedgerUnavailable, match="not there any more"):
        house.take(doc.of_order(2))
    with pytest.raises(LedgerUnavailable, match="not there any more"):
        house.courier.tick()
    assert "bring back a backup" in str(house.ledger.database.trouble)
    kept.replace(path)
    house.take(doc.of_order(2))
    assert refunds(path) == ["JR-00001", "JR-00002"]


# -- between two runs


def test_a_ledger_that_vanished_is_not_begun_anew(house: House) -> None:
    house.take(doc.of_order(1))
    data_dir = house.helper.settings.data_dir
    house.ledger.close()
    (data_dir / LEDGER).unlink()
    with pytest.raises(LedgerUnavailable, match=r"up to number 1\..*jet-refunds restore"):
        Ledger.in_folder(data_dir)
    assert not (data_dir / LEDGER).exists()


def test_a_ledger_that_has_lost_its_last_refunds_is_told(house: House, tmp_path: Path) -> None:
    """As after its WAL was deleted, which held them: a cleaner does so, and a person who copies the .db alone."""
    data_dir = house.helper.settings.data_dir
    house.take(doc.of_order(1))
    with closing(sqlite3.connect(data_dir / LEDGER)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    house.take(doc.of_order(2))
    found = tmp_path / "found"
    found.mkdir()
    for name in (LEDGER, ledger_mark.MARK):
        shutil.copyfile(data_dir / name, found / name)
    assert refunds(found / LEDGER) == ["JR-00001"]
    with pytest.raises(LedgerUnavailable, match="up to number 2"):
        Ledger.in_folder(found)


def test_another_ledger_is_told(house: House, tmp_path: Path) -> None:
    house.take(doc.of_order(1))
    other = Ledger.in_folder(tmp_path / "other")
    other.remember()
    other.close()
    shutil.copyfile(house.helper.settings.data_dir / ledger_mark.MARK, tmp_path / "other" / ledger_mark.MARK)
    with pytest.raises(LedgerUnavailable, match="not the one that was here"):
        Ledger.in_folder(tmp_path / "other")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"ledger": 1}', "\0" * 50])
def test_a_mark_that_cannot_be_read_stops_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / ledger_mark.MARK).write_text(content)
    ledger = Ledger.in_folder(tmp_path)
    ledger.remember()
    ledger.close()
    assert ledger_mark.read(tmp_path)


# -- backups


def test_one_is_made_a_day_while_the_ledger_is_used_and_seven_are_kept(house: House) -> None:
    data_dir = house.helper.settings.data_dir
    backups = Backups(data_dir)
    for day in range(KEPT + 3):
        house.take(doc.of_order(day))
        runtime._tick(house.helper)
        runtime._tick(house.helper)
        house.clock.forward(timedelta(days=1).total_seconds())
    made = backups.all()
    assert [path.name for path in made] == sorted(path.name for path in made)
    assert [path.name for path in made][-1] == "ledger-2026-12-02.db"
    assert len(made) == KEPT
    assert len(refunds(made[-1])) == KEPT + 3
    assert list(data_dir.glob("backups/*.part")) == []


def test_a_backup_that_cannot_be_made_stops_nothing(house: House) -> None:
    (house.helper.settings.data_dir / "backups").write_text("in the way")
    refund_id = house.send(doc.of_order(1))
    runtime._tick(house.helper)
    assert house.state(refund_id) == "delivered"


def test_one_is_made_before_a_migration(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    Ledger.in_folder(tmp_path / "new").close()
    assert Backups(tmp_path / "new").all() == [], "there was nothing to keep"
    engine = sa.create_engine(f"sqlite:///{tmp_path / LEDGER}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
    engine.dispose()
    Ledger.in_folder(tmp_path).close()
    (backup,) = Backups(tmp_path).all()
    assert "-before-" in backup.name
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0006",)]


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 5000])
def test_what_is_no_ledger_is_not_brought_back(house: House, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.db").write_bytes(content)
    data_dir = house.helper.settings.data_dir
    before = (data_dir / LEDGER).read_bytes()
    with pytest.raises(LedgerUnavailable, match=r"bad\.db cannot be made or used"):
        Backups(data_dir).restore(tmp_path / "bad.db", house.clock.local())
    assert (data_dir / LEDGER).read_bytes() == before
