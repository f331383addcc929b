"""What `site serve` does with strangers and with ways around it, on real sockets: guesses, floods, TLS, names.

The loopback network has addresses enough: guesser and processor come from different ones.
"""

from __future__ import annotations

import ftplib
import logging
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jet_refunds.ftp_server import certificate, log_file
from jet_refunds.ftp_server.account import Account
from jet_refunds.ftp_server.plan import Plan
from jet_refunds.ftp_server.server import SiteServer
from jet_refunds.ftp_server.sign_ins import FREE
from tests.support.hostile_texts import ACTING

pytestmark = pytest.mark.slow

PASSWORD = "orchard in May"
HERE, PROCESSOR, GUESSER = "127.0.0.1", "127.0.0.2", "127.0.0.3"
ACCOUNT = Account.of("seller", PASSWORD)


@dataclass
class Site:
    folder: Path
    port: int
    log: Path

    def raw(self, address: str = HERE, first: str = "220 ") -> Raw:
        return Raw(socket.create_connection((HERE, self.port), 10, (address, 0)), first)

    def signed_in(self, address: str = HERE) -> Raw:
        client = self.raw(address)
        assert client.ask(b"USER seller").startswith("331")
        assert client.ask(f"PASS {PASSWORD}".encode()) == "230 Welcome."
        return client

    def encrypted(self, address: str = HERE) -> ftplib.FTP_TLS:
        """Signed in, and ready for encrypted transfers."""
        client = ftplib.FTP_TLS(context=insecure(), timeout=10, source_address=(address, 0))
        client.connect(HERE, self.port)
        client.login("seller", PASSWORD)
        client.prot_p()
        return client


class Raw:
    """The bytes of a connection."""

    def __init__(self, connection: socket.socket, first: str) -> None:
        self.socket, self._file = connection, connection.makefile("rb")
        greeting = self.answer()
        assert greeting.startswith(first), greeting

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self.socket.close()

    def ask(self, line: bytes) -> str:
        self.socket.sendall(line + b"\r\n")
        return self.answer()

    def answer(self) -> str:
        """One line; empty: the other side has closed."""
        try:
            return self._file.readline().decode().rstrip("\r\n")
        except ConnectionResetError:
            return ""

    def guess(self, password: str = "guess") -> str:
        assert self.ask(b"USER seller").startswith("331")
        return self.ask(f"PASS {password}".encode())


def insecure() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def serving(plan: Plan) -> Iterator[Site]:
    server, over = SiteServer(plan), threading.Event()
    thread = threading.Thread(target=server.run, args=(over,))
    thread.start()
    logger = logging.getLogger(log_file.LIBRARY)
    before, level, propagates = logger.handlers[:], logger.level, logger.propagate
    log_file.write_to(plan.folder.parent)
    try:
        yield Site(plan.folder, server.port, plan.folder.parent / log_file.LOG)
    finally:
        over.set()
        thread.join()
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(level)
        logger.propagate = propagates


@pytest.fixture(name="plan")
def _plan(tmp_path: Path) -> Plan:
    """In the clear: what has nothing to do with encryption is tested sooner so."""
    (tmp_path / "site").mkdir()
    return Plan(tmp_path / "site", ACCOUNT, None, tls_required=False, host=HERE, port=0, wrong_guess_seconds=0.02)


@pytest.fixture(name="site")
def _site(plan: Plan) -> Iterator[Site]:
    with serving(plan) as site:
        yield site


@pytest.fixture(name="tls_plan")
def _tls_plan(plan: Plan) -> Plan:
    return replace(plan, certificate=certificate.own(plan.folder.parent), tls_required=True)


@pytest.fixture(name="tls_site")
def _tls_site(tls_plan: Plan) -> Iterator[Site]:
    with serving(tls_plan) as site:
        yield site


# -- guesses


def guesses(site: Site, count: int, address: str) -> list[str]:
    """The answers, each on a connection of its own."""
    answers = []
    for _ in range(count):
        with site.raw(address) as client:
            answers.append(client.guess())
    return answers


def test_an_address_that_guesses_is_locked_out_over_its_connections_and_no_other_one(site: Site) -> None:
    """Whoever was connected already is not asked either, and says the right password in vain."""
    with site.raw(GUESSER) as connected:
        assert all("Wrong user name or password" in answer for answer in guesses(site, FREE, GUESSER))
        assert "Too many wrong passwords" in guesses(site, 1, GUESSER)[0]
        site.raw(GUESSER, first="421 Too many wrong passwords came from your address: try again in 1 min").__exit__()
        assert "530 Too many wrong passwords" in connected.guess(PASSWORD)
    site.signed_in(PROCESSOR).__exit__()
    log = site.log.read_text()
    assert log.count("WARNING 127.0.0.3") == 1, "of what is refused one line a minute is logged"


def test_guesses_side_by_side_count_each(site: Site) -> None:
    """Before the first of them is answered."""
    with ExitStack() as clients:
        them = [clients.enter_context(site.raw(GUESSER)) for _ in range(5)]
        for client in them:
            client.socket.sendall(b"USER seller\r\nPASS one\r\nUSER seller\r\nPASS two\r\n")
        for client in them:
            client.answer()
        time.sleep(0.05)
        site.raw(GUESSER, first="421 Too many wrong passwords").__exit__()


def test_whoever_has_signed_in_of_late_is_let_in_whatever_others_guess_at_its_address(site: Site) -> None:
    site.signed_in(PROCESSOR).__exit__()
    answers = guesses(site, FREE + 4, PROCESSOR)
    assert all("Wrong user name or password" in answer for answer in answers)
    site.signed_in(PROCESSOR).__exit__()


# -- floods


def test_a_flood_of_strangers_keeps_nobody_out_and_pushes_out_nobody_who_is_signed_in(plan: Plan) -> None:
    """From one address and from many; each of them holds its connection as long as it may."""
    with serving(replace(plan, max_connections=6)) as site, ExitStack() as clients:
        seller = clients.enter_context(site.signed_in(HERE))
        for number in range(30):
            clients.enter_context(site.raw(GUESSER if number % 2 else f"127.0.1.{number}"))
        with site.signed_in(PROCESSOR) as processor:
            assert processor.ask(b"NOOP").startswith("200")
            assert seller.ask(b"NOOP").startswith("200")


def test_connections_of_one_address_are_bounded_and_the_oldest_stranger_goes(plan: Plan) -> None:
    with serving(replace(plan, max_connections=8)) as site, ExitStack() as clients:
        them = [clients.enter_context(site.raw(GUESSER)) for _ in range(6)]
        assert [client.answer()[:4] for client in them[:4]] == ["421 "] * 4
        assert all(client.ask(b"NOOP").startswith("200") for client in them[4:])


def test_connections_that_are_signed_in_are_bounded_too(plan: Plan) -> None:
    with serving(replace(plan, max_connections=4)) as site, ExitStack() as clients:
        for _ in range(2):
            clients.enter_context(site.signed_in(PROCESSOR))
        site.raw(PROCESSOR, first="421 Too many connections from your address.").__exit__()
        for number in range(2):
            clients.enter_context(site.signed_in(f"127.0.2.{number}"))
        site.raw(GUESSER, first="421 Too many connections. Try again later.").__exit__()


def test_each_of_them_can_move_a_file_though_all_places_are_taken(plan: Plan) -> None:
    """The sockets of transfers take no connection's place."""
    with serving(replace(plan, max_connections=4)) as site, ExitStack() as clients:
        them = []
        for number in range(4):
            client = ftplib.FTP(timeout=10, source_address=(f"127.0.3.{number}", 0))
            clients.enter_context(client)
            client.connect(HERE, site.port)
            client.login("seller", PASSWORD)
            them.append(client)
        moving = [clients.enter_context(client.transfercmd(f"STOR {i}.csv")) for i, client in enumerate(them)]
        for data in moving:
            data.sendall(b"row\r\n")
            data.close()
        assert all(client.voidresp().startswith("226") for client in them)
        assert sorted(path.name for path in site.folder.glob("*.csv")) == ["0.csv", "1.csv", "2.csv", "3.csv"]


def test_who_reads_no_answer_is_sent_away(site: Site) -> None:
    """Else its answers would fill our memory, and it would stay as long as they wait for it."""
    with site.raw(GUESSER) as client:
        client.socket.settimeout(5)
        end = time.monotonic() + 5
        with suppress(ConnectionError):
            while time.monotonic() < end:
                client.socket.sendall(b"HELP\r\n" * 500)
        assert time.monotonic() < end


def test_a_guess_that_waits_for_its_answer_takes_nobody_else_along(plan: Plan) -> None:
    """Its connection gives its place up meanwhile, and the next one has its descriptor."""
    with serving(replace(plan, max_connections=8, wrong_guess_seconds=0.2)) as site, ExitStack() as clients:
        waits = clients.enter_context(site.raw(GUESSER))
        waits.socket.sendall(b"USER seller\r\nPASS guess\r\n")
        assert waits.answer().startswith("331")
        made = [socket.socket() for _ in range(3)]  # this process is the site, too: they must not take the descriptor
        newer = [clients.enter_context(Raw(connected(each, site.port), "220 ")) for each in made]
        assert waits.answer().startswith("421")
        time.sleep(0.3)
        assert all(client.ask(b"NOOP").startswith("200") for client in newer[1:])


def connected(made: socket.socket, port: int) -> socket.socket:
    made.settimeout(2)
    made.bind((GUESSER, 0))
    made.connect((HERE, port))
    return made


def test_half_a_handshake_is_given_up_in_its_time(tls_plan: Plan) -> None:
    """Also where nothing at all comes after AUTH, or some bytes now and then."""
    with serving(replace(tls_plan, handshake_seconds=0.2)) as site:
        start = time.monotonic()
        with site.raw(GUESSER) as silent, site.raw(GUESSER) as slow:
            assert silent.ask(b"AUTH TLS").startswith("234")
            assert slow.ask(b"AUTH TLS").startswith("234")
            slow.socket.sendall(b"\x16\x03\x01\x02\x00\x01")
            assert silent.answer() == slow.answer() == ""
        assert 0.1 < time.monotonic() - start < 2
        with site.encrypted(PROCESSOR) as processor:
            assert processor.voidcmd("NOOP").startswith("200")


def test_half_handshakes_of_one_address_are_bounded(tls_plan: Plan) -> None:
    with serving(replace(tls_plan, max_connections=8)) as site, ExitStack() as clients:
        them = [clients.enter_context(site.raw(GUESSER)) for _ in range(6)]
        for client in them[4:]:
            assert client.ask(b"AUTH TLS").startswith("234")
        clients.enter_context(site.raw(GUESSER)).ask(b"AUTH TLS")
        assert them[4].answer() == "", "the oldest half handshake has given its place up"
        clients.enter_context(site.encrypted(PROCESSOR))


# -- ways around encryption


def test_transfers_in_the_clear_are_refused(tls_site: Site) -> None:
    with tls_site.encrypted() as client:
        for command in ("PROT C", "prot c", "CCC"):
            with pytest.raises(ftplib.error_perm, match="534"):
                client.sendcmd(command)
        for command in ("PROT S", "PROT E", "PROT X"):
            with pytest.raises(ftplib.error_perm, match=r"^5[02]"):
                client.sendcmd(command)
        assert client.nlst() == ["JetRefunds"]


def test_a_transfer_that_was_announced_encrypted_cannot_become_clear(tls_site: Site) -> None:
    """Neither by PROT C between the announcement and the connection, nor by simply sending bytes in the clear."""
    with tls_site.encrypted() as client:
        host, port = client.makepasv()
        with pytest.raises(ftplib.error_perm, match="534"):
            client.sendcmd("PROT C")
        with socket.create_connection((host, port), 10) as data:
            client.putcmd("STOR clear.csv")
            assert client.getresp()[:3] in ("125", "150")
            data.sendall(b"a row in the clear, long enough to be no handshake\r\n" * 10)
            data.shutdown(socket.SHUT_WR)
            with pytest.raises(ftplib.Error):
                client.voidresp()
        assert b"clear" not in b"".join(path.read_bytes() for path in tls_site.folder.glob("*.csv"))


@pytest.mark.parametrize("again", ["USER seller", "REIN"])
def test_who_begins_anew_must_ask_for_encrypted_transfers_again(tls_site: Site, again: str) -> None:
    with tls_site.encrypted() as client:
        client.sendcmd(again)
        if again == "REIN":
            client.sendcmd("USER seller")
        client.sendcmd(f"PASS {PASSWORD}")
        for command in ("PASV", "EPSV", "PORT 127,0,0,1,100,100", "EPRT |1|127.0.0.1|25700|"):
            with pytest.raises(ftplib.error_perm, match="SSL/TLS required"):
                client.sendcmd(command)


@pytest.mark.parametrize("hidden", [b"USER seller\r\n", b"USER x\r\nPASS y\r\n", b"CWD "])
def test_nothing_said_before_the_encryption_is_taken_for_said_within(tls_site: Site, hidden: bytes) -> None:
    """Somebody on the way could put it there (CVE-2011-0411)."""
    with tls_site.raw() as client:
        client.socket.sendall(b"AUTH TLS\r\n" + hidden)
        assert client.answer() == "503 Commands came before the encryption."
        assert client.answer() == ""


def test_half_a_line_before_auth_is_no_part_of_what_comes_after(tls_site: Site) -> None:
    with tls_site.raw() as client:
        client.socket.sendall(b"NOOP\r\nAUTH")
        assert client.answer().startswith("200")
        assert client.ask(b" TLS").startswith("234")
        with insecure().wrap_socket(client.socket) as within:
            within.sendall(b"NOOP\r\n")
            assert within.recv(100).startswith(b"200")


def test_nobody_signs_in_in_the_clear(tls_site: Site) -> None:
    with tls_site.raw() as client:
        for command in (b"USER seller", b"PASS " + PASSWORD.encode()):
            assert client.ask(command).startswith("550 SSL/TLS required")
        for command in (b"PBSZ 0", b"PROT P", b"PROT C", b"CCC", b"LIST", b"EPSV"):
            assert client.ask(command)[0] == "5"


CURL = shutil.which("curl") or "curl"


def curl(site: Site, *options: str) -> subprocess.CompletedProcess[str]:
    upload = [CURL, "-sS", "-k", "--user", f"seller:{PASSWORD}", "-T", "-", f"ftp://{HERE}:{site.port}/curl.csv"]
    return subprocess.run([*upload, *options], input="row\r\n", capture_output=True, text=True, check=False, timeout=20)


def test_curl_uploads_encrypted_and_in_no_other_way(tls_site: Site) -> None:
    """--ssl-reqd is RFC 4217's way; --ftp-ssl-control asks for PROT C, and plain FTP for nothing."""
    for refused in (("--ftp-ssl-control",), ()):
        assert curl(tls_site, *refused).returncode != 0
        assert not (tls_site.folder / "curl.csv").exists()
    for taken in (("--ssl-reqd",), ("--ssl-reqd", "--ftp-ssl-ccc")):
        done = curl(tls_site, *taken)
        assert done.returncode == 0, done.stderr
        assert (tls_site.folder / "curl.csv").read_bytes() == b"row\r\n"
        (tls_site.folder / "curl.csv").unlink()


# -- names


NAMES = (
    b"a\x00b",
    b"a\nb",
    b"a\rb",
    b"\x1b]0;owned\x07",
    b"a\x7f",
    b"a\xc2\x9bb",
    b"a\xe2\x80\xa8b",
    b"\xff",
    b"\xc0\xaf..",
    b"\xed\xa0\x80",
    b"a" * 256,
    b"a" * 3000,
)
WITH_A_NAME = (b"MKD", b"STOR", b"APPE", b"RNTO", b"RNFR", b"CWD", b"DELE", b"RMD", b"SIZE", b"RETR", b"LIST", b"MLST")


def test_names_that_would_act_somewhere_are_refused_by_every_command(site: Site) -> None:
    (site.folder / "kept.csv").write_bytes(b"1")
    with site.signed_in() as client:
        for name in NAMES:
            assert client.ask(b"RNFR kept.csv").startswith("350")
            for command in WITH_A_NAME:
                assert client.ask(command + b" " + name)[:3] in ("500", "501"), (command, name)
        assert client.ask(b"NOOP").startswith("200")
    assert sorted(path.name for path in site.folder.iterdir()) == ["JetRefunds", "kept.csv"]


def test_the_end_of_a_line_that_is_too_long_is_no_command(site: Site) -> None:
    (site.folder / "kept.csv").write_bytes(b"1")
    with site.signed_in() as client:
        client.socket.sendall(b"MKD " + b"a" * 4000)
        client.socket.sendall(b"b" * 4000)
        assert client.ask(b"DELE kept.csv") == "500 Command too long."
        assert client.ask(b"NOOP").startswith("200")
    assert (site.folder / "kept.csv").exists()


def test_names_in_any_language_are_names(site: Site) -> None:
    names = ["Señora ½.csv", "折叠椅.csv", "כיסא.csv", "👩\u200d👧.csv", "a" * 255]
    with ftplib.FTP(timeout=10, encoding="utf-8") as client:
        client.connect(HERE, site.port)
        client.login("seller", PASSWORD)
        for name in names:
            assert client.mkd(name) == f"/{name}"
        assert set(names) < set(client.nlst())


def test_abor_as_old_clients_send_it(site: Site) -> None:
    with site.signed_in() as client:
        assert client.ask(b"\xff\xf4\xff\xf2ABOR").startswith("2")


@pytest.mark.parametrize("name", [b"x\r\n-rw-r--r-- 1 a a 1 Jan 01 00:00 forged.csv", b"\x1b[2J.csv"])
def test_a_name_on_the_disk_begins_no_line_of_a_listing(site: Site, name: bytes) -> None:
    os.close(os.open(os.fsencode(site.folder) + b"/" + name, os.O_CREAT))
    with ftplib.FTP(timeout=10, encoding="utf-8") as client:
        client.connect(HERE, site.port)
        client.login("seller", PASSWORD)
        listings: list[str] = []
        client.dir(listings.append)
        assert len(listings) == 1
        assert client.nlst() == ["JetRefunds"]
        assert [entry for entry, _ in client.mlsd()] == ["JetRefunds"]


def test_the_log_shows_names_as_text(site: Site) -> None:
    """What may be a name, and yet turns letters around."""
    with site.signed_in() as client:
        for name in ("gpj.\u202egnp.exe", "a\u2066b", "pay\u200bpal", "x' 257 forged"):
            assert client.ask(f"MKD {name}".encode()).startswith("257")
            assert client.ask(f"CWD {name}\u2067".encode()).startswith("550")
    with site.raw() as stranger:
        assert "Wrong" in stranger.guess()
        for line in (b"USER \x1b]0;owned\x07", b"\x1b[2J", b"USER a\nb"):
            assert stranger.ask(line).startswith("501")
    log = site.log.read_text(encoding="utf-8")
    assert "gpj.\\u202egnp.exe" in log
    assert not ACTING.search(log)
    assert all(line[:2] == "20" for line in log.splitlines())
