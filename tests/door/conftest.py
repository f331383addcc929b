"""A helper as the seller runs it, on a site that works, and a browser that is paired with it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from jet_refunds.clock import SystemClock
from jet_refunds.ledger import Ledger
from jet_refunds_demo.ftp_site import FtpSite
from tests.support import documents as doc
from tests.support.api import contents
from tests.support.forked_helper import ForkedHelper

LONGEST = 1.0
"""Seconds within which a paired browser is answered, whatever goes on."""


@dataclass
class Door:
    data_dir: Path
    port: int
    token: str
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
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status

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
                        except (OSError, http.client.HTTPException) as error:
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


@contextmanager
def open_door(folder: Path) -> Iterator[Door]:
    with FtpSite(folder / "site") as site, ForkedHelper(folder / "data", site) as helper:
        with closing(Ledger.in_folder(helper.data_dir)) as ledger:
            code = ledger.tokens.new_code("pairing", SystemClock().now()).text
            token = ledger.tokens.trade(code, "pairing", "test", SystemClock().now())
        door = Door(helper.data_dir, helper.port, token, (token, "JR-00001", "Blue socks", "406114853511"))
        with closing(door.connection()) as connection:
            body = json.dumps(doc.refund())
            said = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", "/v1/refunds", body, said)
            taken = connection.getresponse()
            refund_id = json.loads(taken.read())["id"]
            assert taken.status == 201
            connection.request("POST", f"/v1/refunds/{refund_id}/undo", "{}", said)
            assert connection.getresponse().status == 200, "the courier has nothing to do"
        yield door


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
        with open_door(tmp_path_factory.mktemp("door")) as opened:
            yield opened
