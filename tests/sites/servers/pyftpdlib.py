"""pyftpdlib in this process: plain, with explicit TLS, with implicit TLS. It does not insist on session reuse."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler

from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.server import PASSWORD, USER, Server


def explicit(certificate: Path) -> Any:
    """Takes a password and data over TLS only."""

    class Handler(TLS_FTPHandler):  # type: ignore[misc]
        certfile = str(certificate)
        tls_control_required = True
        tls_data_required = True
        ssl_context = None
        unicode_errors = "surrogateescape"

    return Handler


def implicit(certificate: Path) -> Any:
    """Encrypted before the greeting."""

    class Handler(explicit(certificate)):  # type: ignore[misc]
        def handle(self) -> None:
            self.secure_connection(self.ssl_context)

        def handle_ssl_established(self) -> None:
            super().handle()

    return Handler


class Plain(FTPHandler):  # type: ignore[misc]
    unicode_errors = "surrogateescape"


def copying(copy: Callable[[Any, Any], object], *, tells: tuple[str, ...] = ("MLST", "MLSD", "MFMT")) -> Any:
    """A server that copies a file, then deletes the old one; of the commands that tell of a file it knows `tells`.

    Each move to a final name may break off in between, by what `ends` gives: an answer, or "cut".
    """

    class Copying(Plain):
        proto_cmds = {  # noqa: RUF012 - pyftpdlib's way
            name: value for name, value in Plain.proto_cmds.items() if name in tells or name not in KNOW_FILES
        }
        ends = itertools.repeat("")
        is_told = True
        """FtpSite's history gets what has arrived; else others may take it away at once."""
        _rnfr: str | None

        def ftp_RNTO(self, path: str) -> None:  # noqa: N802 - pyftpdlib's name
            source, self._rnfr = str(self._rnfr), None
            copy(source, path)
            end = next(self.ends) if path.endswith(".csv") else ""
            if self.is_told:
                self.on_file_received(path)
                if end:
                    Path(path).unlink()  # the processor is quick
            if end:
                self.respond(end) if end != "cut" else self.close()
                return
            Path(source).unlink(missing_ok=True)  # a janitor may be quick, too
            self.respond("250 Renaming ok.")

    return Copying


KNOW_FILES = ("MLST", "MLSD", "MFMT", "MDTM")


def limited(handler: Any, passive: Sequence[int] | None) -> Any:
    """The same, taking data connections on these ports only; None: on any."""

    class Limited(handler):  # type: ignore[misc]
        passive_ports = passive

    return Limited


@contextmanager
def serving(name: str, folder: Path, handler: Any = Plain, scheme: str = "ftp", tls: str = "auto") -> Iterator[Server]:
    with FtpSite(folder, user=USER, password=PASSWORD, prepared=False, handler=handler) as site:

        def cut() -> None:
            site.stop()
            site.start()

        yield Server(name, f"{scheme}://{USER}@{site.host}:{site.port}", folder, tls, cut=cut)


@contextmanager
def plain(folder: Path, _certificate: Path, *, passive: Sequence[int] | None = None) -> Iterator[Server]:
    with serving("pyftpdlib", folder, limited(Plain, passive)) as server:
        yield server


@contextmanager
def with_explicit_tls(folder: Path, certificate: Path, *, passive: Sequence[int] | None = None) -> Iterator[Server]:
    handler = limited(explicit(certificate), passive)
    with serving("pyftpdlib, TLS", folder, handler, tls="required") as server:
        yield server


@contextmanager
def with_implicit_tls(folder: Path, certificate: Path) -> Iterator[Server]:
    with serving("pyftpdlib, implicit TLS", folder, implicit(certificate), scheme="ftps") as server:
        yield server


@contextmanager
def that_copies(folder: Path, _certificate: Path, *, passive: Sequence[int] | None = None) -> Iterator[Server]:
    """Its moves are copies, of which some break off before the old file is deleted."""
    handler = limited(copying(_beside_and_then_there), passive)
    handler.ends = itertools.cycle(["", "", "cut", "", "550 Cannot delete it."])
    handler.is_told = False
    with serving("pyftpdlib that copies", folder, handler) as server:
        yield server


def _beside_and_then_there(source: str, target: str) -> None:
    """What is half there has another name, so that the processor does not take it."""
    beside = Path(target).with_name(".copying")
    shutil.copyfile(source, beside)
    beside.replace(target)
