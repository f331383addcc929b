"""What only SFTP or only a folder can meet."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.transports import folder as folder_site
from jet_refunds.transports import network, sftp
from tests.faults.disk import mounted
from tests.sites.servers import openssh
from tests.sites.servers.opening import open_at, opened
from tests.sites.servers.server import HOST


def at(folder: Path) -> SiteAddress:
    return SiteAddress.parse(f"file://{folder}")


# -- a folder


def test_a_share_that_is_not_mounted_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(SiteUnreachable, match="If it is a share"), open_at(at(tmp_path / "share"), ""):
        pass


@pytest.mark.parametrize("mount_point_stays", [True, False])
def test_below_a_share_that_is_gone_nothing_is_called_missing(tmp_path: Path, mount_point_stays: bool) -> None:
    """Were it called missing, the courier would take the file for delivered."""
    share = tmp_path / "share"
    (share / "JetRefunds").mkdir(parents=True)
    with open_at(at(share), "") as site:
        site.store("x.part", b"1")
        share.rename(tmp_path / "unmounted")
        if mount_point_stays:
            share.mkdir()
        for ask in (
            lambda: site.rename("x.part", "JetRefunds/x.csv"),
            lambda: site.size("x.part"),
            lambda: site.read("x.part", 1),
            lambda: site.names("JetRefunds"),
            lambda: site.delete("x.part"),
        ):
            with pytest.raises(SiteUnreachable, match="is gone"):
                ask()


def test_a_network_error_of_a_share_leaves_the_outcome_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's call came back with an error of the network, which may have lost only the answer."""

    def lost(*_: object) -> None:
        raise TimeoutError(110, "Connection timed out")

    with open_at(at(tmp_path), "") as site:
        site.store("x.part", b"1")
        monkeypatch.setattr(Path, "replace", lost)
        with pytest.raises(SiteUnclear, match="was lost"):
            site.rename("x.part", "y.csv")


def test_a_disk_that_is_full_is_refused_in_the_systems_words(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk, open_at(at(disk.folder), "") as site:
        disk.fill()
        with pytest.raises(SiteRefused, match="No space left"):
            site.store("x.part", b"1" * 5000)


def test_what_is_renamed_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both folders are flushed: a power cut brings neither name back nor loses both."""
    (tmp_path / "JetRefunds").mkdir()
    flushed: list[Path] = []
    monkeypatch.setattr(folder_site, "_sync", flushed.append)
    with open_at(at(tmp_path), "") as site:
        site.store("x.part", b"1")
        site.rename("x.part", "JetRefunds/x.csv")
    assert flushed[0] == tmp_path
    assert set(flushed[1:]) == {tmp_path, tmp_path / "JetRefunds"}


@pytest.mark.parametrize(
    ("url", "path", "spelling"),
    [
        ("file:///srv/my%20shop/", "/srv/my shop", "file:///srv/my%20shop"),
        ("file:///C:/Refunds", "C:/Refunds", "file:///C:/Refunds"),
        ("file:////server/share", "//server/share", "file:////server/share"),
    ],
)
def test_a_folder_is_written_as_an_address(url: str, path: str, spelling: str) -> None:
    address = SiteAddress.parse(url)
    assert (address.path, address.url) == (path, spelling)
    assert SiteAddress.parse(address.url) == address
    assert not address.needs_password


# -- SFTP


@contextmanager
def mute() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sftp, "SECONDS", 0.5)
    monkeypatch.setattr(network, "SECONDS", 0.5)
    start = time.monotonic()
    with mute() as port:
        for scheme in ("ftp", "ftps", "sftp"):
            address = SiteAddress.parse(f"{scheme}://s@{HOST}:{port}")
            with pytest.raises(SiteUnreachable), open_at(address, "any"):
                pass
    assert time.monotonic() - start < 10


def test_a_server_without_passwords_is_refused_in_words(tmp_path: Path, certificate: Path) -> None:
    tmp_path.chmod(0o755)
    keys_only = "PasswordAuthentication no\nPubkeyAuthentication yes"
    with (
        openssh.serving(tmp_path, certificate, first=keys_only) as server,
        pytest.raises(SiteRefused, match="takes no passwords, only publickey"),
        opened(server.place()),
    ):
        pass


def test_a_server_without_sftp_is_refused_in_words(tmp_path: Path, certificate: Path) -> None:
    tmp_path.chmod(0o755)
    with (
        openssh.serving(tmp_path, certificate, sftp=False) as server,
        pytest.raises(SiteRefused, match="not with SFTP"),
        opened(server.place()),
    ):
        pass


def test_no_thread_of_a_connection_stays(tmp_path: Path, certificate: Path) -> None:
    tmp_path.chmod(0o755)
    before = set(threading.enumerate())
    with openssh.serving(tmp_path, certificate) as server, opened(server.place()) as site, pytest.raises(NotThere):
        site.delete("x.part")
    end = time.monotonic() + 5
    while set(threading.enumerate()) - before and time.monotonic() < end:
        time.sleep(0.05)
    assert set(threading.enumerate()) - before == set()
