"""What every server of the tests offers, and the few things that they share."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jet_refunds.domain.site_address import SiteAddress

HOST = "127.0.0.1"
OWNER = pwd.getpwnam("daemon")
"""The system's user that the servers write as: vsftpd wants one with a home folder."""
USER, PASSWORD = "seller", "orchard in May"
UNPACKED = Path(__file__).parents[3] / ".venv" / "ftp-servers"
"""Where scripts/setup_env/ftp_servers.py unpacks the FTP servers that Debian does not let stand side by side."""
ANY_PORT = range(20_000, 60_000)
"""Where FTP servers take data connections, unless a test must know better."""
START_SECONDS = 20.0

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Server:
    """`root` is what the user sees first; its files can be looked at from here."""

    name: str
    url: str
    root: Path
    tls: str = "auto"
    fingerprint: str | None = None
    user: str = USER
    password: str = PASSWORD
    owner: int = 0
    """The system's number of the user that writes the files."""
    cut: Callable[[], None] | None = field(default=None, repr=False)
    """Breaks every connection; new ones are taken."""
    keeps_odd_names: bool = True
    """Shows the bytes of a name as they are on disk."""

    @property
    def secure(self) -> bool:
        return self.url.startswith("ftps:") or (self.url.startswith("ftp:") and self.tls == "required")

    def place(self) -> Place:
        """A new folder of the site, for one test, with JetRefunds/Acks in it."""
        name = f"shop-{next(_numbers)}"
        folder = self.root / name
        for made in (folder, folder / "JetRefunds", folder / "JetRefunds" / "Acks"):
            made.mkdir()
            if self.owner:
                os.chown(made, self.owner, self.owner)
        return Place(self, folder, SiteAddress.parse(f"{self.url}/{name}", self.tls, self.fingerprint))


@dataclass(frozen=True)
class Place:
    """One test's folder on a server, as an address and as it lies on disk."""

    server: Server
    folder: Path
    address: SiteAddress

    def listing(self) -> list[str]:
        paths = (path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in paths)


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def program(name: str, package: str) -> str:
    """A program of a Debian package, unpacked or of the system; without it the tests fail."""
    folders = [*(str(UNPACKED / place) for place in ("usr/sbin", "usr/bin")), os.environ["PATH"], "/usr/sbin"]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        pytest.fail(f"{name} is missing: python3 scripts/test.py installs the Debian package {package}.", pytrace=False)
    if os.geteuid() != 0:
        pytest.fail(f"{name} signs users in, which it may do for root only: start these tests as root.", pytrace=False)
    return found


@contextmanager
def running(
    command: Sequence[str | Path], port: int, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in the foreground, up when its port answers; its whole family ends with the block."""
    words = [str(word) for word in command]
    with log.open("ab") as output:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        try:
            _wait(process, port, log)
            yield process
        finally:
            kill(family(process.pid))
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"{process.args!r} does not serve:\n{log.read_text(errors='replace')}")


def family(pid: int) -> list[int]:
    """The process and all that descend from it, the youngest first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended since
            parents.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found.extend(parents.get(one, []))
    return found[::-1]


def kill(pids: Sequence[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def cutting(process: subprocess.Popen[bytes]) -> Callable[[], None]:
    """For servers that give every connection a process."""
    return lambda: kill(family(process.pid)[:-1])
