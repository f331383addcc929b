"""`site serve` as a process of its own: a site that the seller's side can use, and nobody else."""

from __future__ import annotations

import ftplib
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from jet_refunds.cli.commands import main
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused, SiteUnknown
from jet_refunds.ftp_server.account import Account
from jet_refunds.ftp_server.plan import Plan
from jet_refunds.ftp_server.server import SiteServer
from tests.sites.servers.certificates import certificate as new_certificate
from tests.sites.servers.certificates import fingerprint
from tests.sites.servers.opening import open_at
from tests.sites.servers.server import HOST, free_port

pytestmark = pytest.mark.slow

PASSWORD = "orchard in May"
COMMAND = (sys.executable, "-m", "jet_refunds", "site")


@dataclass
class Serving:
    folder: Path
    data_dir: Path
    port: int
    fingerprint: str | None
    process: subprocess.Popen[str]

    def address(self, user: str = "seller", tls: str = "auto") -> SiteAddress:
        return SiteAddress.parse(f"ftp://{user}@{HOST}:{self.port}", tls, self.fingerprint)


@contextmanager
def serving(tmp_path: Path, *options: str, password: str = PASSWORD, ending: int = signal.SIGTERM) -> Iterator[Serving]:
    """Until a signal, after which it must end by itself, with status 0."""
    folder, data_dir = tmp_path / "site", tmp_path / "server"
    command = [*COMMAND, "serve", str(folder), "--user", "seller", "--host", HOST, "--port", "0", *options]
    process = subprocess.Popen(
        [*command, "--data-dir", str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{password}\n")
        process.stdin.close()
        process.stdin = None
        first = process.stdout.readline()
        found = re.search(r"on port (\d+)", first)
        assert found, (first, process.communicate(timeout=10))
        known = None if "off" in options else process.stdout.readline().split()[-1]
        yield Serving(folder, data_dir, int(found[1]), known, process)
        process.send_signal(ending)
        output, errors = process.communicate(timeout=10)
        assert (process.returncode, output) == (0, "the site is closed\n"), errors
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("serve")) as site:
        yield site


def test_the_sellers_side_can_use_it(site: Serving, tmp_path: Path) -> None:
    """From its fingerprint to a test of all that a delivery needs."""
    assert (site.folder / "JetRefunds" / "Acks").is_dir()
    assert site.fingerprint
    environment = {
        **os.environ,
        "JET_REFUNDS_SITE_PASSWORD": PASSWORD,
        "JET_REFUNDS_DATA_DIR": str(tmp_path / "seller"),
    }
    url = f"ftp://seller@{HOST}:{site.port}"
    subprocess.run(
        [*COMMAND, "set", url, "--tls", "required", "--fingerprint", site.fingerprint], env=environment, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    tried = subprocess.run([*COMMAND, "test", "--json"], env=environment, capture_output=True, text=True, check=False)
    steps = json.loads(tried.stdout)
    assert [step for step in steps if not step["ok"]] == []
    assert steps[-1]["step"] == "clean up"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_is_uploaded_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with serving(tmp_path) as site, open_at(site.address(), PASSWORD) as opened:
            opened.store("JetRefunds/orchard.csv", b"row\r\n")
            opened.make_folder("JetRefunds/June")
            made = [*site.folder.rglob("*"), *site.data_dir.rglob("*"), site.folder, site.data_dir]
            assert {path.name for path in made} >= {"orchard.csv", "June", "site-server.log", "site-server.json"}
            assert [path for path in made if path.stat().st_mode & 0o077] == []
    finally:
        os.umask(before)


def test_the_next_start_asks_no_password_and_shows_the_same_certificate_until_it_is_told(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        known = site.fingerprint
    with serving(tmp_path, password="", ending=signal.SIGINT) as again:
        assert again.fingerprint == known
        with open_at(again.address(), PASSWORD):
            pass
    with serving(tmp_path, "--new-password", password="plums in autumn") as changed:
        with open_at(changed.address(), "plums in autumn"):
            pass
        with pytest.raises(SiteRefused, match="password"), open_at(changed.address(), PASSWORD):
            pass


def test_a_certificate_of_ones_own_is_used(tmp_path: Path) -> None:
    made = new_certificate(tmp_path / "mine.pem")
    with serving(tmp_path, "--certificate", str(made)) as site:
        assert site.fingerprint == fingerprint(made)
        with open_at(site.address(), PASSWORD) as opened:
            assert opened.security.startswith("TLSv1.")


def test_only_the_right_name_and_password_come_in_and_no_log_or_file_has_the_password(site: Serving) -> None:
    """And guessing is slow."""
    wrong = "my other password"
    start = time.monotonic()
    for user, password in (("seller", wrong), (PASSWORD.replace(" ", "-"), PASSWORD)):
        with pytest.raises(SiteRefused, match="password"), open_at(site.address(user), password):
            pass
    assert time.monotonic() - start > 5
    with open_at(site.address(), PASSWORD) as opened:
        opened.store("JetRefunds/x.csv", b"1")
    log = (site.data_dir / "site-server.log").read_text()
    assert "A sign-in failed" in log
    assert "x.csv" in log
    secrets = (PASSWORD, PASSWORD.replace(" ", "-"), wrong)
    for path in site.data_dir.iterdir():
        assert not any(secret.encode() in path.read_bytes() for secret in secrets), path


def test_secrets_are_for_their_owner_alone(site: Serving) -> None:
    for name in ("site-server.json", "site-server.pem"):
        assert (site.data_dir / name).stat().st_mode & 0o777 == 0o600
    kept = json.loads((site.data_dir / "site-server.json").read_text())
    assert set(kept) == {"user", "salt", "scrypt"}


def test_the_same_password_is_never_hashed_the_same() -> None:
    first, second = Account.of("seller", PASSWORD), Account.of("seller", PASSWORD)
    assert first.hash != second.hash
    assert first.matches("seller", PASSWORD)
    assert not first.matches("seller", PASSWORD + " ")
    assert not first.matches("Seller", PASSWORD)


def test_nothing_outside_the_folder_can_be_reached(site: Serving, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("outside")
    (site.folder / "way-out").symlink_to(tmp_path)
    with open_at(site.address(), PASSWORD) as opened:
        for path in ("../secret.txt", "/../secret.txt", "way-out/secret.txt", str(tmp_path / "secret.txt")):
            with pytest.raises((SiteRefused, NotThere)):
                opened.read(path, 100)
        with pytest.raises(SiteRefused):
            opened.store("way-out/new.txt", b"1")
    assert not (tmp_path / "new.txt").exists()


def _client(port: int) -> ftplib.FTP_TLS:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    client = ftplib.FTP_TLS(context=context, timeout=10)
    try:
        client.connect(HOST, port)
    except ftplib.Error:
        client.close()
        raise
    return client


def test_without_encryption_nobody_signs_in_or_moves_a_file(site: Serving) -> None:
    with ftplib.FTP(timeout=10) as plain:
        plain.connect(HOST, site.port)
        with pytest.raises(ftplib.error_perm, match="SSL/TLS required"):
            plain.login("seller", PASSWORD)
    with _client(site.port) as client:
        client.login("seller", PASSWORD)
        with pytest.raises(ftplib.error_perm, match="SSL/TLS required"):
            client.nlst()


def test_encryption_can_be_left_to_the_client_or_be_off(tmp_path: Path) -> None:
    with serving(tmp_path, "--tls", "auto") as site, ftplib.FTP(timeout=10) as plain:
        plain.connect(HOST, site.port)
        plain.login("seller", PASSWORD)
    with serving(tmp_path, "--tls", "off") as site, open_at(site.address(), PASSWORD) as opened:
        assert opened.security == "not encrypted"


def test_old_versions_of_tls_are_refused(site: Serving) -> None:
    with _client(site.port) as client:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            client.context.minimum_version = ssl.TLSVersion.TLSv1
            client.context.maximum_version = ssl.TLSVersion.TLSv1_1
        client.context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.raises(ssl.SSLError, match="protocol version"):
            client.auth()


def test_transfers_use_the_ports_and_the_address_that_the_world_can_reach(tmp_path: Path) -> None:
    """Behind a firewall that lets some ports in, and a router that translates addresses."""
    port = free_port()
    options = ("--passive", f"{port}-{port}", "--public-address", "203.0.113.7")
    with serving(tmp_path, *options) as site, _client(site.port) as client:
        client.login("seller", PASSWORD)
        client.prot_p()
        assert f"(203,0,113,7,{port >> 8},{port & 255})" in client.sendcmd("PASV")


def test_who_does_not_sign_in_is_sent_away(tmp_path: Path) -> None:
    """Strangers cannot hold the connections; who is signed in stays."""
    over = threading.Event()
    account = Account.of("seller", PASSWORD)
    server = SiteServer(Plan(tmp_path, account, None, tls_required=False, host=HOST, port=0, sign_in_seconds=0.5))
    thread = threading.Thread(target=server.run, args=(over,))
    thread.start()
    try:
        with ftplib.FTP(timeout=10) as seller, ftplib.FTP(timeout=10) as stranger:
            seller.connect(HOST, server.port)
            seller.login("seller", PASSWORD)
            stranger.connect(HOST, server.port)
            assert stranger.getline().startswith("421")
            assert seller.voidcmd("NOOP").startswith("200")
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("most", [1, 2])
def test_only_so_many_may_connect(tmp_path: Path, most: int) -> None:
    with serving(tmp_path, "--max-connections", str(most)) as site, ExitStack() as clients:
        for _ in range(most):
            last = clients.enter_context(open_at(site.address(), PASSWORD))
        last.store("x.part", b"1")
        assert "x.part" in last.names("")
        with pytest.raises(ftplib.error_temp, match="421"):
            clients.enter_context(_client(site.port))


@pytest.mark.parametrize(
    ("options", "password", "said"),
    [
        ((), "short", "12 characters"),
        ((), "", "No password came"),
        (("--passive", "5000"), PASSWORD, "--passive"),
        (("--passive", "60000-50000"), PASSWORD, "--passive"),
        (("--certificate", __file__), PASSWORD, "no certificate"),
        (("--user", "a b"), PASSWORD, "user's name"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(
    tmp_path: Path, options: tuple[str, ...], password: str, said: str
) -> None:
    words = ["site", "serve", str(tmp_path), "--user", "seller", "--port", "0", *options]
    ended = CliRunner().invoke(main, [*words, "--data-dir", str(tmp_path / "data")], input=password)
    assert (ended.exit_code, said in ended.output) == (1, True), ended.output


def test_a_port_that_is_taken_is_said(site: Serving) -> None:
    words = ["site", "serve", str(site.folder), "--user", "seller", "--host", HOST, "--port", str(site.port)]
    ended = CliRunner().invoke(main, [*words, "--data-dir", str(site.data_dir)])
    assert (ended.exit_code, f"port {site.port}" in ended.output) == (1, True), ended.output


def test_whoever_has_not_compared_the_fingerprint_is_not_let_to_send_the_password(site: Serving) -> None:
    stranger = SiteAddress.parse(f"ftp://seller@{HOST}:{site.port}")
    with pytest.raises(SiteUnknown) as caught, open_at(stranger, PASSWORD):
        pass
    assert caught.value.fingerprint == site.fingerprint
