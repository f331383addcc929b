"""Whatever command comes first, what it leaves is its owner's alone; and what was left open before is closed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jet_refunds import owner_only
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds_demo.world import World
from tests.cli.test_commands import run
from tests.faults.program import Program
from tests.support import documents as doc
from tests.support.http import Browser

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")

COMMANDS = (
    ("doctor",),
    ("doctor", "--bundle", "{}/bundle.zip"),
    ("pair",),
    ("list",),
    ("show", "JR-00001"),
    ("log",),
    ("open",),
    ("backup",),
    ("restore",),
    ("site", "set", "file://{}"),
    ("site", "set", "ftp://orchard@ftp.example.com"),
    ("site", "test"),
    ("site", "trust", "AB"),
)


@pytest.fixture(autouse=True)
def _as_a_desktop_starts_programs() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    assert os.umask(before) == 0o022, "a command has left its own behind"


def open_to_others(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in (folder, *folder.rglob("*"))
        if path.lstat().st_mode & 0o077
    ]


@pytest.fixture(name="data_dir")
def _data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_the_first_command_makes_is_the_owners(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Also where it fails: some of these have nothing to do yet."""
    site, data_dir = tmp_path / "site", tmp_path / "made" / "here"
    site.mkdir()
    run(*(word.format(site) for word in words), data_dir=data_dir)
    assert not data_dir.exists() or open_to_others(data_dir) == []
    assert [path for path in site.glob("*.zip") if path.stat().st_mode & 0o077] == []


@pytest.mark.slow
def test_what_a_delivery_leaves_is_the_owners(tmp_path: Path) -> None:
    """Ledger, log, settings and backups, of the program as it runs; and none of it stays open once it was opened."""
    data_dir = tmp_path / "data"
    with World(tmp_path / "world") as world:
        address = SiteAddress.parse(world.site.url, "off")
        with Program(data_dir, address, world.site.password) as helper:
            browser = Browser(helper)
            assert browser.ask("POST", "/v1/refunds", doc.refund())[0] == 201
            browser.wait_for("accepted", 1)
            assert {path.name for path in data_dir.iterdir()} >= {"ledger.db", "helper.log", "config.toml"}
            assert open_to_others(data_dir) == []
            for path in (data_dir, *data_dir.rglob("*")):
                path.chmod(0o777)
            helper.kill()
            helper.start()
            assert open_to_others(data_dir) == []


def test_what_was_left_open_is_closed(data_dir: Path) -> None:
    run("backup", data_dir=data_dir)
    for path in (data_dir, *data_dir.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    run("list", data_dir=data_dir)
    assert open_to_others(data_dir) == []


def test_what_is_not_the_helpers_is_left(data_dir: Path, tmp_path: Path) -> None:
    """Somebody's file in the folder; what a link of ours leads to; a folder that all share."""
    data_dir.mkdir()
    other, outside = data_dir / "notes.txt", tmp_path / "outside.log"
    for path in (other, outside):
        path.write_text("Orchard")
        path.chmod(0o644)
    (data_dir / "helper.log.1").symlink_to(outside)
    data_dir.chmod(0o1777)
    run("list", data_dir=data_dir)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (other, outside, data_dir)] == [0o644, 0o644, 0o1777]


def test_what_another_user_owns_is_left(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("list", data_dir=data_dir)
    data_dir.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: data_dir.stat().st_uid + 1)
    run("list", data_dir=data_dir)
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o755


def test_a_disk_without_rights_is_said(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As FAT and some shares: every file is open, and stays so."""
    run("list", data_dir=data_dir)
    data_dir.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    said = run("list", data_dir=data_dir).stderr
    assert said == f"Other users of this computer can read {data_dir}. Move it to a disk that keeps them out.\n"


ICACLS = """#!/bin/sh
echo "$*" >> "$RIGHTS.asked"
[ $# -gt 1 ] && sed -i 's/(I)//' "$RIGHTS" && exit
echo "$1 $(cat "$RIGHTS")"
"""
WHOAMI = """#!/bin/sh
echo '"orchard\\seller","S-1-5-21-1004336348-1177238915-682003330-1001"'
"""


@pytest.mark.parametrize("rights", [":(I)(OI)(CI)(F)", ":(OI)(CI)(F)"])
def test_on_windows_a_folder_gets_its_own_rights(rights: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands that are run, as Microsoft documents them; there is no Windows here to run them on."""
    folder, kept, commands = tmp_path / "(I) data", tmp_path / "rights", tmp_path / "System32"
    for made in (folder, commands):
        made.mkdir()
    kept.write_text(rights)
    for name, text in (("icacls", ICACLS), ("whoami", WHOAMI)):
        (commands / f"{name}.exe").write_text(text)
        (commands / f"{name}.exe").chmod(0o700)
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    monkeypatch.setenv("RIGHTS", str(kept))
    monkeypatch.setattr(sys, "platform", "win32")
    assert owner_only.mend(folder) == []
    changes = [words for words in Path(f"{kept}.asked").read_text().splitlines() if words != str(folder)]
    granted = "*S-1-5-21-1004336348-1177238915-682003330-1001:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F"
    assert changes == ([f"{folder} /inheritance:r /grant:r {granted}"] if "(I)" in rights else [])
    (commands / "icacls.exe").unlink()
    assert owner_only.mend(folder) == [folder]
