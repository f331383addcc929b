"""The seller's FTP site: a real FTP server on a free port of 127.0.0.1 that holds one folder.

It can be stopped and started again on the same port, and its password can be changed, as happens to real sites. It
remembers every file that ever appeared under a final name in JetRefunds/, so that a test can say "exactly once".
"""

from __future__ import annotations

import logging
import socket
import threading
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

REFUNDS = "JetRefunds"
ACKS = "Acks"
EVERYTHING = "elradfmwMT"  # pyftpdlib's letters: change, list, read, append, delete, rename, make, write, chmod, touch
# Without a handler of its own pyftpdlib writes every command to the standard error output.
logging.getLogger("pyftpdlib").addHandler(logging.NullHandler())

TICK = 0.05  # seconds; how soon the server's thread sees that it shall end


class FtpSite:
    """One folder, one user. ``folder`` is made when missing; ``prepared`` makes JetRefunds/ and Acks/ in it too.

    ``handler`` may be pyftpdlib's TLS_FTPHandler (or a subclass with its certificate) to serve FTPS.
    """

    def __init__(
        self,
        folder: Path,
        *,
        user: str = "seller",
        password: str = "orchard",  # noqa: S107  the site is made for trying out and listens on this computer only
        prepared: bool = True,
        handler: Any = FTPHandler,
    ) -> None:
        self.folder = folder
        self.user = user
        self.host = "127.0.0.1"
        self.port = 0
        self.history: dict[str, list[bytes]] = defaultdict(list)
        """Final name in JetRefunds/ -> its bytes each time that a file appeared there, oldest first."""
        self._authorizer = DummyAuthorizer()
        self._base = handler
        self._server: _Running | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if prepared:
            (folder / REFUNDS / ACKS).mkdir(parents=True, exist_ok=True)
        self._authorizer.add_user(user, password, str(folder), perm=EVERYTHING)

    @property
    def password(self) -> str:
        return str(self._authorizer.user_table[self.user]["pwd"])

    @password.setter
    def password(self, value: str) -> None:
        """From the next sign-in on; who is signed in stays so."""
        self._authorizer.user_table[self.user]["pwd"] = value

    @property
    def url(self) -> str:
        """Without the password, as ``jet-refunds site set`` takes it."""
        return f"ftp://{self.user}@{self.host}:{self.port}/"

    @property
    def refunds(self) -> Path:
        return self.folder / REFUNDS

    @property
    def acks(self) -> Path:
        return self.folder / REFUNDS / ACKS

    def start(self) -> None:
        """Serves; the second time on the port of the first."""
        if self._server is None:
            self._server = _Running(self._handler(), (self.host, self.port))
            self.port = self._server.port

    def stop(self) -> None:
        """Cuts every line at once and refuses new ones."""
        if self._server is not None:
            self._server.end()
            self._server = None

    def listing(self) -> list[str]:
        """Every file on the site, as paths with slashes, in order."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def saw(self, path: Path, content: bytes) -> None:
        """Called by the server when a file was written or renamed."""
        if path.parent == self.refunds and not path.name.startswith("."):
            self.history[path.name].append(content)

    def _handler(self) -> Any:
        site = self

        class Files(AbstractedFS):  # type: ignore[misc]  # pyftpdlib has no types
            def rename(self, src: str, dst: str) -> None:
                moved = Path(src)
                content = moved.read_bytes() if moved.is_file() else None  # before: the processor may be quick
                super().rename(src, dst)
                if content is not None:
                    site.saw(Path(dst), content)

        class Handler(self._base):  # type: ignore[name-defined, misc]
            authorizer = site._authorizer
            abstracted_fs = Files
            banner = "Seller's files."
            auth_failed_timeout = 0.1  # seconds; a wrong password is a case to try, not an attack

            def on_file_received(self, file: str) -> None:
                site.saw(Path(file), Path(file).read_bytes())
                super().on_file_received(file)

            def on_incomplete_file_received(self, file: str) -> None:
                site.saw(Path(file), Path(file).read_bytes())

        return Handler

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


class _Running:
    """A server in its thread, with a loop of its own so that several sites live beside one another."""

    def __init__(self, handler: Any, address: tuple[str, int]) -> None:
        self._ending = threading.Event()
        self._server = FTPServer(address, handler, ioloop=IOLoop())
        self.port = int(self._server.address[1])
        self._thread = threading.Thread(target=self._serve, name=f"ftp-site-{self.port}", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._ending.is_set():
            self._server.ioloop.loop(TICK, blocking=False)
        self._server.close_all()

    def end(self) -> None:
        self._ending.set()
        with suppress(OSError):
            socket.create_connection(self._server.address[:2], TICK).close()  # else it sleeps on to the end of its tick
        self._thread.join()
