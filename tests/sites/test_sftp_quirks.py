"""SFTP servers that tell little of a file, or too much: greetings and listings without an end."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

import paramiko
import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused, SiteUnreachable
from jet_refunds.transports import network, sftp
from tests.sites.servers.opening import open_at
from tests.sites.servers.paramiko_sftp import Told, serving
from tests.sites.servers.server import PASSWORD


def no_size(attributes: paramiko.SFTPAttributes) -> None:
    attributes._flags &= ~attributes.FLAG_SIZE
    attributes.st_size = None


def no_permissions(attributes: paramiko.SFTPAttributes) -> None:
    attributes._flags &= ~attributes.FLAG_PERMISSIONS
    attributes.st_mode = None


def nothing(attributes: paramiko.SFTPAttributes) -> None:
    attributes._flags = 0
    attributes.st_size = attributes.st_mode = attributes.st_uid = attributes.st_gid = None
    attributes.st_atime = attributes.st_mtime = None


@pytest.mark.parametrize("told", [no_size, no_permissions, nothing])
def test_a_server_that_tells_little_of_a_file_is_delivered_to(tmp_path: Path, told: Told) -> None:
    with serving(tmp_path, told) as address, open_at(address, PASSWORD) as site:
        assert site.make_folder("JetRefunds")
        assert not site.make_folder("JetRefunds")
        assert site.size("x.part") is None
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.size("JetRefunds/x.csv") == 5
        assert site.names("JetRefunds") == ["x.csv"]
        assert site.read("JetRefunds/x.csv", 10) == b"12345"
        with pytest.raises(NotThere):
            site.rename("x.part", "JetRefunds/y.csv")
        site.delete("JetRefunds/x.csv")
        with pytest.raises(NotThere):
            site.delete("JetRefunds/x.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["JetRefunds"]


# -- without an end


def _slowly(text: bytes) -> Iterator[bytes]:
    for letter in chain(text, repeat(ord("x"))):
        time.sleep(0.05)
        yield bytes([letter])


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: repeat(b"Welcome to this site.\r\n" * 100),
        lambda: repeat(b"x" * 10_000),
        lambda: chain([b"SSH-2.0-Site\r\n"], repeat(b"\0\0\x80\x00" + b"\0" * 32_768)),
        lambda: _slowly(b"SSH-2.0-"),
        lambda: chain([b"SSH-2.0-Site\r\n"], _slowly(b"\0\0\1\0")),
    ],
    ids=["lines", "no line", "packets", "slow line", "slow packet"],
)
def test_a_greeting_without_an_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, pieces: Callable[[], Iterator[bytes]]
) -> None:
    monkeypatch.setattr(network, "SECONDS", 0.5)

    def greet() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            for piece in pieces():
                connection.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=greet)
        server.start()
        address = SiteAddress.parse(f"sftp://seller@127.0.0.1:{listener.getsockname()[1]}")
        start = time.monotonic()
        with pytest.raises(SiteUnreachable), open_at(address, PASSWORD):
            pass
        assert time.monotonic() - start < 5
        server.join(10)
        assert not server.is_alive()


def test_a_listing_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sftp, "LISTING_BYTES", 100_000)
    for number in range(2_000):
        (tmp_path / f"{number:0100}.csv").touch()
    with serving(tmp_path, lambda _: None) as address, open_at(address, PASSWORD) as site:
        with pytest.raises(SiteRefused, match="too many files"):
            site.names("")
        site.store("x.part", b"1")
        assert site.size("x.part") == 1
