"""Many who connect and say nothing, or little, or too slowly: a paired browser is answered all the while."""

from __future__ import annotations

import contextlib
import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from time import sleep
from urllib.parse import urlencode

import pytest

from jet_refunds.clock import SystemClock
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.page_sessions import host_of
from tests.door.conftest import Door
from tests.support.silent_server import silent_server

FILES = 4096
"""As many connections as a program may open that means no good."""


@pytest.fixture(autouse=True)
def _many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(FILES, hard)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def begun(door: Door) -> dict[str, bytes]:
    """What each of a crowd sends, and then nothing more."""
    head = f"POST /v1/refunds HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nContent-Type: application/json\r\n".encode()
    return {
        "nothing": b"",
        "a letter": b"G",
        "half a head": head,
        "half a body": head + b"Content-Length: 1000\r\n\r\n{",
        "half a chunk": head + b"Transfer-Encoding: chunked\r\n\r\n100\r\n{",
        "a whole request, whose answer is not read": head + b"Content-Length: 2\r\n\r\n{}",
    }


@contextmanager
def crowd(door: Door, size: int, said: bytes) -> Iterator[None]:
    with ExitStack() as opened:
        for _ in range(size):
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", door.port), timeout=10))
            with contextlib.suppress(OSError):  # it was dropped for the next one
                connection.sendall(said)
        yield


@contextmanager
def dripping(door: Door, count: int) -> Iterator[None]:
    """Slow senders, who come back when they are dropped."""
    stop = threading.Event()

    def drip() -> None:
        while not stop.is_set():
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection,
            ):
                for letter in b"GET /v1/refunds HTTP/1.1\r\nX: " + b"a" * 10_000:
                    connection.sendall(bytes([letter]))
                    if stop.wait(0.02):
                        return

    senders = [threading.Thread(target=drip, name="slow sender") for _ in range(count)]
    for sender in senders:
        sender.start()
    try:
        yield
    finally:
        stop.set()
        for sender in senders:
            sender.join(10)


@contextmanager
def site_stopped(door: Door) -> Iterator[None]:
    door.site.stop()
    try:
        yield
    finally:
        door.site.start()


def ask_for_site_tests(door: Door, count: int) -> list[int]:
    """The seller presses "Save and test" again and again, on a site that never answers; the answers' status."""
    with closing(Ledger.in_folder(door.data_dir)) as ledger:
        link = ledger.page_sessions.new_link(SystemClock().now())
    with closing(door.connection()) as page:
        host = f"{host_of(link)}:{door.port}"
        page.request("GET", f"/open/{link}", headers={"Host": host})
        opened = page.getresponse()
        opened.read()
        cookie = str(opened.getheader("Set-Cookie")).partition(";")[0]
        page.request("GET", "/", headers={"Host": host, "Cookie": cookie})
        csrf = page.getresponse().read().decode().partition('name="csrf" value="')[2].partition('"')[0]
        form = {"csrf": csrf, "url": door.site.url, "tls": "off", "then": "test"}
        said = {
            "Host": host,
            "Cookie": cookie,
            "Origin": f"http://{host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        found = []
        for _ in range(count):
            page.request("POST", "/site", urlencode(form), said)
            answer = page.getresponse()
            answer.read()
            found.append(answer.status)
    return found


@pytest.mark.parametrize("what", ["nothing", "a letter", "half a head", "half a body", "half a chunk"])
def test_a_hundred_who_have_begun_do_not_make_it_deaf(door: Door, what: str) -> None:
    with crowd(door, 100, begun(door)[what]), door.answers_a_paired_browser():
        sleep(0.1)


def test_a_paired_browser_is_answered_whatever_goes_on(door: Door) -> None:
    """A thousand connections of each kind, slow senders, and eight site tests on a site that never answers."""
    before = door.kept()
    with site_stopped(door), silent_server(door.site.port), dripping(door, 20), door.answers_a_paired_browser():
        assert ask_for_site_tests(door, 8) == [303] * 8
        with ExitStack() as opened:
            for said in begun(door).values():
                opened.enter_context(crowd(door, 170, said))
            opened.enter_context(crowd(door, 1_000, b""))
            sleep(0.1)
    changed = [line for line in door.kept() if line not in before]
    assert [line for line in changed if 'INTO "page_session"' not in line] == [], "but for the page that was opened"
