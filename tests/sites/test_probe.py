"""The site test: each step with its result, what is learned, and what to change when one fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from jet_refunds import app, settings
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.domain.site_capabilities import Capabilities
from jet_refunds.ledger import Ledger
from jet_refunds.site.seller_site import TEST_LOCK, SellerSite
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.pyftpdlib import Plain
from tests.sites.servers.server import Place

NETWORK = ["resolve", "connect", "encrypt", "sign in"]
FOLDERS = ["folder JetRefunds", "folder JetRefunds/Acks"]
FILES = ["stage", "size", "rename", "share", "list", "read", "clean up"]


@contextmanager
def seller_site(folder: Path, address: SiteAddress) -> Iterator[SellerSite]:
    settings.save_site(folder, address)
    ledger = Ledger.in_folder(folder)
    try:
        yield app.seller_site(settings.load(folder), ledger, os.environ.get(settings.PASSWORD_VARIABLE))
    finally:
        ledger.close()


@pytest.fixture(name="data_dir")
def _data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_every_step_is_taken_and_nothing_is_left(place: Place, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder has no use for the steps of a network."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", place.server.password)
    (place.folder / "JetRefunds" / "Acks").rmdir()
    (place.folder / "JetRefunds").rmdir()
    with seller_site(data_dir, place.address) as site:
        steps = site.test()
        assert [step.message for step in steps if not step.ok] == []
        opening = ["connect"] if place.address.scheme == "file" else NETWORK
        assert [step.step for step in steps] == [*opening, *FOLDERS, *FILES]
        assert set(steps[0].document()) == {"step", "ok", "message", "seconds"}
        assert place.listing() == []
        assert (place.folder / "JetRefunds" / "Acks").is_dir()
        assert site.capabilities() == Capabilities(
            staging="root",
            size=True,
            mlsd=place.server.name != "vsftpd",
            overwrites=place.server.name != "OpenSSH",
            renames_in_place=True,
            reserves=True,
        )


def test_the_encrypting_step_shows_the_fingerprint(
    place: Place, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", place.server.password)
    with seller_site(data_dir, place.address) as site:
        said = " ".join(step.message for step in site.test() if step.step == "encrypt")
    if place.server.secure:
        assert "certificate is " in said
    elif place.address.fingerprint:
        assert f"key is {place.address.fingerprint}" in said
    elif said:
        assert said == "The connection is not encrypted: the site offers no encryption."


def without(*commands: str) -> Any:
    """A server that has never heard of them."""

    known = {name: value for name, value in Plain.proto_cmds.items() if name not in commands}
    return type("Without", (Plain,), {"proto_cmds": known})


def refusing(command: str, where: str = "") -> Any:
    """A server that answers 550 to the command, or to it below a folder."""

    kept = getattr(Plain, f"ftp_{command}")

    def choose(self: Any, path: str, *rest: Any, **named: Any) -> Any:
        return self.respond("550 Not here.") if where in path else kept(self, path, *rest, **named)

    return type("Refusing", (Plain,), {f"ftp_{command}": choose})


@contextmanager
def trying(tmp_path: Path, handler: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[SellerSite, FtpSite]]:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with (
        FtpSite(tmp_path / "site", handler=handler, prepared=False) as server,
        seller_site(tmp_path / "data", SiteAddress.parse(server.url)) as site,
    ):
        yield site, server


@pytest.mark.parametrize(
    ("command", "where", "step", "advice"),
    [
        ("MKD", "", "folder JetRefunds", "make folders"),
        ("MKD", "Acks", "folder JetRefunds/Acks", "make JetRefunds/Acks for you"),
        ("STOR", "", "stage", "write files"),
        ("RNTO", "", "rename", "rename files into JetRefunds"),
        ("MLSD", "", "list", "see what is in JetRefunds"),
        ("RETR", "", "read", "read files in JetRefunds/Acks"),
        ("DELE", "", "clean up", "delete files"),
    ],
)
def test_a_step_that_fails_says_what_to_change_and_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, where: str, step: str, advice: str
) -> None:
    with trying(tmp_path, refusing(command, where), monkeypatch) as (site, _):
        steps = site.test()
    assert [taken.step for taken in steps if not taken.ok] == [step]
    assert steps[-1].step == step
    assert "550 Not here." in steps[-1].message
    assert advice in steps[-1].message


@pytest.mark.slow
def test_a_disk_that_is_full_is_told_by_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Handler(Plain):
        def ftp_SIZE(self, path: str) -> None:  # noqa: N802 - pyftpdlib's name
            if Path(path).is_file():
                Path(path).write_bytes(b"")
            super().ftp_SIZE(path)

    with trying(tmp_path, Handler, monkeypatch) as (site, server):
        steps = site.test()
        assert (steps[-1].step, steps[-1].ok) == ("size", False)
        assert "kept 0 of" in steps[-1].message
        assert "full" in steps[-1].message
        assert server.listing() == []
        assert site.capabilities() is None


def test_a_site_that_cannot_delete_can_still_be_delivered_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with trying(tmp_path, refusing("DELE"), monkeypatch) as (site, _):
        assert not site.test()[-1].ok
        assert site.capabilities() == Capabilities(
            "root", size=True, mlsd=True, overwrites=True, renames_in_place=True, reserves=True
        )


def test_it_is_learned_that_files_move_within_one_folder_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Handler(Plain):
        def ftp_RNTO(self, path: str) -> Any:  # noqa: N802 - pyftpdlib's name
            if Path(path).parent != Path(self._rnfr).parent:
                self.respond("553 Not across folders.")
                return None
            return super().ftp_RNTO(path)

    with trying(tmp_path, Handler, monkeypatch) as (site, server):
        assert all(step.ok for step in site.test())
        assert site.capabilities() == Capabilities(
            "beside", size=True, mlsd=True, overwrites=True, renames_in_place=True, reserves=True
        )
        assert server.listing() == []


def test_it_is_learned_that_only_the_inner_folder_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Handler(Plain):
        def ftp_STOR(self, file: str, mode: str = "w") -> Any:  # noqa: N802 - pyftpdlib's name
            if Path(file).parent.name != "JetRefunds":
                self.respond("550 Not here.")
                return None
            return super().ftp_STOR(file, mode)

    with trying(tmp_path, Handler, monkeypatch) as (site, _):
        assert all(step.ok for step in site.test())
        assert site.capabilities() == Capabilities(
            "beside", size=True, mlsd=True, overwrites=True, renames_in_place=True, reserves=True
        )


def test_a_site_without_dot_names_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with trying(tmp_path, refusing("RNTO", "/."), monkeypatch) as (site, server):
        assert all(step.ok for step in site.test())
        assert site.capabilities() == Capabilities(
            "root", size=True, mlsd=True, overwrites=True, renames_in_place=True, reserves=True
        )
        assert server.listing() == []


def test_it_is_learned_what_a_site_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with trying(tmp_path, without("SIZE", "MLSD", "MLST", "FEAT"), monkeypatch) as (site, _):
        assert all(step.ok for step in site.test())
        assert site.capabilities() == Capabilities(
            "root", size=False, mlsd=False, overwrites=True, renames_in_place=True, reserves=True
        )


def test_without_a_password_the_test_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.PASSWORD_VARIABLE, "")
    with seller_site(tmp_path, SiteAddress.parse("ftp://s@127.0.0.1:1")) as site:
        (step,) = site.test()
    assert "No password is kept" in step.message


@pytest.mark.parametrize("server", ["vsftpd", "openssh"], indirect=True)
@pytest.mark.parametrize("left", ["{}", "JetRefunds/.{}"])
def test_what_a_trial_that_was_cut_off_left_behind_is_used_again(
    place: Place, data_dir: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """OpenSSH refuses to rename onto it, which must not be taken for a rule against moving."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", place.server.password)
    with seller_site(data_dir, place.address) as site:
        left_file = place.folder / left.format(f"jet-refunds-test-{site.mark}.tmp")
        left_file.write_bytes(b"left behind")
        os.chown(left_file, place.server.owner, place.server.owner)
        assert [step.message for step in site.test() if not step.ok] == []
        found = site.capabilities()
    assert found
    assert found.staging == "root"
    assert place.listing() == []


def test_the_courier_asks_no_more_than_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with trying(tmp_path, refusing("RETR"), monkeypatch) as (site, server):
        with site.open() as opened:
            assert site.learned(opened.site, opened.address).staging == "root"
        assert site.capabilities() == Capabilities(
            "root", size=True, mlsd=True, overwrites=None, renames_in_place=True, reserves=True
        )
        assert server.listing() == []


def test_facts_of_an_earlier_version_are_kept_as_far_as_they_go(tmp_path: Path) -> None:
    ledger = Ledger.in_folder(tmp_path)
    try:
        facts, now = ledger.site_capabilities, datetime(2026, 11, 23, tzinfo=UTC)
        facts.learn("ftp://s@h:21/", Capabilities("beside"), now)
        assert facts.known("ftp://s@h:21/") == Capabilities("beside", None, None, None, None)
        assert facts.known("ftp://another@h:21/") is None
    finally:
        ledger.close()


def test_one_site_test_at_a_time_runs_for_a_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second, page or command, is told so, and leaves the first one's files alone."""
    with trying(tmp_path, Plain, monkeypatch) as (site, server):
        with FileLock(tmp_path / "data" / TEST_LOCK):
            (step,) = site.test()
        assert not step.ok
        assert "Another test of this site is running" in step.message
        assert server.listing() == []
        assert all(step.ok for step in site.test())


def test_each_data_folder_tries_with_files_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So several computers may try one site at once."""
    with trying(tmp_path, Plain, monkeypatch) as (site, server):
        with seller_site(tmp_path / "other", SiteAddress.parse(server.url)) as other:
            assert other.mark != site.mark
            with ThreadPoolExecutor() as both:
                tests = list(both.map(lambda each: each.test(), [site, other]))
        assert [step.message for steps in tests for step in steps if not step.ok] == []
        assert server.listing() == []
