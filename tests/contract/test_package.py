"""The extension's zip for the stores is the same bytes wherever it is made, and the store texts say what is true."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
STORE = ROOT / "scripts" / "store"
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
PERMISSIONS = {*MANIFEST["permissions"], *MANIFEST["host_permissions"], *MANIFEST["optional_host_permissions"]}
DATA = MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"]
SHORT = 132
"""Letters that Chrome's store takes of a description."""


def script(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `root`'s script from a folder that is not its own."""
    command = [sys.executable, "-W", "error", str(root / "scripts" / "package.py"), *words]
    return subprocess.run(
        command, cwd="/", env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def made(root: Path, folder: Path, **environment: str) -> dict[str, Any]:
    done = script(root, "--to", str(folder), "--json", **environment)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Path:
    """Another checkout, in which files have other times and modes."""
    root = tmp_path / "elsewhere"
    for name in ("package.json", "helper/jet_refunds/__init__.py", "scripts/package.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, root / name)
    shutil.copytree(EXTENSION, root / "extension")
    for path in (root / "extension").rglob("*.js"):
        path.chmod(0o700)
        os.utime(path, (1, 1))
    return root


def test_the_same_folder_gives_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    """Made twice, in another time zone, under another umask, and from another folder whose files have other dates."""
    first = made(ROOT, tmp_path / "a", TZ="UTC")
    before = os.umask(0o077)
    try:
        second = made(ROOT, tmp_path / "b", TZ="Pacific/Kiritimati", LC_ALL="C")
    finally:
        os.umask(before)
    third = made(copy, tmp_path / "c")
    assert first["sha256"] == second["sha256"] == third["sha256"]
    assert Path(first["file"]).read_bytes() == Path(third["file"]).read_bytes()


def test_the_zip_holds_the_folder_as_it_is_but_for_the_key(tmp_path: Path) -> None:
    """Chrome's store refuses a manifest with a key, and types are for tsc; all else is the folder's, byte for byte."""
    said = made(ROOT, tmp_path)
    assert Path(said["file"]).name == f"jet-refunds-extension-{MANIFEST['version']}.zip"
    with zipfile.ZipFile(said["file"]) as package:
        names = package.namelist()
        packed = {name: package.read(name) for name in names}
    assert names == sorted(names)
    manifest = json.loads(packed.pop("manifest.json"))
    assert manifest == {name: value for name, value in MANIFEST.items() if name != "key"}
    folder = {path.relative_to(EXTENSION).as_posix(): path for path in EXTENSION.rglob("*") if path.is_file()}
    left_out = {"manifest.json", "shared/documents.d.ts"}
    assert packed == {name: path.read_bytes() for name, path in folder.items() if name not in left_out}


@pytest.mark.parametrize(
    "stray",
    [
        "notes.txt",
        "content/.panel.js.swp",
        "popup/photo.png",
        "icons/64.png",
        "shared/store.d.ts",
        "background/store.test.js",
    ],
)
def test_a_file_that_does_not_belong_is_refused_by_its_name(copy: Path, tmp_path: Path, stray: str) -> None:
    (copy / "extension" / stray).write_text("x")
    done = script(copy, "--to", str(tmp_path / "zip"))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"extension/{stray} does not belong" in done.stderr
    assert not (tmp_path / "zip").exists()


def test_a_link_that_leads_out_of_the_folder_is_refused(copy: Path, tmp_path: Path) -> None:
    (copy / "extension" / "content" / "linked.js").symlink_to(copy / "scripts" / "package.py")
    assert "does not belong" in script(copy, "--to", str(tmp_path)).stderr


@pytest.mark.parametrize("name", ["extension/manifest.json", "package.json"])
def test_another_version_in_another_place_is_refused(copy: Path, tmp_path: Path, name: str) -> None:
    text = (copy / name).read_text("utf-8")
    (copy / name).write_text(text.replace(f'"version": "{MANIFEST["version"]}"', '"version": "9.9.9"'), "utf-8")
    done = script(copy, "--to", str(tmp_path))
    assert done.returncode == 1
    assert f"{name} says version 9.9.9" in done.stderr


@pytest.mark.slow
def test_firefox_s_own_check_finds_nothing_in_the_zip(tmp_path: Path) -> None:
    """No error, no warning, no notice."""
    web_ext = ROOT / "node_modules" / ".bin" / "web-ext"
    said = made(ROOT, tmp_path)
    command = [str(web_ext), "lint", "--source-dir", said["file"], "--output", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["errors"] + found["warnings"] + found["notices"] == []


# -- what the stores are told


def rows(text: str) -> dict[str, str]:
    """The table rows whose first cell is code: name -> the last cell."""
    return {row[1]: row[2].strip() for row in re.finditer(r"^\| `([^`]+)` \|(?:.*\|)? ([^|]+) \|$", text, re.MULTILINE)}


@pytest.mark.parametrize("name", ["en.md", "es.md", "privacy.md"])
def test_each_permission_has_its_reason_and_none_that_is_not_asked_for(name: str) -> None:
    reasons = rows((STORE / name).read_text("utf-8"))
    data = set(DATA["required"]) if name == "privacy.md" else set()
    assert set(reasons) == PERMISSIONS | data
    assert all(len(reason) > 20 for reason in reasons.values())


def test_every_data_permission_is_required_and_none_optional() -> None:
    """What the manifest asks is what the statement says; nothing is asked in another place."""
    assert set(DATA) == {"required"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_summary_is_the_manifest_s_description_and_fits_the_stores(language: str) -> None:
    messages = json.loads((EXTENSION / "_locales" / language / "messages.json").read_text("utf-8"))
    description = messages["extension_description"]["message"]
    text = (STORE / f"{language}.md").read_text("utf-8")
    assert text.split("\n\n")[2] == description
    assert len(description) <= SHORT


@pytest.mark.parametrize("size", [16, 32, 48, 128])
def test_icons_are_there_in_the_sizes_that_stores_want(size: int) -> None:
    """PNG says its width and height at byte 16."""
    content = (EXTENSION / MANIFEST["icons"][str(size)]).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(content[at : at + 4]) for at in (16, 20)] == [size, size]
