"""Encrypted FTP: session reuse as real servers insist on it, certificates that are verified, and encryption itself."""

from __future__ import annotations

import ftplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyftpdlib.handlers import TLS_DTPHandler

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteRefused, SiteUnreachable
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers import proftpd
from tests.sites.servers.opening import open_at, opened
from tests.sites.servers.pyftpdlib import Plain, explicit, implicit
from tests.sites.servers.server import HOST, Place, Server

INSIST_ON_REUSE = ["vsftpd", "proftpd"]
ENCRYPTED = ["pyftpdlib-tls", "pyftpdlib-implicit-tls", "vsftpd", "proftpd", "pure-ftpd"]


@pytest.mark.parametrize("server", INSIST_ON_REUSE, indirect=True)
def test_a_client_that_does_not_resume_its_session_is_turned_away(place: Place) -> None:
    """So the servers of these tests would find the fault."""
    with ftplib.FTP_TLS(context=ssl.create_default_context(), timeout=10) as client:
        client.connect(HOST, place.address.port)
        client.login(place.address.user, place.server.password)
        client.prot_p()
        client.cwd(place.address.path)
        with pytest.raises((ftplib.Error, OSError)):
            client.nlst()


@pytest.mark.parametrize("protocols", ["TLSv1.2", "TLSv1.3"])
def test_sessions_are_resumed_in_either_version_of_tls(tmp_path: Path, certificate: Path, protocols: str) -> None:
    tmp_path.chmod(0o755)
    with proftpd.serving(tmp_path, certificate, protocols=protocols) as server, opened(server.place()) as site:
        assert site.security == protocols
        for number in range(5):
            site.store(f"{number}.part", b"1" * 100_000)
            assert site.read(f"{number}.part", 10) == b"1" * 10
            assert len(site.names("")) == number + 2


@contextmanager
def serving(
    folder: Path, handler: Any, scheme: str = "ftp", tls: str = "auto"
) -> Iterator[tuple[FtpSite, SiteAddress]]:
    with FtpSite(folder, handler=handler) as site:
        yield site, SiteAddress.parse(f"{scheme}://{site.user}@localhost:{site.port}", tls)


@pytest.mark.parametrize("tls", ["auto", "required"])
def test_a_trusted_site_is_used_encrypted(tmp_path: Path, certificate: Path, tls: str) -> None:
    with serving(tmp_path, explicit(certificate), tls=tls) as (_, address), open_at(address, "orchard") as site:
        assert site.security.startswith("TLSv1.")


def test_a_site_that_insists_on_encryption_says_so(tmp_path: Path, certificate: Path) -> None:
    with (
        serving(tmp_path, explicit(certificate), tls="off") as (_, address),
        pytest.raises(SiteRefused, match="SSL/TLS required"),
        open_at(address, "orchard"),
    ):
        pass


def test_a_site_that_offers_no_encryption_is_used_without_it_only_where_that_is_allowed(tmp_path: Path) -> None:
    commands: list[str] = []

    class Handler(Plain):
        def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
            commands.append(cmd)
            super().pre_process_command(line, cmd, arg)

    with serving(tmp_path, Handler) as (_, address):
        with open_at(address, "orchard") as site:
            assert site.security == "not encrypted"
        commands.clear()
        with pytest.raises(SiteRefused, match="no encryption"), open_at(replace(address, tls="required"), "orchard"):
            pass
        assert "PASS" not in commands
        assert "USER" not in commands


@pytest.mark.parametrize(
    ("handler", "scheme", "words"),
    [
        (lambda _: Plain, "ftps", "ftp:// or ftps://"),
        (implicit, "ftp", "hung up, or does not speak FTP"),
    ],
    ids=["ftps to a plain port", "ftp to a port with implicit TLS"],
)
def test_the_wrong_kind_of_encryption_is_said_in_words(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch,
    handler: Callable[[Path], Any], scheme: str, words: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("jet_refunds.transports.network.SECONDS", 0.5)
    with (
        serving(tmp_path, handler(certificate), scheme) as (_, address),
        pytest.raises(SiteUnreachable, match=words),
        open_at(address, "orchard"),
    ):
        pass


class Abrupt(TLS_DTPHandler):  # type: ignore[misc]
    """As Microsoft's server: it never says goodbye on a data connection, but resets it."""

    def _do_ssl_shutdown(self) -> None:
        self.socket.sock_shutdown(2)
        super(TLS_DTPHandler, self).close()


def test_a_site_that_hangs_up_without_a_goodbye_is_believed_when_it_says_that_all_arrived(
    tmp_path: Path, certificate: Path
) -> None:
    class Handler(explicit(certificate)):  # type: ignore[misc]
        dtp_handler = Abrupt

    body = bytes(range(256)) * 1000
    with serving(tmp_path, Handler) as (server, address), open_at(address, "orchard") as site:
        site.store("x.part", body)
        assert site.size("x.part") == len(body)
        assert (server.folder / "x.part").read_bytes() == body
        assert site.read("x.part", len(body) + 1) == body
        assert "x.part" in site.names("")


@pytest.mark.parametrize("server", ENCRYPTED, indirect=True)
def test_names_and_files_are_encrypted_too(server: Server) -> None:
    """The servers demand it of the control connection and of transfers alike, so what works is encrypted."""
    with opened(server.place()) as site:
        assert site.security.startswith("TLSv1.")
        site.store("x.part", b"1")
        assert "x.part" in site.names("")
