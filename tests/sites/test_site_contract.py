"""What every adapter of the port Site must do, on every kind of server (see conftest.py)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.interfaces import Site
from tests.sites.conftest import SERVERS
from tests.sites.servers.opening import open_at, opened
from tests.sites.servers.server import Place, Server, free_port

NETWORKED = [name for name in SERVERS if name != "folder"]
WITH_USERS = ["vsftpd", "proftpd", "pure-ftpd", "openssh"]
"""They write as a user of the system, whom a folder may be closed to."""


# -- files


@pytest.mark.parametrize("body", [b"", b"\r\n", bytes(range(256)) * 10, os.urandom(3_000_000)], ids=len)
def test_what_is_stored_is_there_to_the_byte(site: Site, place: Place, body: bytes) -> None:
    site.store("x.part", body)
    assert (place.folder / "x.part").read_bytes() == body
    assert site.size("x.part") == len(body)
    assert site.read("x.part", len(body) + 1) == body


def test_storing_replaces_what_stood_there(site: Site) -> None:
    site.store("x.part", b"long before")
    site.store("x.part", b"now")
    assert site.read("x.part", 100) == b"now"


def test_reading_stops_at_the_limit_without_fetching_the_rest_and_the_connection_goes_on(
    site: Site, place: Place
) -> None:
    """A gigabyte, of which four bytes are wanted."""
    with (place.folder / "x.csv").open("wb") as file:
        file.write(b"0123456789")
        file.truncate(1024**3)
    start = time.monotonic()
    assert site.read("x.csv", 4) == b"0123"
    assert site.read("x.csv", 0) == b""
    assert site.size("x.csv") == 1024**3
    assert time.monotonic() - start < 3
    site.store("y.part", b"1")
    assert sorted(site.names("")) == ["JetRefunds", "x.csv", "y.part"]
    assert site.read("y.part", 2) == b"1"


def test_what_is_not_there_has_no_size(site: Site) -> None:
    assert site.size("nothing.csv") is None
    assert site.size("JetRefunds/nothing.csv") is None


def test_a_size_is_right_after_a_listing_too(site: Site) -> None:
    """Several servers refuse SIZE while the last transfer was text, with the reply that means "no such file"."""
    site.store("x.part", b"12345")
    site.names("")
    assert site.size("x.part") == 5


def test_a_rename_moves_across_folders(site: Site, place: Place) -> None:
    site.store("x.part", b"1")
    site.rename("x.part", "JetRefunds/x.csv")
    assert place.listing() == ["JetRefunds/x.csv"]


def test_a_rename_on_a_real_server_is_made_in_one_step(site: Site, place: Place) -> None:
    site.store("x.part", b"1")
    assert site.rename_in_place("x.part", "JetRefunds/x.csv")
    assert place.listing() == ["JetRefunds/x.csv"]


def test_a_folder_is_removed_when_it_is_empty(site: Site, place: Place) -> None:
    site.make_folder("Old")
    site.store("Old/x.part", b"1")
    with pytest.raises(SiteRefused):
        site.remove_folder("Old")
    site.delete("Old/x.part")
    site.remove_folder("Old")
    assert not (place.folder / "Old").exists()
    with pytest.raises(NotThere):
        site.remove_folder("Old")


def test_a_rename_onto_an_existing_file_replaces_it_or_is_refused_and_changes_nothing(site: Site, place: Place) -> None:
    site.store("x.part", b"new")
    site.store("JetRefunds/x.csv", b"old")
    try:
        site.rename("x.part", "JetRefunds/x.csv")
    except SiteRefused:
        assert place.listing() == ["JetRefunds/x.csv", "x.part"]
        assert (place.folder / "JetRefunds/x.csv").read_bytes() == b"old"
    else:
        assert place.listing() == ["JetRefunds/x.csv"]
        assert (place.folder / "JetRefunds/x.csv").read_bytes() == b"new"


def test_a_rename_into_a_folder_that_is_missing_is_refused_and_the_file_stays(site: Site) -> None:
    site.store("x.part", b"1")
    with pytest.raises(SiteRefused):
        site.rename("x.part", "Nowhere/x.csv")
    assert site.size("x.part") == 1


def test_deleting_takes_the_file_and_nothing_else(site: Site, place: Place) -> None:
    site.store("x.part", b"1")
    site.store("y.part", b"1")
    site.delete("x.part")
    assert place.listing() == ["y.part"]


@pytest.mark.parametrize("step", ["rename", "read", "delete", "names"])
def test_the_site_is_sure_that_something_is_not_there(site: Site, step: str) -> None:
    asked: dict[str, Callable[[], object]] = {
        "rename": lambda: site.rename("nothing.part", "JetRefunds/x.csv"),
        "read": lambda: site.read("nothing.csv", 10),
        "delete": lambda: site.delete("nothing.part"),
        "names": lambda: site.names("Nowhere"),
    }
    with pytest.raises(NotThere):
        asked[step]()
    site.store("x.part", b"1")  # and the connection goes on


def test_storing_where_it_cannot_be_is_refused_in_the_sites_own_words(site: Site) -> None:
    with pytest.raises(SiteRefused, match=r"Nowhere/x\.part \(it said: .+\)"):
        site.store("Nowhere/x.part", b"1")
    site.store("x.part", b"1")


@pytest.mark.parametrize("server", WITH_USERS, indirect=True)
def test_what_is_forbidden_is_refused_and_never_called_missing(site: Site, place: Place) -> None:
    """Were it called missing, the courier would take the file for delivered."""
    site.store("x.part", b"1")
    os.chown(place.folder, 0, 0)
    place.folder.chmod(0o755)
    forbidden: list[Callable[[], object]] = [
        lambda: site.rename("x.part", "JetRefunds/x.csv"),
        lambda: site.delete("x.part"),
        lambda: site.store("y.part", b"1"),
        lambda: site.make_folder("New"),
    ]
    for step in forbidden:
        with pytest.raises(SiteRefused):
            step()
    assert site.size("x.part") == 1


@pytest.mark.parametrize("server", WITH_USERS, indirect=True)
def test_a_folder_that_may_not_be_read_is_not_taken_for_empty(site: Site, place: Place) -> None:
    acks = place.folder / "JetRefunds" / "Acks"
    (acks / "x_Ack.csv").touch()
    os.chown(acks, 0, 0)
    acks.chmod(0o711)
    with pytest.raises(SiteRefused):
        site.names("JetRefunds/Acks")
    assert site.names("JetRefunds") == ["Acks"]


# -- listings and names


def test_names_are_bare_and_show_dot_names_and_leave_out_the_folders_own(site: Site) -> None:
    site.store("JetRefunds/a.csv", b"1")
    site.store("JetRefunds/.b.part", b"1")
    assert sorted(site.names("JetRefunds")) == [".b.part", "Acks", "a.csv"]
    assert site.names("JetRefunds/Acks") == []


def test_a_folder_with_thousands_of_files_is_listed_whole(site: Site, place: Place) -> None:
    wanted = [f"JET_REFUND_{number:012d}_Ack.csv" for number in range(5000)]
    for name in wanted:
        os.mknod(f"{place.folder}/JetRefunds/Acks/{name}", 0o644)  # a quarter of what Path.touch costs
    assert sorted(site.names("JetRefunds/Acks")) == wanted


def test_names_may_hold_any_letters(site: Site, place: Place) -> None:
    name = "JetRefunds/Erstattung für Zoë 😀.csv"
    site.store(name, b"1")
    assert place.listing() == [name]
    assert name.rpartition("/")[2] in site.names("JetRefunds")
    assert site.read(name, 10) == b"1"


def test_a_name_that_is_not_utf_8_is_read_as_latin_1_and_found_again(site: Site, place: Place) -> None:
    raw = os.fsencode(place.folder) + b"/JetRefunds/Acks/Best\xe4tigung.csv"
    with open(raw, "wb") as file:  # noqa: PTH123 - a name that pathlib would have to guess
        file.write(b"1")
    (place.folder / "JetRefunds/Acks/plain.csv").touch()
    assert sorted(site.names("JetRefunds/Acks")) == ["Bestätigung.csv", "plain.csv"]
    assert site.read("JetRefunds/Acks/Bestätigung.csv", 10) == b"1"
    site.delete("JetRefunds/Acks/Bestätigung.csv")
    assert site.names("JetRefunds/Acks") == ["plain.csv"]


def test_making_a_folder_twice_is_harmless(site: Site) -> None:
    site.make_folder("New")
    site.store("New/x.part", b"1")
    assert site.make_folder("New") is False
    assert site.make_folder("New/Below") is True
    assert sorted(site.names("New")) == ["Below", "x.part"]
    assert site.size("New/x.part") == 1  # and we are where we were


# -- opening


def test_the_path_is_the_folder_that_all_names_are_in(server: Server) -> None:
    place = server.place()
    (place.folder / "my shop").mkdir(mode=0o777)
    (place.folder / "my shop").chmod(0o777)
    with open_at(replace(place.address, path=f"{place.address.path}/my shop"), server.password) as site:
        site.store("x.part", b"1")
    assert place.listing() == ["my shop/x.part"]


@pytest.mark.slow
@pytest.mark.parametrize("server", NETWORKED, indirect=True)
def test_a_wrong_password_is_a_refusal_that_names_the_user(place: Place) -> None:
    with pytest.raises(SiteRefused, match=rf"password of {place.server.user}.*again"), opened(place, "wrong"):
        pass


@pytest.mark.parametrize("server", NETWORKED, indirect=True)
def test_a_site_that_is_down_is_unreachable(place: Place) -> None:
    nobody = replace(place.address, port=free_port())
    with pytest.raises(SiteUnreachable, match="Nothing answers"), open_at(nobody, place.server.password):
        pass


@pytest.mark.parametrize("server", NETWORKED, indirect=True)
def test_a_site_that_nobody_knows_is_unreachable(place: Place) -> None:
    nowhere = replace(place.address, host="site.invalid")
    with pytest.raises(SiteUnreachable, match=r"site\.invalid is not known"), open_at(nowhere, "any"):
        pass


@pytest.mark.parametrize("server", NETWORKED, indirect=True)
def test_a_folder_that_is_not_there_is_refused_in_words(place: Place) -> None:
    missing = replace(place.address, path="/missing")
    with pytest.raises(SiteRefused, match="no folder /missing"), open_at(missing, place.server.password):
        pass


@pytest.mark.parametrize("server", NETWORKED, indirect=True)
def test_a_connection_that_breaks_leaves_the_outcome_open_and_is_not_used_again(place: Place) -> None:
    """Used again, a late answer could be taken for the next command's."""
    assert place.server.cut
    with opened(place) as site:
        site.store("x.part", b"1")
        place.server.cut()
        with pytest.raises(SiteUnclear):
            site.rename("x.part", "JetRefunds/x.csv")
        with pytest.raises(SiteUnreachable):
            site.size("x.part")
    with opened(place) as again:
        assert again.size("x.part") == 1


@pytest.mark.parametrize("server", NETWORKED, indirect=True)
def test_what_is_said_of_the_connection_says_whether_it_is_encrypted(site: Site, server: Server) -> None:
    encrypted = server.secure or server.url.startswith("sftp")
    assert site.security.startswith(("TLSv1.", "SSH, ")) if encrypted else site.security == "not encrypted"
