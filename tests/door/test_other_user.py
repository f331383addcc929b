"""Another user of this computer: no connection of his is heard, whatever he knows. Root is another user, too.

Where root runs the tests there is one; elsewhere the helper is told that it is somebody else than who connects.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jet_refunds import peer_user
from jet_refunds.diagnostics import doctor
from jet_refunds.event_log import log_file
from jet_refunds.listener.channel import Bounds
from jet_refunds.peer_user import Peer, PeerUser
from tests.door.conftest import Door, fresh_proof
from tests.door.test_bounds import connected, served
from tests.support.house import House

OTHER = 65534
"""A number of a user; nobody of that name is needed."""
PATHS = ("/", "/v1/health", "/v1/refunds", "/v1/pairings", "/open/x", "/static/page.js", "/nothing")
ASK = """
port = int(sys.argv[1])
for path, right in zip(sys.argv[2::2], sys.argv[3::2]):
    heard = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\nAuthorization: {right}\\r\\n\\r\\n".encode())
            heard = connection.recv(9)
    except OSError:
        pass
    print(len(heard))
"""  # noqa: E501 - a program of its own
SILENT = """
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10) as connection:
    print(len(connection.recv(9)))
"""
SIT_ON_IT = """
for address in ("127.0.0.1", "0.0.0.0"):
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        with socket.socket() as listening:
            listening.setsockopt(socket.SOL_SOCKET, option, 1)
            try:
                listening.bind((address, int(sys.argv[1])))
                listening.listen()
                print("listens")
            except OSError as error:
                print(errno.errorcode[error.errno])
"""


def as_user(uid: int | None, program: str, *arguments: object) -> list[str]:
    """What the program prints, run by that user; None: by whoever runs the tests."""
    becomes = "" if uid is None else f"os.setgroups([]); os.setgid({uid}); os.setuid({uid})"
    loaded = "import errno, os, socket, sys, encodings.idna"  # before: another user may not read what we run
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{loaded}\n{becomes}\n{program}", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    return done.stdout.split()


@pytest.fixture(name="other")
def _other(monkeypatch: pytest.MonkeyPatch) -> Iterator[int | None]:
    """Who is another user to a helper of this process."""
    if os.geteuid() == 0:
        yield OTHER
        return
    own = os.geteuid()
    with monkeypatch.context() as patch:
        yield None
        patch.setattr(os, "geteuid", lambda: own)


def disown(other: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may become another user, so the helper does."""
    if other is None:
        own = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: own + 1)


def test_no_request_of_another_user_is_heard(
    house: House, other: int | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not with the seller's own proof, fresh and for what he asks, on no path; it is in the log once."""
    with log_file.writing(tmp_path / "log", rotates=True), served(house, Bounds()) as server:
        credential = house.credential()

        def asked() -> list[str]:
            return [word for path in PATHS for word in (path, fresh_proof(credential, server.port, "GET", path))]

        assert as_user(None, ASK, server.port, *asked()) == ["9"] * len(PATHS)
        questions = asked()
        disown(other, monkeypatch)
        assert as_user(other, ASK, server.port, *questions) == ["0"] * len(PATHS)
        assert as_user(other, SILENT, server.port) == ["0"], "it is closed before a byte is read"
    text = (tmp_path / "log" / log_file.LOG).read_text()
    assert text.count("connection closed") == 1
    assert "other_user" in text


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_the_seller_is_heard_from_either_kind_of_socket(house: House, family: socket.AddressFamily) -> None:
    """A browser may reach 127.0.0.1 from an IPv6 socket."""
    with served(house, Bounds()) as server, socket.socket(family) as connection:
        connection.settimeout(10)
        connection.connect(("127.0.0.1" if family == socket.AF_INET else "::ffff:127.0.0.1", server.port))
        connection.sendall(b"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


def test_another_user_of_a_running_helper_is_not_heard(door: Door, other: int | None) -> None:
    """As a program of its own; where nobody may become another user, the seller is heard by it at least."""
    asked = [word for path in ("/v1/refunds", "/v1/health") for word in (path, door.proof("GET", path))]
    found = as_user(other, ASK, door.port, *asked)
    assert found == (["9", "9"] if other is None else ["0", "0"])


def accepted(change: str = "") -> tuple[socket.socket, socket.socket]:
    """Both ends of a connection; `change`: what has become of the first one."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        heard, _ = listening.accept()
    if change == "half closed":
        client.shutdown(socket.SHUT_WR)
    elif change == "closed":
        client.close()
    elif change == "reset":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.close()
    return client, heard


@pytest.mark.parametrize(
    ("change", "peer"), [("", Peer.OURS), ("half closed", Peer.OURS), ("closed", Peer.GONE), ("reset", Peer.GONE)]
)
def test_who_has_hung_up_is_nobody(change: str, peer: Peer) -> None:
    """The kernel keeps what is left of a connection as root's: it is neither root's nor the seller's."""
    with closing(PeerUser()) as asked:
        assert asked.is_told
        client, heard = accepted(change)
        with client, heard:
            assert asked.of(heard) is peer


def test_asking_costs_microseconds() -> None:
    """Measured: 7 to 10; the bound leaves room for a busy computer."""
    with closing(PeerUser()) as asked:
        client, heard = accepted()
        with client, heard:
            times = []
            for _ in range(200):
                start = time.perf_counter()
                asked.of(heard)
                times.append(time.perf_counter() - start)
    assert sorted(times)[100] < 200e-6


@pytest.mark.parametrize("protocol", [99, socket.NETLINK_ROUTE, 15])
def test_a_system_that_does_not_say_lets_all_in_and_the_doctor_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, protocol: int
) -> None:
    """A kernel that has no such thing, that refuses the question, that does not answer."""
    said = {part.part: part for part in doctor.examine(tmp_path, house.helper.health.secrets, None)}
    assert "other users" not in said
    monkeypatch.setattr(peer_user, "_NETLINK_SOCK_DIAG", protocol)
    said = {part.part: part for part in doctor.examine(tmp_path, house.helper.health.secrets, None)}
    assert "kept out by pairing alone" in said["other users"].message
    with served(house, Bounds()) as server, connected(server) as connection:
        connection.sendall(b"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


def test_no_other_program_gets_our_port(door: Door, other: int | None) -> None:
    """Neither the seller's nor another user's, whatever it asks the system for."""
    for uid in {None, other}:
        assert as_user(uid, SIT_ON_IT, door.port) == ["EADDRINUSE"] * 4
