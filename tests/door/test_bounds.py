"""What a connection may take: time, and a place. Bounds are short here, else they are those of channel.py."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic, sleep

import pytest

from jet_refunds.listener.channel import Bounds
from jet_refunds.listener.server import Server, listen
from tests.door.conftest import sent_on
from tests.support.credential import Credential
from tests.support.house import House

SHORT = Bounds(head=0.2, request=0.4, unread=0.3, idle=0.6, places=6, look=0.02)
HEAD = b"POST /v1/orders HTTP/1.1\r\nContent-Type: application/json\r\n"


@contextmanager
def served(house: House, bounds: Bounds) -> Iterator[Server]:
    server, stopping = listen(house.helper.web, 0, bounds), threading.Event()
    loop = threading.Thread(target=server.serve, args=(stopping,), name="web")
    loop.start()
    try:
        yield server
    finally:
        stopping.set()
        server.pull_trigger()
        loop.join(10)
        server.close_all()
        server.task_dispatcher.shutdown()


@pytest.fixture(name="server")
def _server(house: House) -> Iterator[Server]:
    with served(house, SHORT) as server:
        yield server


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=10)


def seconds_until_dropped(connection: socket.socket, drip: bytes = b"") -> float:
    """`drip` is sent a letter at a time meanwhile."""
    start = monotonic()
    connection.settimeout(0.02)
    letters = iter(drip)
    while True:
        try:
            if (letter := next(letters, None)) is not None:
                connection.sendall(bytes([letter]))
            if not connection.recv(65536):
                break
        except TimeoutError:
            assert monotonic() - start < 10, "it is never dropped"
        except OSError:
            break
    return monotonic() - start


@pytest.mark.parametrize(
    ("sent", "drip", "bound"),
    [
        (b"G", b"", SHORT.head),
        (HEAD, b"", SHORT.head),
        (HEAD, b"X: " + b"a" * 1_000, SHORT.head),
        (b"", HEAD + b"a" * 1_000, SHORT.head),
        (HEAD + b"Content-Length: 9\r\n\r\n{", b"", SHORT.request),
        (HEAD + b"Content-Length: 9000\r\n\r\n{", b" " * 1_000, SHORT.request),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 100, SHORT.request),
        (b"", b"", SHORT.idle),
    ],
)
def test_who_does_not_come_to_an_end_is_dropped(server: Server, sent: bytes, drip: bytes, bound: float) -> None:
    """Also when a letter comes now and then."""
    with connected(server) as connection:
        connection.sendall(sent)
        assert bound - 0.1 < seconds_until_dropped(connection, drip) < bound + 1.5  # the computer may be busy


def test_an_answer_that_nobody_fetches_is_not_kept(server: Server) -> None:
    request = b"GET /static/page.css HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port
    with connected(server) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(0.1)
        with contextlib.suppress(TimeoutError, ConnectionError):  # it takes no more, sooner or later
            while True:
                connection.send(request * 20)
        end = monotonic() + 5
        while server.active_channels:
            assert monotonic() < end, "its answers are kept for ever"
            sleep(0.02)


def known(house: House, server: Server) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    assert ask(connection, house.credential()) == 200
    return connection


def ask(connection: http.client.HTTPConnection, credential: Credential) -> int:
    return credential.ask(connection.port, sent_on(connection), "GET", "/v1/refunds").status


def is_open(connection: socket.socket) -> bool:
    connection.settimeout(0.05)
    try:
        return connection.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def test_the_one_that_is_quiet_longest_makes_room_and_a_known_browser_last(house: House) -> None:
    bounds = Bounds(places=4)
    with served(house, bounds) as server, closing(known(house, server)) as browser:
        strangers = [connected(server) for _ in range(bounds.places + 2)]
        end = monotonic() + 5
        while (found := [is_open(each) for each in strangers]) != [False] * 3 + [True] * 3:
            assert monotonic() < end, found
        assert len(server.active_channels) == bounds.places
        assert browser.sock is not None
        assert is_open(browser.sock)
        assert ask(browser, house.credential()) == 200
        for stranger in strangers:
            stranger.close()


def test_who_has_said_hello_keeps_its_place_until_its_call(house: House) -> None:
    bounds, credential = Bounds(places=4), house.credential()
    with served(house, bounds) as server, closing(http.client.HTTPConnection("127.0.0.1", server.port)) as browser:
        exchange = credential.hello(server.port, sent_on(browser))
        assert exchange is not None
        strangers = [connected(server) for _ in range(bounds.places * 2)]
        end = monotonic() + 5
        while len([stranger for stranger in strangers if is_open(stranger)]) >= bounds.places:
            assert monotonic() < end, "nobody made room"
        said = {"Authorization": credential.authorization(exchange, "GET", "/v1/refunds", b"")}
        kept = browser.sock
        assert sent_on(browser)("GET", "/v1/refunds", b"", said).status == 200
        assert browser.sock is kept, "it was not dropped and opened anew"
        for stranger in strangers:
            stranger.close()


def test_strangers_do_not_wait_for_the_ledger(house: House) -> None:
    """Only who has proved something writes there; where that takes long, strangers are refused and browsers go on."""
    with served(house, Bounds()) as server, closing(known(house, server)) as browser:
        credential = house.credential()
        body = b'{"client": "x"}'
        head = b"POST /v1/pairings HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n" % server.port
        opening = b"GET /open/x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port
        asked = [head + b"Content-Length: %d\r\n\r\n" % len(body) + body, opening] * 10
        strangers = [connected(server) for _ in asked]
        with house.ledger.database.writing():
            for stranger, request in zip(strangers, asked, strict=True):
                stranger.sendall(request)
            start = monotonic()
            assert [ask(browser, credential) for _ in range(5)] == [200] * 5
            with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as new:
                assert ask(new, credential) == 200
            statuses = [stranger.recv(12)[-3:] for stranger in strangers]
            assert monotonic() - start < 1
        assert statuses == [b"401", b"403"] * 10
        for stranger in strangers:
            stranger.close()
