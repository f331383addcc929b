"""The built wheel holds all that the helper needs, and finds its schemas and migrations where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "helper" / "jet_refunds"

PROGRAM = """
import json, sys
from pathlib import Path
import jet_refunds
from jet_refunds import schema_validation
from jet_refunds.ledger import Ledger

where, example, folder = map(Path, sys.argv[1:])
assert Path(jet_refunds.__file__).is_relative_to(where), jet_refunds.__file__
assert schema_validation.FOLDER == where / "jet_refunds" / "schemas", schema_validation.FOLDER
document = json.loads(example.read_text(encoding="utf-8"))
assert schema_validation.problems("refund", document) == []
assert [found.pointer for found in schema_validation.problems("refund", {**document, "buyer": {}})] == [""]
ledger = Ledger.in_folder(folder)
assert ledger.refund_views.page()["refunds"] == []
ledger.close()
print("fine")
"""


@pytest.fixture(name="installed", scope="module")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "--no-build-isolation", "--quiet", "-w", folder)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_a_document_is_judged_by_the_schemas_within_the_wheel(installed: Path, tmp_path: Path) -> None:
    example = ROOT / "tests/contract/refund/valid/full-refund-of-one-item.json"
    command = (sys.executable, "-c", PROGRAM, installed, example, tmp_path / "data")
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert (done.stdout, done.stderr) == ("fine\n", "")


def test_every_file_of_the_package_is_in_the_wheel(installed: Path) -> None:
    """Migrations, templates, style sheets and pictures are no Python, and are forgotten most easily."""
    files = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {path.suffix for path in files} >= {".py", ".mako", ".html", ".css"}
    missing = [str(path) for path in sorted(files) if not (installed / "jet_refunds" / path).is_file()]
    assert missing == []


def test_every_schema_is_in_the_wheel_as_it_is_in_the_repository(installed: Path) -> None:
    for path in (ROOT / "schemas").glob("*.json"):
        assert (installed / "jet_refunds" / "schemas" / path.name).read_bytes() == path.read_bytes()


def test_the_wheel_holds_nothing_but_the_package(installed: Path) -> None:
    """No tests, no extension: only jet_refunds and what the installer wants to know."""
    names = sorted(path.name for path in installed.iterdir())
    assert names[0] == "jet_refunds"
    assert len(names) == 2
    assert names[1].endswith(".dist-info")
    assert "jet-refunds = jet_refunds.cli.commands:main" in (installed / names[1] / "entry_points.txt").read_text()
