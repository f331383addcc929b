"""`backup` and `restore`: the ledger comes back, and nothing that was sent since is sent twice."""

from __future__ import annotations

from pathlib import Path

from jet_refunds import runtime
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.backup import LEDGER
from tests.cli.test_commands import run
from tests.support import documents as doc
from tests.support.house import House, computer


def test_a_backup_is_brought_back_and_what_was_sent_since_is_asked_about(house: House, tmp_path: Path) -> None:
    data_dir, mine = tmp_path / "shop", tmp_path / "mine.db"
    with computer(data_dir, house.site, house.clock) as shop:
        shop.send(doc.of_order(99))
        shop.courier.tick()
        house.clock.forward(61)
        shop.take(doc.of_order(1))
        done = run("backup", str(mine), data_dir=data_dir)
        assert (done.returncode, done.stdout) == (0, f"The ledger was copied to {mine}.\n")
        house.clock.forward(10)
        shop.courier.tick()
        assert shop.state(2) == "delivered"
    for taken in house.csv_files():
        taken.unlink()
    (data_dir / LEDGER).unlink()

    done = run("list", data_dir=data_dir)
    assert done.returncode == 1
    assert "jet-refunds restore" in done.stderr
    done = run("restore", str(mine), data_dir=data_dir)
    assert done.returncode == 0
    assert done.stdout == "The ledger is the one of mine.db now.\nStart Jet Refunds again.\n"

    with computer(data_dir, house.site, house.clock) as restored:
        for _ in range(3):
            restored.courier.tick()
            house.clock.forward(61)
        assert restored.courier.copied
        assert restored.csv_files() == []
        restored.courier.go_on()
        assert "Another copy of this ledger may have sent it" in str(restored.until_asked(2).reason)
        assert restored.take(doc.of_order(3)).refund.alt_refund_id not in ("JR-00001", "JR-00002", "JR-00003")


def test_without_a_name_they_are_listed(tmp_path: Path) -> None:
    Ledger.in_folder(tmp_path).close()
    assert "no backup" in run("restore", data_dir=tmp_path).stderr
    run("backup", data_dir=tmp_path)
    done = run("restore", data_dir=tmp_path)
    (name,) = done.stdout.split()
    assert name.startswith("ledger-")
    assert done.stderr == f"Bring one back with: jet-refunds restore {name}\n"
    assert run("restore", name, data_dir=tmp_path).returncode == 0
    assert len([path for path in (tmp_path / "backups").iterdir() if path.name.endswith("-replaced.db")]) == 1


def test_one_may_go_on_without_a_ledger(tmp_path: Path) -> None:
    ledger = Ledger.in_folder(tmp_path)
    ledger.remember()
    ledger.close()
    (tmp_path / LEDGER).unlink()
    assert run("list", data_dir=tmp_path).returncode == 1
    assert run("restore", "--as-it-is", data_dir=tmp_path).returncode == 0
    assert run("list", data_dir=tmp_path).returncode == 0


def test_nothing_is_brought_back_under_a_helper_that_runs(tmp_path: Path) -> None:
    Ledger.in_folder(tmp_path).close()
    run("backup", str(tmp_path / "mine.db"), data_dir=tmp_path)
    with runtime.only_one(tmp_path):
        done = run("restore", str(tmp_path / "mine.db"), data_dir=tmp_path)
    assert done.returncode == 3
    assert "already running" in done.stderr


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    Ledger.in_folder(tmp_path).close()
    done = run("restore", "nothing.db", data_dir=tmp_path)
    assert done.returncode == 1
    assert "nothing.db cannot be made or used" in done.stderr
