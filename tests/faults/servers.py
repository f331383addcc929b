"""The servers that the rounds go to: FTP in the clear, so that the proxy can read, and with TLS; SFTP; a folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.sites.servers import folder, openssh, proftpd, pure_ftpd, pyftpdlib, vsftpd
from tests.sites.servers.server import Server

PASSIVE = range(21_000, 21_040)
"""The ports for data connections, which the proxy takes, too: below those that the system gives out by chance. The
rounds have a network of their own."""


@dataclass(frozen=True)
class Kind:
    """`speaks`: "ftp" in the clear, "ftps", "sftp", or "file", which has no proxy."""

    speaks: str
    start: Callable[[Path, Path], AbstractContextManager[Server]]

    @property
    def passive(self) -> range:
        return PASSIVE if self.speaks.startswith("ftp") else range(0)


SERVERS: dict[str, Kind] = {
    "pyftpdlib": Kind("ftp", partial(pyftpdlib.plain, passive=PASSIVE)),
    "pyftpdlib-copying": Kind("ftp", partial(pyftpdlib.that_copies, passive=PASSIVE)),
    "vsftpd": Kind("ftp", partial(vsftpd.serving, tls=False, passive=PASSIVE)),
    "proftpd": Kind("ftp", partial(proftpd.serving, tls=False, passive=PASSIVE)),
    "pure-ftpd": Kind("ftp", partial(pure_ftpd.serving, tls=False, passive=PASSIVE)),
    "pyftpdlib-tls": Kind("ftps", partial(pyftpdlib.with_explicit_tls, passive=PASSIVE)),
    "vsftpd-tls": Kind("ftps", partial(vsftpd.serving, passive=PASSIVE)),
    "proftpd-tls": Kind("ftps", partial(proftpd.serving, passive=PASSIVE)),
    "pure-ftpd-tls": Kind("ftps", partial(pure_ftpd.serving, passive=PASSIVE)),
    "openssh": Kind("sftp", openssh.serving),
    "folder": Kind("file", folder.serving),
}
