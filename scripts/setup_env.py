"""What both commands need before they can start: a virtual environment, system packages, the checks' Node packages.

Standard library only, for any Python 3.11 or newer. Everything is made once and looked at again in well under a second:
a stamp beside it says from what it was made.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UV = BIN / ("uv.exe" if os.name == "nt" else "uv")
LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / "made-from.json"
FTP_SERVERS = VENV / "ftp-servers"
NODE_STAMP = ROOT / "node_modules" / ".made-from"


class CannotPrepare(Exception):
    """Something is missing that the script may not install; the message says what to do."""


@dataclass(frozen=True)
class Need:
    """A Debian package, and the program that shows that it (or another way of installing it) is there."""

    package: str
    program: str | None = None
    """None: only the package system knows."""

    def present(self) -> bool:
        if self.program is not None:
            return shutil.which(self.program) is not None
        return _installed(self.package)


CHROMIUM = (Need("chromium", "chromium"), Need("chromium-driver", "chromedriver"))
FIREFOX = Need("firefox-esr", "firefox-esr")
BROWSERS = (*CHROMIUM, Need("chromium-l10n"), FIREFOX)
"""The tests run in both, and one of them in Spanish. The demo needs only one, and nobody waits for the other there."""
DESKTOP = (
    Need("xvfb", "Xvfb"),
    Need("xauth", "xauth"),
    Need("xdotool", "xdotool"),
    Need("trayer", "trayer"),
    Need("imagemagick", "import"),
    Need("dbus", "dbus-daemon"),
    Need("dbus-x11", "dbus-launch"),
    Need("gnome-keyring", "gnome-keyring-daemon"),
    Need("python3-gi"),
    Need("gir1.2-gtk-3.0"),
    Need("gir1.2-ayatanaappindicator3-0.1"),
)
SERVER_TOOLS = (Need("openssl", "openssl"), Need("openssh-client", "ssh-keygen"))
SERVERS = ("vsftpd", "proftpd-core", "proftpd-mod-crypto", "pure-ftpd", "pure-ftpd-common", "openssh-server")
"""They exclude one another and would start at once: so they are unpacked, and only their libraries are installed."""
NODE = (Need("nodejs", "node"), Need("npm", "npm"))


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def run(command: Sequence[str | Path], *, shown: str | None = None, environment: dict[str, str] | None = None) -> None:
    """Runs ``command`` in the project's folder; raises CannotPrepare when it fails."""
    words = [str(word) for word in command]
    say(shown or shlex.join(words))
    if subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode != 0:
        raise CannotPrepare(f"This failed: {shlex.join(words)}\nIts own message stands above.")


def system_packages(needs: Sequence[Need]) -> None:
    """Installs the Debian packages of ``needs`` that are missing, or says the command that would."""
    missing = [need.package for need in needs if not need.present()]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    prefix = _as_root()
    if shutil.which("apt-get") is None:
        raise CannotPrepare(
            f"Missing on this computer: {', '.join(missing)} (their names on Debian). Please install them."
        )
    if prefix is None:
        raise CannotPrepare(
            f"Missing on this computer. Please run:\n  sudo apt-get update && sudo {shlex.join(install)}"
        )
    run([*prefix, "apt-get", "update", "--quiet"])
    run([*prefix, *install, "-o", "DPkg::Lock::Timeout=120"])  # another apt may be at work; seconds


def ftp_servers() -> None:
    """Real FTP and SFTP servers for the tests, below .venv: nothing of them is installed, and none runs by itself."""
    system_packages(SERVER_TOOLS)
    stamp, wanted = FTP_SERVERS / "made-from", " ".join(SERVERS)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if shutil.which("apt-get") is None:
        raise CannotPrepare(f"Missing on this computer: {', '.join(SERVERS)} (their names on Debian), unpacked there.")
    shutil.rmtree(FTP_SERVERS, ignore_errors=True)
    FTP_SERVERS.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        _download(SERVERS, folder)
        archives = sorted(Path(folder).glob("*.deb"))
        for archive in archives:
            run(["dpkg-deb", "--extract", archive, FTP_SERVERS], shown=f"dpkg-deb --extract {archive.name}")
        system_packages([Need(name) for name in _libraries(archives)])
    stamp.write_text(wanted, encoding="utf-8")


def _download(packages: Sequence[str], folder: str) -> None:
    command = ["apt-get", "download", "--quiet", *packages]
    say(shlex.join(command))
    if subprocess.run(command, cwd=folder, check=False).returncode == 0:
        return
    prefix = _as_root()
    if prefix is None:
        raise CannotPrepare("Debian's packages could not be downloaded. Please run:\n  sudo apt-get update")
    run([*prefix, "apt-get", "update", "--quiet"])
    if subprocess.run(command, cwd=folder, check=False).returncode != 0:
        raise CannotPrepare(f"This failed: {shlex.join(command)}\nIts own message stands above.")


def _libraries(archives: Sequence[Path]) -> list[str]:
    """What the packages need to run: of their dependencies the libraries, without versions."""
    found = set()
    for archive in archives:
        asked = ["dpkg-deb", "--field", str(archive), "Depends"]
        listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        found |= {
            entry.split()[0] for entry in listed.split(",") if entry.strip().startswith("lib") and "|" not in entry
        }
    return sorted(found - {"libpam-runtime", "libpam-modules"})


def environment() -> None:
    """Makes .venv exactly as requirements-dev.txt says, with this project in it as it stands here."""
    wanted = {
        "pyproject": _digest(ROOT / "pyproject.toml"),
        "lock": _digest(LOCK),
        "root": str(ROOT),
        "python": sys.version.split()[0],
    }
    made = _made()
    if made == wanted:
        return
    if made and (made.get("root") != wanted["root"] or made.get("python") != wanted["python"]):
        say("making .venv anew: the folder or Python has changed")
        shutil.rmtree(VENV)
    if not _runs(PYTHON):
        if importlib.util.find_spec("ensurepip") is None:
            system_packages([Need("python3-venv")])
        run([sys.executable, "-m", "venv", "--clear", VENV], shown="python3 -m venv .venv")
    STAMP.unlink(missing_ok=True)
    _install_uv()
    command = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--exact", "--no-deps"]
    command += ["--requirements", LOCK, "--build-constraints", LOCK, "--editable", ROOT]
    run(command, shown="uv pip install --requirements requirements-dev.txt --editable .", environment=uv_environment())
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")


def _install_uv() -> None:
    """The uv of the lock. It makes the rest of .venv in a tenth of pip's time."""
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(locked("uv"), encoding="utf-8")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--requirement", only_uv], shown=f"pip install {locked('uv').split()[0]}")


def locked(name: str) -> str:
    """The entry of one package in the lock: its version and the digests of its files."""
    found = re.search(rf"^{re.escape(name)}==.*(\n +--hash=.*)*", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise CannotPrepare(f"requirements-dev.txt has no {name}. Please run: python3 scripts/lock.py")
    return found[0] + "\n"


def uv_environment() -> dict[str, str]:
    """This process's environment; the index that pip is set up to use is uv's, too."""
    asked = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    index = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL", index)
    return {**({"UV_DEFAULT_INDEX": index} if index else {}), **surroundings()}


def node_packages() -> None:
    """The pinned tools that check the extension."""
    system_packages(NODE)
    digest = _digest(ROOT / "package-lock.json")
    if NODE_STAMP.is_file() and NODE_STAMP.read_text(encoding="utf-8") == digest:
        return
    run(["npm", "ci", "--no-audit", "--no-fund"])
    NODE_STAMP.write_text(digest, encoding="utf-8")


def step(name: str, command: Sequence[str | Path]) -> bool:
    """Runs one named check and says how long it took; False when it failed."""
    say(name)
    start = time.monotonic()
    code = subprocess.run([str(word) for word in command], cwd=ROOT, env=surroundings(), check=False).returncode
    seconds = time.monotonic() - start
    print(f"    {name}: {'passed' if code == 0 else f'FAILED (exit status {code})'} in {seconds:.1f} s", flush=True)
    return code == 0


def surroundings() -> dict[str, str]:
    """This process's environment with .venv first, and nothing of another Python in it."""
    found = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    return {**found, "VIRTUAL_ENV": str(VENV), "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def hand_over(command: Sequence[str | Path], folder: Path | None = None) -> int:
    """Runs ``command`` in place of this script, with its signals and its exit status."""
    words = [str(word) for word in command]
    sys.stdout.flush()
    if folder is not None:
        os.chdir(folder)
    if os.name != "nt":
        os.execve(words[0], words, surroundings())  # noqa: S606  no shell is wanted
    try:
        return subprocess.run(words, env=surroundings(), check=False).returncode
    except KeyboardInterrupt:
        return 130


def _as_root() -> list[str] | None:
    """What to put before a command that only root may run; None: it cannot be run from here."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout == "installed"


def _runs(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _made() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if PYTHON.exists() else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
