"""pyftpdlib in this process: plain, with explicit TLS, with implicit TLS. It does not insist on session reuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
