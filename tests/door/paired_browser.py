"""The seller's browser at the socket: a paired one that proves each call, and one in which the page is open."""

from __future__ import annotations

import http.client
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from jet_refunds.clock import SystemClock
from jet_refunds.ledger import Ledger
from jet_refunds.proofs import Exchange
from tests.support.credential import Answer, Credential, Send


def sent_on(connection: http.client.HTTPConnection) -> Send:
    def send(method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection.request(method, target, body or None, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers.items()), answer.read())

    return send


def ask(connection: http.client.HTTPConnection, credential: Credential, path: str = "/v1/refunds") -> int:
    """Hello and call on one connection; the answer's status. Both answers are proved, else it fails."""
    return credential.ask(connection.port, sent_on(connection), "GET", path).status


class PairedBrowser:
    """Makes proofs for requests that others send, by hellos on a connection that it keeps."""

    def __init__(self, port: int, credential: Credential) -> None:
        self.port, self.credential = port, credential
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def exchange(self) -> Exchange:
        """Good for one call, for a minute."""
        exchange = self.credential.hello(self.port, sent_on(self._connection))
        assert exchange is not None, "the helper does not know this browser"
        return exchange

    def authorization(self, method: str, target: str, body: bytes = b"") -> str:
        """The header's value for this one request."""
        return self.credential.authorization(self.exchange(), method, target, body)

    def used(self) -> Exchange:
        """One that has been good for a call."""
        exchange = self.exchange()
        said = self.credential.authorization(exchange, "GET", "/v1/health", b"")
        answer = sent_on(self._connection)("GET", "/v1/health", b"", {"Authorization": said})
        assert answer.status == 200
        return exchange


@dataclass(frozen=True)
class OpenPage:
    """`host`: the session's own, with its port. `cookie`: as the browser sends it."""

    host: str
    cookie: str

    @property
    def said(self) -> dict[str, str]:
        """The headers by which it is asked for."""
        return {"Host": self.host, "Cookie": self.cookie}


def open_page(data_dir: Path, connection: http.client.HTTPConnection) -> OpenPage:
    """By a one-time link, which leads to the session's host."""
    with closing(Ledger.in_folder(data_dir)) as ledger:
        link = f"/open/{ledger.page_sessions.new_link(SystemClock().now())}"
    send = sent_on(connection)
    led = send("GET", link, b"", {})
    assert led.status == 303
    there = urlsplit(led.headers["Location"])
    opened = send("GET", there.path, b"", {"Host": there.netloc})
    assert opened.status == 200
    return OpenPage(there.netloc, opened.headers["Set-Cookie"].partition(";")[0])
