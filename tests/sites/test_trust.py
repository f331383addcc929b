"""Who the site is: verified, or known by a fingerprint that the seller has compared. Nothing is trusted unseen."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jet_refunds import app, settings
from jet_refunds.cli.commands import main
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings, SiteRefused, SiteUnknown
from jet_refunds.ledger import Ledger
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers import openssh
from tests.sites.servers.certificates import certificate as new_certificate
from tests.sites.servers.certificates import fingerprint
from tests.sites.servers.opening import open_at, opened
from tests.sites.servers.pyftpdlib import Plain, explicit, implicit
from tests.sites.servers.server import Place

ENCRYPTED = ["pyftpdlib-tls", "pyftpdlib-implicit-tls", "vsftpd", "proftpd", "pure-ftpd"]
OTHER = ":".join(["AB"] * 32)
OTHER_KEY = "SHA256:" + "A" * 43


@pytest.fixture(name="unsigned")
def _unsigned(monkeypatch: pytest.MonkeyPatch, _trusting: None) -> None:
    """Nobody known has signed the servers' certificate, as usual with one that was made at home."""
    monkeypatch.delenv("SSL_CERT_FILE")


@pytest.mark.parametrize("server", ENCRYPTED, indirect=True)
@pytest.mark.usefixtures("unsigned")
def test_a_certificate_that_nobody_known_has_signed_is_shown_and_used_once_it_is_trusted(
    place: Place, certificate: Path
) -> None:
    with pytest.raises(SiteUnknown, match="jet-refunds site trust") as caught, opened(place):
        pass
    assert caught.value.fingerprint == fingerprint(certificate)
    assert caught.value.fingerprint in str(caught.value)
    assert "no password was sent" in str(caught.value)
    with open_at(place.address.trusting(caught.value.fingerprint), place.server.password) as site:
        site.store("x.part", b"1" * 50_000)
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.read("JetRefunds/x.csv", 10) == b"1" * 10
        assert "x.csv" in site.names("JetRefunds")


@pytest.mark.parametrize("server", [*ENCRYPTED, "openssh"], indirect=True)
def test_a_fingerprint_that_has_changed_is_refused_in_other_words(place: Place) -> None:
    """Even though a known authority vouches for the certificate: the seller has said which one it is."""
    other = OTHER_KEY if place.address.scheme == "sftp" else OTHER
    with (
        pytest.raises(SiteUnknown, match=r"not the one that you trusted.*Somebody may be in between") as caught,
        open_at(place.address.trusting(other), place.server.password),
    ):
        pass
    assert caught.value.fingerprint not in (other, None)


def test_an_ssh_key_that_was_never_seen_is_not_trusted(tmp_path: Path, certificate: Path) -> None:
    tmp_path.chmod(0o755)
    with openssh.serving(tmp_path, certificate) as server:
        place = server.place()
        unseen = SiteAddress.parse(place.address.url)
        with pytest.raises(SiteUnknown, match="seen for the first time") as caught, open_at(unseen, server.password):
            pass
        assert caught.value.fingerprint == server.fingerprint
        assert not re.search(r"password|publickey", (tmp_path / "log").read_text())
        with open_at(unseen.trusting(caught.value.fingerprint), server.password):
            assert "Accepted password" in (tmp_path / "log").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("trusted", ["rsa", "ecdsa", "ed25519"])
def test_a_key_of_another_type_beside_the_trusted_one_changes_nothing(
    tmp_path: Path, certificate: Path, trusted: str
) -> None:
    """Whichever the site would show first. What was found out is asked for first the next time."""
    tmp_path.chmod(0o755)
    types = ("rsa", "ecdsa", "ed25519")
    with openssh.serving(tmp_path, certificate, first="LogLevel VERBOSE", key_types=types, trusted=trusted) as server:
        for _ in range(2):
            before = (tmp_path / "log").read_text().count("Connection from")
            with opened(server.place()) as site:
                site.store("x.part", b"1")
                assert site.size("x.part") == 1
        assert (tmp_path / "log").read_text().count("Connection from") == before + 1


def test_other_keys_than_the_trusted_one_are_refused_whatever_their_types(tmp_path: Path, certificate: Path) -> None:
    tmp_path.chmod(0o755)
    with openssh.serving(tmp_path, certificate, key_types=("rsa", "ecdsa"), trusted="ed25519") as server:
        with pytest.raises(SiteUnknown, match="not the one that you trusted"), opened(server.place()):
            pass
        assert not re.search(r"password|publickey", (tmp_path / "log").read_text())


@contextmanager
def recording(folder: Path, base: type) -> Iterator[tuple[FtpSite, list[str]]]:
    """A server, and every command that it was sent."""
    commands: list[str] = []

    class Handler(base):  # type: ignore[misc]
        def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
            commands.append(cmd)
            super().pre_process_command(line, cmd, arg)

    with FtpSite(folder, handler=Handler) as site:
        yield site, commands


@pytest.mark.parametrize("trusted", [None, OTHER], ids=["never seen", "changed"])
@pytest.mark.parametrize(("kind", "scheme"), [(explicit, "ftp"), (implicit, "ftps")])
@pytest.mark.usefixtures("unsigned")
def test_no_password_goes_to_a_site_that_is_not_known(
    tmp_path: Path, certificate: Path, kind: Callable[[Path], type], scheme: str, trusted: str | None
) -> None:
    with recording(tmp_path, kind(certificate)) as (site, commands):
        address = SiteAddress.parse(f"{scheme}://{site.user}@127.0.0.1:{site.port}", fingerprint=trusted)
        with pytest.raises(SiteUnknown), open_at(address, "orchard"):
            pass
        assert not {"USER", "PASS"} & set(commands)


def test_whoever_trusts_a_fingerprint_is_not_led_to_do_without_encryption(tmp_path: Path) -> None:
    with recording(tmp_path, Plain) as (site, commands):
        address = SiteAddress.parse(f"ftp://{site.user}@127.0.0.1:{site.port}", "auto", OTHER)
        with pytest.raises(SiteRefused, match="no encryption"), open_at(address, "orchard"):
            pass
        assert not {"USER", "PASS"} & set(commands)


@pytest.mark.parametrize(("values", "why"), [({"days": -1}, "expired"), ({"address": "127.0.0.2"}, "mismatch")])
def test_a_certificate_that_is_out_of_date_or_of_another_name_is_not_trusted_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, Any], why: str
) -> None:
    made = new_certificate(tmp_path / "made.pem", **values)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with FtpSite(tmp_path / "site", handler=explicit(made)) as site:
        address = SiteAddress.parse(f"ftp://{site.user}@127.0.0.1:{site.port}")
        with pytest.raises(SiteUnknown, match=why) as caught, open_at(address, "orchard"):
            pass
        assert caught.value.fingerprint == fingerprint(made)
        with open_at(address.trusting(fingerprint(made)), "orchard") as known:
            assert known.security.startswith("TLSv1.")


# -- how it is kept


def test_a_fingerprint_is_kept_however_it_is_spelled() -> None:
    digits = "ab" * 32
    address = SiteAddress.parse("ftps://s@h")
    for spelled in (OTHER, OTHER.lower(), digits, f"SHA256:{digits}", f"sha256 Fingerprint={OTHER}", f" {OTHER}\n"):
        assert address.trusting(spelled).fingerprint == OTHER
    assert SiteAddress.parse("sftp://s@h", fingerprint=f"{OTHER_KEY}=").fingerprint == OTHER_KEY


@pytest.mark.parametrize(
    ("url", "tls", "given"),
    [
        ("ftp://s@h", "auto", OTHER_KEY),
        ("ftp://s@h", "auto", "AB:CD"),
        ("ftp://s@h", "off", OTHER),
        ("sftp://s@h", "auto", OTHER),
        ("sftp://s@h", "auto", "MD5:" + ":".join(["ab"] * 16)),
        ("file:///srv/refunds", "auto", OTHER),
    ],
)
def test_what_cannot_be_the_sites_fingerprint_is_refused(url: str, tls: str, given: str) -> None:
    with pytest.raises(BadSettings):
        SiteAddress.parse(url, tls, given)


def run(data_dir: Path, *words: str, password: str = "orchard in May\n") -> tuple[int, str]:
    result = CliRunner().invoke(main, [*words, "--data-dir", str(data_dir)], input=password)
    return result.exit_code, result.output


@pytest.mark.parametrize("server", ["proftpd", "openssh"], indirect=True)
@pytest.mark.usefixtures("unsigned")
def test_from_the_first_look_to_trust_by_the_commands(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.PASSWORD_VARIABLE, place.server.password)
    code, said = run(tmp_path, "site", "set", place.address.url, "--tls", place.address.tls)
    assert (code, place.address.url in said) == (0, True)
    code, said = run(tmp_path, "site", "test", "--json")
    *earlier, last = json.loads(said)
    assert (code, last["step"], last["ok"]) == (1, "encrypt", False)
    assert all(step["ok"] for step in earlier)
    shown = re.search(r"site trust (\S+)$", last["message"])
    assert shown
    assert run(tmp_path, "site", "trust", shown[1])[0] == 0
    code, said = run(tmp_path, "site", "test")
    assert code == 0, said
    assert f"is {shown[1]}." in " ".join(said.split())
    found = settings.load(tmp_path).site
    assert found
    assert found.fingerprint == shown[1]


def test_another_address_or_another_encryption_drops_the_fingerprint_and_the_same_ones_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.PASSWORD_VARIABLE, "orchard")
    url = "ftp://s@h:2121/"

    def kept() -> str | None:
        found = settings.load(tmp_path).site
        assert found
        return found.fingerprint

    assert run(tmp_path, "site", "set", url, "--fingerprint", OTHER)[0] == 0
    assert kept() == OTHER
    assert run(tmp_path, "site", "set", url)[0] == 0
    assert kept() == OTHER
    assert run(tmp_path, "site", "set", url, "--tls", "required")[0] == 0
    assert kept() is None
    assert run(tmp_path, "site", "trust", OTHER)[0] == 0
    assert run(tmp_path, "site", "set", "ftp://s@h:2121/another")[0] == 0
    assert kept() is None


def test_trust_makes_the_courier_try_again_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.PASSWORD_VARIABLE, "orchard")
    settings.save_site(tmp_path, SiteAddress.parse("ftp://s@h"))
    ledger = Ledger.in_folder(tmp_path)
    try:
        site = app.seller_site(settings.load(tmp_path), ledger, os.environ.get(settings.PASSWORD_VARIABLE))
        before = site.stamp()
        site.trust(OTHER)
        assert site.stamp() != before
    finally:
        ledger.close()


def test_nothing_can_be_trusted_before_a_site_is_set(tmp_path: Path) -> None:
    code, said = run(tmp_path, "site", "trust", OTHER)
    assert (code, "No FTP site is set yet" in said) == (1, True)


def test_a_folder_needs_no_password(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    assert run(tmp_path / "data", "site", "set", f"file://{shop}", password="")[0] == 0
    code, said = run(tmp_path / "data", "site", "test")
    assert code == 0, said
    assert (shop / "JetRefunds" / "Acks").is_dir()
