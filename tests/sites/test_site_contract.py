"""What every adapter of the port Site must do, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jet_refunds.demo.ftp_site import FtpSite
from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.ports import Site
from jet_refunds.site_address import SiteAddress
from jet_refunds.sites.ftp import open_ftp


@pytest.fixture(name="server")
def _server(tmp_path: Path) -> Iterator[FtpSite]:
    with FtpSite(tmp_path) as server:
        yield server


@pytest.fixture(name="site")
def _site(server: FtpSite) -> Iterator[Site]:
    with open_ftp(SiteAddress.parse(server.url, "auto"), server.password) as site:
        yield site


def test_what_is_stored_is_there_to_the_byte(site: Site) -> None:
    body = bytes(range(256)) * 10
    site.store("x.part", body)
    assert site.size("x.part") == len(body)
    assert site.read("x.part", 10_000) == body


def test_storing_replaces_what_stood_there(site: Site) -> None:
    site.store("x.part", b"long before")
    site.store("x.part", b"now")
    assert site.read("x.part", 100) == b"now"


def test_reading_stops_at_the_limit_and_the_connection_goes_on(site: Site) -> None:
    site.store("x.part", b"0123456789")
    assert site.read("x.part", 4) == b"0123"
    assert site.size("x.part") == 10


def test_what_is_not_there_has_no_size(site: Site) -> None:
    assert site.size("nothing.csv") is None


def test_a_rename_moves_across_folders(site: Site, server: FtpSite) -> None:
    site.store("x.part", b"1")
    site.rename("x.part", "JetRefunds/x.csv")
    assert server.listing() == ["JetRefunds/x.csv"]


@pytest.mark.parametrize("step", ["rename", "read", "delete", "names"])
def test_the_site_is_sure_that_something_is_not_there(site: Site, step: str) -> None:
    asked = {
        "rename": lambda: site.rename("nothing.part", "JetRefunds/x.csv"),
        "read": lambda: site.read("nothing.csv", 10),
        "delete": lambda: site.delete("nothing.part"),
        "names": lambda: site.names("Nowhere"),
    }
    with pytest.raises(NotThere):
        asked[step]()


def test_a_rename_into_a_folder_that_is_missing_is_refused_and_the_file_stays(site: Site) -> None:
    site.store("x.part", b"1")
    with pytest.raises(SiteRefused):
        site.rename("x.part", "Nowhere/x.csv")
    assert site.size("x.part") == 1


def test_names_are_bare_and_show_dot_names_and_leave_out_the_folders_own(site: Site) -> None:
    site.store("JetRefunds/a.csv", b"1")
    site.store("JetRefunds/.b.part", b"1")
    assert sorted(site.names("JetRefunds")) == [".b.part", "Acks", "a.csv"]
    assert site.names("JetRefunds/Acks") == []


def test_names_may_hold_any_letters(site: Site) -> None:
    site.store("JetRefunds/Erstattung für Zoë 😀.csv", b"1")
    assert "Erstattung für Zoë 😀.csv" in site.names("JetRefunds")


def test_making_a_folder_twice_is_harmless(site: Site) -> None:
    site.make_folder("New")
    site.make_folder("New")
    assert "New" in site.names("")


def test_a_wrong_password_is_a_refusal_that_names_the_user(server: FtpSite) -> None:
    with (
        pytest.raises(SiteRefused, match=r"password of seller.*again"),
        open_ftp(SiteAddress.parse(server.url), "wrong"),
    ):
        pass


def test_a_site_that_is_down_is_unreachable(server: FtpSite) -> None:
    server.stop()
    with pytest.raises(SiteUnreachable, match="Nothing answers"), open_ftp(SiteAddress.parse(server.url), "orchard"):
        pass


def test_a_folder_that_is_not_there_is_refused_in_words(server: FtpSite) -> None:
    with (
        pytest.raises(SiteRefused, match="no folder /missing"),
        open_ftp(SiteAddress.parse(server.url + "missing"), "orchard"),
    ):
        pass


def test_the_path_is_the_folder_that_all_names_are_in(server: FtpSite) -> None:
    (server.folder / "shop").mkdir()
    with open_ftp(SiteAddress.parse(server.url + "shop"), "orchard") as site:
        site.store("x.part", b"1")
    assert server.listing() == ["shop/x.part"]


def test_a_connection_that_breaks_leaves_the_outcome_open(server: FtpSite) -> None:
    with open_ftp(SiteAddress.parse(server.url), "orchard") as site:
        server.stop()
        with pytest.raises(SiteUnclear):
            site.rename("x.part", "JetRefunds/x.csv")


def test_encryption_that_is_required_and_not_offered_is_refused_before_the_password_is_sent(server: FtpSite) -> None:
    with (
        pytest.raises(SiteRefused, match="no encryption"),
        open_ftp(SiteAddress.parse(server.url, "required"), "orchard"),
    ):
        pass
