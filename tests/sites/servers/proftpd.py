"""ProFTPD with mod_tls, which insists on session reuse."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.sites.servers.server import (
    ANY_PORT,
    HOST,
    OWNER,
    PASSWORD,
    UNPACKED,
    USER,
    Server,
    cutting,
    free_port,
    program,
    running,
)

_CONFIGURATION = """
ModulePath "{modules}"
LoadModule mod_tls.c
ServerType standalone
DefaultAddress {host}
Port {port}
UseIPv6 off
UseReverseDNS off
User daemon
Group daemon
RequireValidShell off
AuthOrder mod_auth_file.c
AuthUserFile {users}
DefaultRoot {root}
AllowOverwrite on
TimeoutLinger 0
PidFile {folder}/pid
ScoreboardFile {folder}/scoreboard
DelayEngine off
WtmpLog off
TransferLog none
SystemLog {folder}/system.log
PassivePorts {first} {last}
TLSEngine {tls}
TLSRequired {tls}
TLSProtocol {protocols}
TLSECCertificateFile {certificate}
TLSECCertificateKeyFile {certificate}
TLSVerifyClient off
TLSLog {folder}/tls.log
{extra}
"""


def hashed(password: str) -> str:
    """As crypt(3) keeps it."""
    made = subprocess.run(
        [program("openssl", "openssl"), "passwd", "-6", "-stdin"],
        input=password,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


@contextmanager
def serving(
    folder: Path,
    certificate: Path,
    *,
    tls: bool = True,
    passive: Sequence[int] = ANY_PORT,
    protocols: str = "TLSv1.2 TLSv1.3",
    extra: str = "",
) -> Iterator[Server]:
    root = folder / "root"
    root.mkdir()
    users, configuration = folder / "users", folder / "proftpd.conf"
    users.touch(mode=0o600)
    users.write_text(f"{USER}:{hashed(PASSWORD)}:{OWNER.pw_uid}:{OWNER.pw_gid}::{root}:/bin/sh\n")
    port = free_port()
    configuration.write_text(
        _CONFIGURATION.format(
            modules=UNPACKED / "usr/lib/proftpd",
            host=HOST,
            port=port,
            users=users,
            root=root,
            folder=folder,
            certificate=certificate,
            protocols=protocols,
            extra=extra,
            tls="on" if tls else "off",
            first=passive[0],
            last=passive[-1],
        )
    )
    command = (program("proftpd", "proftpd-core"), "-n", "-c", configuration)
    with running(command, port, folder / "log") as process:
        yield Server(
            "ProFTPD",
            f"ftp://{USER}@{HOST}:{port}",
            root,
            "required" if tls else "off",
            owner=OWNER.pw_uid,
            cut=cutting(process),
        )
