"""Real FTP and SFTP servers for the tests, below .venv: none of them is installed, and none runs by itself.

Debian's packages exclude one another and would start at once: so they are unpacked, and only their libraries are
installed.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from setup_env import stamps
from setup_env.commands import CannotPrepare, run, say
from setup_env.paths import FTP_SERVERS
from setup_env.system_packages import Need, as_root, install_system_packages

TOOLS = (Need("openssl", "openssl"), Need("openssh-client", "ssh-keygen"))
"""With them the tests make the servers' certificates and keys."""
PACKAGES = ("vsftpd", "proftpd-core", "proftpd-mod-crypto", "pure-ftpd", "pure-ftpd-common", "openssh-server")
STAMP = FTP_SERVERS / "made-from.json"


def unpack_ftp_servers() -> None:
    """Downloads and unpacks the servers where that has not been done. Raises CannotPrepare."""
    install_system_packages(TOOLS)
    wanted = {"packages": " ".join(PACKAGES)}
    if stamps.read(STAMP) == wanted:
        return
    if shutil.which("apt-get") is None:
        raise CannotPrepare(f"Missing on this computer: {', '.join(PACKAGES)} (their names on Debian), unpacked there.")
    shutil.rmtree(FTP_SERVERS, ignore_errors=True)
    FTP_SERVERS.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        _download(PACKAGES, folder)
        archives = sorted(Path(folder).glob("*.deb"))
        for archive in archives:
            run(["dpkg-deb", "--extract", archive, FTP_SERVERS], shown=f"dpkg-deb --extract {archive.name}")
        install_system_packages([Need(name) for name in _libraries(archives)])
    stamps.write(STAMP, wanted)


def _download(packages: Sequence[str], folder: str) -> None:
    command = ["apt-get", "download", "--quiet", *packages]
    say(shlex.join(command))
    if subprocess.run(command, cwd=folder, check=False).returncode == 0:
        return
    prefix = as_root()
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
