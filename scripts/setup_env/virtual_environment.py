"""The virtual environment .venv: this project as it stands here, and the packages of requirements-dev.txt.

uv of the same lock installs them, in a tenth of the time that pip takes.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from setup_env import stamps
from setup_env.commands import CannotPrepare, Command, environment_variables, run, say
from setup_env.paths import LOCK, PYTHON, ROOT, UV, VENV
from setup_env.system_packages import Need, install_system_packages

STAMP = VENV / "made-from.json"
SECTIONS = (":env:", "install", "global")
"""Where pip looks for its settings, as `pip config list` names them; the first that says something counts."""


def make_virtual_environment() -> None:
    """Makes .venv, or brings it to what the lock says now. Raises CannotPrepare."""
    wanted = {
        "pyproject": stamps.digest(ROOT / "pyproject.toml"),
        "lock": stamps.digest(LOCK),
        "root": str(ROOT),
        "python": sys.version.split()[0],
    }
    made = stamps.read(STAMP) if PYTHON.exists() else {}
    if made == wanted:
        return
    if made and (made.get("root") != wanted["root"] or made.get("python") != wanted["python"]):
        say("making .venv anew: the folder or Python has changed")
        shutil.rmtree(VENV)
    if not _runs(PYTHON):
        if importlib.util.find_spec("ensurepip") is None:
            install_system_packages([Need("python3-venv")])
        run([sys.executable, "-m", "venv", "--clear", VENV], shown="python3 -m venv .venv")
    STAMP.unlink(missing_ok=True)
    _install_uv()
    _install_the_lock()
    stamps.write(STAMP, wanted)


def run_uv(command: Command, *, shown: str) -> None:
    """Runs uv, with the index that pip is set up to use. Raises CannotPrepare."""
    index = index_of_pip()
    variables = environment_variables() | ({"UV_DEFAULT_INDEX": index} if index else {})
    run([UV, *command], shown=shown, variables=variables)


def index_of_pip() -> str | None:
    """The package index that this computer's pip is told to use instead of PyPI, if any."""
    asked = [str(PYTHON), "-m", "pip", "config", "list"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = {key: value.strip("'") for key, _, value in (line.partition("=") for line in listed.splitlines())}
    return next((found[f"{section}.index-url"] for section in SECTIONS if found.get(f"{section}.index-url")), None)


def locked(name: str) -> str:
    """The entry of one package in the lock: its version and the digests of its files."""
    found = re.search(rf"^{re.escape(name)}==.*(\n +--hash=.*)*", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise CannotPrepare(f"{LOCK.name} has no {name}. Please run: python3 scripts/lock.py")
    return found[0] + "\n"


def _install_uv() -> None:
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(locked("uv"), encoding="utf-8")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--requirement", only_uv], shown=f"pip install {locked('uv').split()[0]}")


def _install_the_lock() -> None:
    command: list[str | Path] = ["pip", "install", "--quiet", "--python", PYTHON, "--exact", "--no-deps"]
    command += ["--requirements", LOCK, "--build-constraints", LOCK, "--editable", ROOT]
    run_uv(command, shown=f"uv pip install --requirements {LOCK.name} --editable .")


def _runs(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
