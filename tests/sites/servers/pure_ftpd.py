"""Pure-FTPd with TLS. Its users are in a database of its own, with a hash that is quick to check."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.sites.servers.proftpd import hashed
from tests.sites.servers.server import (
    ANY_PORT,
    HOST,
    OWNER,
    PASSWORD,
    USER,
    Server,
    cutting,
    free_port,
    program,
    running,
)


@contextmanager
def serving(
    folder: Path, certificate: Path, *, tls: bool = True, passive: Sequence[int] = ANY_PORT
) -> Iterator[Server]:
    root = folder / "root"
    root.mkdir()
    users, database = folder / "users", folder / "users.pdb"
    users.touch(mode=0o600)
    users.write_text(f"{USER}:{hashed(PASSWORD)}:{OWNER.pw_uid}:{OWNER.pw_gid}::{root}/./::::::::::::\n")
    subprocess.run([program("pure-pw", "pure-ftpd-common"), "mkdb", database, "-f", users], check=True)
    port = free_port()
    command = [
        program("pure-ftpd", "pure-ftpd"), "-S", f"{HOST},{port}", "-l", f"puredb:{database}", "-E", "-H", "-u", "1",
        "-Y", "3" if tls else "0", "-p", f"{passive[0]}:{passive[-1]}", "-2", certificate, "-g", folder / "pid",
    ]  # fmt: skip
    with running(command, port, folder / "log") as process:
        yield Server(
            "Pure-FTPd",
            f"ftp://{USER}@{HOST}:{port}",
            root,
            "required" if tls else "off",
            owner=OWNER.pw_uid,
            cut=cutting(process),
        )
