"""A helper as the seller runs it, on a site that works, and a browser that is paired with it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep

import pytest

from jet_refunds.clock import SystemClock
from jet_refunds.ledger import Ledger
from jet_refunds_demo.ftp_site import FtpSite
from tests.support import documents as doc
from tests.support.api import contents
from tests.support.credential import Answer, Credential, Send, paired
from tests.support.forked_helper import ForkedHelper

LONGEST = 1.0
"""Seconds within which a paired browser is answered, whatever goes on."""


@dataclass
class Door:
    data_dir: Path
    port: int
    site: FtpSite
    credential: Credential
    secrets: tuple[str, ...]
    """What nobody else may be told."""

    def raw(self, request: bytes, seconds: float = 10) -> bytes:
        """All that is answered until the helper hangs up."""
        parts = []
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65536):
                    parts.append(part)
            except (ConnectionResetError, BrokenPipeError):  # it did not read to the end
                pass
        return b"".join(parts)

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def ask(self, connection: http.client.HTTPConnection, path: str = "/v1/refunds") -> int:
        return self.credential.ask(self.port, sent_on(connection), "GET", path).status

    def proof(self, method: str, target: str, body: bytes = b"") -> str:
        """A fresh one, as the header says it."""
        return fresh_proof(self.credential, self.port, method, target, body)

    def worn(self) -> list[str]:
        """Proofs of the seller's browser that are good no more, or never were good here."""
        used = self.proof("GET", "/v1/refunds")
        with closing(self.connection()) as connection:
            assert sent_on(connection)("GET", "/v1/refunds", b"", {"Authorization": used}).status == 200
            exchange = self.credential.hello(self.port, sent_on(connection))
        assert exchange is not None
        elsewhere = replace(exchange, port=self.port + 1)
        return [
            used,
            self.credential.authorization(elsewhere, "GET", "/v1/refunds", b""),
            self.proof("GET", "/v1/health"),
            self.proof("POST", "/v1/nothing", b"{}"),
        ]

    def kept(self) -> list[str]:
        """The ledger, without the courier's own clockwork."""
        return [line for line in contents(self.data_dir) if "lease" not in line]

    @contextmanager
    def answers_a_paired_browser(self) -> Iterator[None]:
        """Within the block, asked again and again: on a connection that stays, and each time on a new one."""
        stop, wrong = threading.Event(), list[str]()
        waits: list[float] = []

        def look() -> None:
            with closing(self.connection()) as staying:
                while not stop.is_set():
                    for connection in (staying, self.connection()):
                        start = monotonic()
                        try:
                            status = self.ask(connection)
                        except (OSError, http.client.HTTPException, AssertionError) as error:
                            wrong.append(f"{error!r} after {monotonic() - start:.1f} s")
                            staying.close()
                        else:
                            waits.append(monotonic() - start)
                            wrong.extend([str(status)] if status != 200 else [])
                        if connection is not staying:
                            connection.close()
                    sleep(0.01)

        asking = threading.Thread(target=look, name="paired browser")
        asking.start()
        try:
            yield
        finally:
            stop.set()
            asking.join(30)
        assert wrong == []
        assert waits, "the browser did not come to ask"
        assert max(waits) < LONGEST, f"{max(waits):.2f} s"


def fresh_proof(credential: Credential, port: int, method: str, target: str, body: bytes = b"") -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        exchange = credential.hello(port, sent_on(connection))
    assert exchange is not None
    return credential.authorization(exchange, method, target, body)


def sent_on(connection: http.client.HTTPConnection) -> Send:
    def send(method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        kind = {"Content-Type": "application/json"} if body else {}
        connection.request(method, target, body or None, {**kind, **headers})
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers.items()), answer.read())

    return send


@contextmanager
def open_door(folder: Path) -> Iterator[Door]:
    with FtpSite(folder / "site") as site, ForkedHelper(folder / "data", site) as helper:
        with closing(Ledger.in_folder(helper.data_dir)) as ledger:
            code = ledger.pairings.new_code(SystemClock().now(), rounds=1).text
        with closing(http.client.HTTPConnection("127.0.0.1", helper.port, timeout=20)) as connection:
            send = sent_on(connection)
            credential = paired(helper.port, send, code)
            taken = credential.ask(helper.port, send, "POST", "/v1/refunds", json.dumps(doc.refund()).encode())
            assert taken.status == 201
            undo = f"/v1/refunds/{taken.json()['id']}/undo"
            undone = credential.ask(helper.port, send, "POST", undo, b"{}")
            assert undone.status == 200, "the courier has nothing to do"
        yield Door(helper.data_dir, helper.port, site, credential, ("JR-00001", "Blue socks", "406114853511"))


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
        with open_door(tmp_path_factory.mktemp("door")) as opened:
            yield opened
