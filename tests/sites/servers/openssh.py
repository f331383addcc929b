"""OpenSSH's sftp-server, in a root folder of its own: so no user of the system need be made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.sites.servers.proftpd import hashed
from tests.sites.servers.server import HOST, OWNER, PASSWORD, USER, Server, cutting, free_port, program, running

_CONFIGURATION = """
{first}
ListenAddress {host}
Port {port}
UsePAM no
PasswordAuthentication yes
KbdInteractiveAuthentication no
PubkeyAuthentication no
StrictModes no
UseDNS no
MaxStartups 100
PidFile none
{sftp}
"""
_SFTP = "Subsystem sftp internal-sftp\nForceCommand internal-sftp"


def _install(executable: str, root: Path) -> None:
    """The program, and the libraries that it needs, in the new root."""
    listed = subprocess.run(["ldd", executable], capture_output=True, text=True, check=True).stdout
    for found in [executable, *re.findall(r"(/\S+) \(0x", listed)]:
        target = root / found.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found, target)


@contextmanager
def serving(
    folder: Path,
    _certificate: Path,
    *,
    first: str = "",
    sftp: bool = True,
    key_types: Sequence[str] = ("ed25519",),
    trusted: str = "ed25519",
) -> Iterator[Server]:
    """`first`: settings that go before the others, and so win. It has a key of each type; one is the trusted one."""
    root = folder / "root"
    home = root / "home"
    sshd, keygen = program("sshd", "openssh-server"), program("ssh-keygen", "openssh-client")
    for made in (root / "etc/ssh", root / "run/sshd", root / "dev", root / "var/empty", home):
        made.mkdir(parents=True)
    _install(sshd, root)
    os.chown(home, OWNER.pw_uid, OWNER.pw_gid)
    (root / "dev/null").touch(mode=0o666)
    (root / "etc/passwd").write_text(
        "root:x:0:0::/:/usr/sbin/sshd\nsshd:x:110:65534::/run/sshd:/usr/sbin/sshd\n"
        f"{USER}:x:{OWNER.pw_uid}:{OWNER.pw_gid}::/home:{sshd}\n"
    )
    (root / "etc/group").write_text(f"root:x:0:\ndaemon:x:{OWNER.pw_gid}:\n")
    shadow = root / "etc/shadow"
    shadow.touch(mode=0o600)
    shadow.write_text(f"root:*:19000:0:99999:7:::\n{USER}:{hashed(PASSWORD)}:19000:0:99999:7:::\n")
    keys = root / "etc/ssh"
    for key_type in {*key_types, trusted}:
        subprocess.run([keygen, "-q", "-t", key_type, "-N", "", "-f", keys / key_type], check=True)
    shown = subprocess.run([keygen, "-l", "-f", keys / f"{trusted}.pub"], capture_output=True, text=True, check=True)
    first = "\n".join([first, *(f"HostKey /etc/ssh/{key_type}" for key_type in key_types)])
    port = free_port()
    (root / "etc/ssh/sshd_config").write_text(
        _CONFIGURATION.format(first=first, host=HOST, port=port, sftp=_SFTP if sftp else "")
    )
    command = (program("chroot", "coreutils"), root, sshd, "-D", "-e", "-f", "/etc/ssh/sshd_config")
    with running(command, port, folder / "log") as process:
        yield Server(
            "OpenSSH",
            f"sftp://{USER}@{HOST}:{port}",
            home,
            fingerprint=shown.stdout.split()[1],
            owner=OWNER.pw_uid,
            cut=cutting(process),
        )
