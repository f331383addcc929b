"""Transfers and commands that a real server leaves without an end or an answer, each played by one in part."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.transports import network
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers import proftpd
from tests.sites.servers.opening import open_at, opened
from tests.sites.servers.pyftpdlib import Plain
from tests.sites.servers.server import free_port
from tests.sites.servers.variants import serving, variant

# -- transfers


def test_transfers_that_a_firewall_stops_are_said_so_and_nothing_is_stored(tmp_path: Path) -> None:
    closed = free_port()

    def pasv(self: Any, _line: str) -> None:
        self.respond(f"227 Entering Passive Mode (127,0,0,1,{closed >> 8},{closed & 255}).")

    with serving(tmp_path, variant(ftp_PASV=pasv)) as (site, server):
        with pytest.raises(SiteUnreachable, match=f"port {closed}.*passive ports"):
            site.store("x.part", b"1")
        assert server.listing() == []


def test_an_upload_that_the_site_breaks_off_is_refused_in_its_own_words(tmp_path: Path, certificate: Path) -> None:
    """Its reason comes after the data connection has broken: a full disk, a quota, a limit."""
    tmp_path.chmod(0o755)
    with (
        proftpd.serving(tmp_path, certificate, extra="MaxStoreFileSize 10 Kb") as server,
        opened(server.place()) as site,
    ):
        with pytest.raises(SiteRefused, match=r"exceeds|too large|limit"):
            site.store("x.part", os.urandom(5_000_000))
        site.store("y.part", b"1")
        assert site.size("y.part") == 1


def _endless(connection: socket.socket, answers: dict[str, Iterator[bytes]]) -> None:
    """Greets, and answers commands, until an answer has no end."""
    with connection, suppress(OSError):
        commands = connection.makefile("r")
        for word in chain(["connect"], (line.split()[0] for line in commands)):
            for piece in answers.get(word, [b"331 Go on.\r\n" if word == "USER" else b"230 Fine.\r\n"]):
                connection.sendall(piece)


def _slowly(text: bytes) -> Iterator[bytes]:
    for number in range(10_000):
        time.sleep(0.05)
        yield text[number : number + 1] or b"x"


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("connect", lambda: _slowly(b"220 ")),
        ("connect", lambda: repeat(b"220-Welcome to this site.\r\n" * 100)),
        ("connect", lambda: repeat(b"x" * 10_000)),
        ("FEAT", lambda: chain([b"211-Features:\r\n"], repeat(b" MLSD\r\n" * 1000))),
        ("FEAT", lambda: chain([b"211-Features:\r\n"], _slowly(b" "))),
        ("PASS", lambda: _slowly(b"230-")),
        ("USER", lambda: repeat(b"331-\r\n")),
    ],
)
def test_an_answer_without_an_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, word: str, pieces: Callable[[], Iterator[bytes]]
) -> None:
    """A letter at a time, or as fast as it can: in its time, and without filling the memory."""
    monkeypatch.setattr(network, "SECONDS", 0.5)
    answers = {"connect": iter([b"220 Hello.\r\n"]), "AUTH": iter([b"502 No.\r\n"]), word: pieces()}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=lambda: _endless(listener.accept()[0], answers))
        server.start()
        address = SiteAddress.parse(f"ftp://seller@127.0.0.1:{listener.getsockname()[1]}")
        start = time.monotonic()
        with pytest.raises(SiteUnreachable), open_at(address, "orchard"):
            pass
        assert time.monotonic() - start < 3
        server.join(10)
        assert not server.is_alive()


class Drip:
    """One byte now and then, for ever."""

    def more(self) -> bytes:
        time.sleep(0.05)
        return b"x"


def test_a_transfer_that_drips_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each packet comes in time, the whole never does."""
    monkeypatch.setattr(network, "TRANSFER_SECONDS", 0.5)
    handler = variant(ftp_RETR=lambda self, _path: self.push_dtp_data(Drip(), isproducer=True, cmd="RETR"))
    with serving(tmp_path, handler) as (site, _):
        start = time.monotonic()
        with pytest.raises(SiteUnclear, match=r"read x\.csv"):
            site.read("x.csv", 1_000_000)
        assert time.monotonic() - start < 5
        with pytest.raises(SiteUnreachable, match="closed"):
            site.read("x.csv", 10)


# -- commands without an answer


def test_a_rename_without_an_answer_is_unclear_and_the_late_answer_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(self: Any, path: str) -> None:
        self.ioloop.call_later(1.0, lambda: Plain.ftp_RNTO(self, path))

    monkeypatch.setattr(network, "SECONDS", 0.3)
    with serving(tmp_path, variant(ftp_RNTO=late)) as (site, server):
        site.store("x.part", b"1")
        with pytest.raises(SiteUnclear, match=r"rename x\.part"):
            site.rename("x.part", "JetRefunds/x.csv")
        with pytest.raises(SiteUnreachable, match="closed"):
            site.size("JetRefunds/x.csv")
        assert server.listing() == ["x.part"]


def test_a_site_that_hangs_up_with_a_word_leaves_the_outcome_open(tmp_path: Path) -> None:
    """421 may come of a time limit, while the command was on its way."""
    with serving(tmp_path, variant(ftp_RNTO=lambda self, _path: self.respond("421 Bye."))) as (site, _):
        site.store("x.part", b"1")
        with pytest.raises(SiteUnclear, match=r"421 Bye\."):
            site.rename("x.part", "JetRefunds/x.csv")


def test_a_slow_first_answer_means_that_the_rename_is_never_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier's lease covers the second command for a time only."""
    renamed: list[str] = []

    def slow(self: Any, path: str) -> None:
        self.ioloop.call_later(0.4, lambda: Plain.ftp_RNFR(self, path))

    def moved(self: Any, path: str) -> None:
        renamed.append(path)
        self.respond("250 Done.")

    handler = variant(ftp_RNFR=slow, ftp_RNTO=moved)
    with serving(tmp_path, handler) as (site, _):
        site.store("x.part", b"1")
        monkeypatch.setattr(network, "SECONDS", 0.2)
        with pytest.raises(SiteUnreachable, match="was not asked to"):
            site.rename("x.part", "JetRefunds/x.csv")
    assert renamed == []


@pytest.mark.parametrize("path", ["//", "/a folder"])
def test_a_path_may_begin_at_the_root_or_hold_spaces(tmp_path: Path, path: str) -> None:
    (tmp_path / "a folder").mkdir()
    with FtpSite(tmp_path) as server:
        address = SiteAddress.parse(f"ftp://{server.user}@{server.host}:{server.port}{path.replace(' ', '%20')}")
        with open_at(address, server.password) as site:
            site.store("x.part", b"1")
        assert server.listing() == [f"{path.strip('/')}/x.part".lstrip("/")]
