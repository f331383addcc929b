"""The built wheel holds what a seller needs and nothing else, and works where an installer puts it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
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
Ledger.in_folder(folder).close()
print("fine")
"""


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment that holds it and what it depends on, and nothing of this tree."""

    wheel: Path
    environment: Path

    @property
    def packages(self) -> Path:
        paths = sysconfig.get_paths("venv", vars={"base": str(self.environment), "platbase": str(self.environment)})
        return Path(paths["purelib"])

    def run(self, program: str, *arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Runs one of its programs in ``folder``, as a seller's terminal would: without this tree's variables."""
        scripts = sysconfig.get_path("scripts", "venv", vars={"base": str(self.environment)})
        ours = ("PYTHONPATH", "VIRTUAL_ENV", "JET_REFUNDS_SITE_PASSWORD")
        variables = {key: value for key, value in os.environ.items() if key not in ours}
        command = [str(Path(scripts) / program), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=variables)


@pytest.fixture(name="installed", scope="module")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    _must([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder])
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    constraints = ROOT / "requirements-dev.txt"
    uv: list[str | Path] = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        environment,
        "--constraints",
        constraints,
    ]
    _must([*uv, wheel])
    return Installed(wheel, environment)


def _must(command: Sequence[str | Path]) -> None:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_document_is_judged_by_the_schemas_within_the_wheel(installed: Installed, tmp_path: Path) -> None:
    example = ROOT / "tests/contract/refund/valid/full-refund-of-one-item.json"
    done = installed.run("python", "-c", PROGRAM, installed.packages, example, tmp_path / "data", folder=tmp_path)
    assert (done.stdout, done.stderr) == ("fine\n", "")


def test_doctor_runs_from_a_foreign_folder(installed: Installed, tmp_path: Path) -> None:
    """In an empty environment the command finds its schemas, makes its ledger, and says what is missing."""
    done = installed.run("jet-refunds", "doctor", "--data-dir", tmp_path / "data", folder=tmp_path)
    assert "helper: It is not running. Start it with: jet-refunds" in done.stdout
    assert f"schemas in {installed.packages / 'jet_refunds' / 'schemas'}" in " ".join(done.stdout.split())
    assert (done.returncode, done.stderr) == (1, "")
    assert (tmp_path / "data" / "ledger.db").is_file()


def test_every_file_of_the_package_is_in_the_wheel(installed: Installed) -> None:
    """Migrations, templates, style sheets and pictures are no Python, and are forgotten most easily."""
    files = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {path.suffix for path in files} >= {".py", ".mako", ".html", ".css"}
    missing = [str(path) for path in sorted(files) if not (installed.packages / "jet_refunds" / path).is_file()]
    assert missing == []


def test_every_schema_is_in_the_wheel_as_it_is_in_the_repository(installed: Installed) -> None:
    for path in (ROOT / "schemas").glob("*.json"):
        assert (installed.packages / "jet_refunds" / "schemas" / path.name).read_bytes() == path.read_bytes()


def test_the_wheel_holds_nothing_but_the_package(installed: Installed) -> None:
    """No tests, no extension, no demo: only jet_refunds and what the installer wants to know."""
    with zipfile.ZipFile(installed.wheel) as archive:
        tops = sorted({name.partition("/")[0] for name in archive.namelist()})
        entry_points = archive.read(f"{tops[1]}/entry_points.txt").decode()
    assert tops[0] == "jet_refunds"
    assert len(tops) == 2
    assert tops[1].endswith(".dist-info")
    assert "jet-refunds = jet_refunds.cli.commands:main" in entry_points
