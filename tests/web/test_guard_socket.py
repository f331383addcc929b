"""Who may talk to the helper, on a real socket: what no client library sends; and what is kept of it all."""

from __future__ import annotations

import http.client
import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest

from jet_refunds import proofs, runtime
from jet_refunds.event_log import log_file
from jet_refunds.web.guard import BODY_LIMIT
from tests.support import documents as doc
from tests.support.api import contents
from tests.support.credential import Answer, paired
from tests.support.house import House, house

# -- on a real socket


class Line:
    """A helper that serves on a free port, and raw bytes to it."""

    def __init__(self, parts: House, address: str) -> None:
        self.house, self.port = parts, int(urlsplit(address).port or 0)
        self.credential = paired(self.port, self.send, parts.code())

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
        """`body`: text, or bytes in parts whose length nobody says; they are proved as a whole."""
        said = {"Content-Type": "application/json"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        parts = (
            [body.encode() if isinstance(body, str) else b""] if body is None or isinstance(body, str) else list(body)
        )
        if "Authorization" not in said:
            said["Authorization"] = self.authorization(method, path, b"".join(parts))
        return self.sent(method, path, iter(parts) if "Transfer-Encoding" in said else b"".join(parts), said)

    def authorization(self, method: str, path: str, body: bytes = b"") -> str:
        exchange = self.credential.hello(self.port, self.send)
        assert exchange is not None
        return self.credential.authorization(exchange, method, path, body)

    def send(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        response = self.sent(method, target, body, {"Content-Type": "application/json", **headers})
        return Answer(response.status, dict(response.getheaders()), response.body)  # type: ignore[attr-defined]

    def sent(self, method: str, path: str, body: Any, headers: dict[str, str]) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            connection.request(method, path, body, headers, encode_chunked="Transfer-Encoding" in headers)
            response = connection.getresponse()
            response.body = response.read()  # type: ignore[attr-defined]
            return response

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)


@pytest.fixture(name="line")
def _line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with house(tmp_path, port=0) as parts, runtime.serving(parts.helper) as address:
        yield Line(parts, address)


def chunks(size: int) -> Iterator[bytes]:
    """A body whose length nobody has said."""
    for _ in range(0, size, 65536):
        yield b" " * 65536


def test_the_helper_listens_on_the_loopback_alone(line: Line) -> None:
    assert line.ask("GET", "/v1/health").status == 200
    addresses = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in addresses - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((address, line.port), timeout=5)


def test_no_answer_names_the_server_program(line: Line) -> None:
    for response in (line.ask("GET", "/v1/health"), line.ask("GET", "/v1/nothing"), line.ask("GET", "/", Host="x")):
        assert response.getheader("Server") is None
        assert response.getheader("Via") is None
        assert b"waitress" not in response.body.lower()  # type: ignore[attr-defined]


def test_the_port_of_the_socket_is_the_port_that_host_must_name(line: Line) -> None:
    assert line.ask("GET", "/v1/refunds", Host=f"localhost:{line.port}").status == 200
    assert line.ask("GET", "/v1/refunds", Host=f"127.0.0.1:{line.port + 1}").status == 403
    assert line.ask("GET", "/v1/refunds", Host="evil.example").status == 403


def test_a_request_without_a_host_is_refused(line: Line) -> None:
    for version in (b"1.0", b"1.1"):
        request = b"GET /v1/health HTTP/" + version + b"\r\nConnection: close\r\n\r\n"
        answer = line.raw(request)
        assert answer.split(b"\r\n")[0].split()[1] in (b"400", b"403")
        assert b'jet-refunds"' not in answer


def test_a_chunked_body_is_read_like_any_other(line: Line) -> None:
    body = json.dumps(doc.refund()).encode()
    response = line.ask("POST", "/v1/refunds", iter([body[:10], body[10:]]), Transfer_Encoding="chunked")
    assert response.status == 201


@pytest.mark.parametrize("size", [BODY_LIMIT + 65536, 3 * BODY_LIMIT])
def test_a_chunked_body_that_never_says_its_length_is_refused_when_it_is_too_long(line: Line, size: int) -> None:
    before = contents(line.house.helper.settings.data_dir)
    response = line.ask("POST", "/v1/refunds", chunks(size), Transfer_Encoding="chunked")
    assert response.status == 413
    problem = json.loads(response.body)  # type: ignore[attr-defined]
    assert problem["type"] == "urn:jet-refunds:problem:too_large"
    assert contents(line.house.helper.settings.data_dir) == before


def test_a_body_that_is_said_to_be_enormous_is_refused_before_it_is_sent(line: Line) -> None:
    head = (
        f"POST /v1/refunds HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\nContent-Type: application/json\r\n"
        f"Authorization: {line.authorization('POST', '/v1/refunds')}\r\nContent-Length: {10**12}\r\n\r\n"
    )
    before = contents(line.house.helper.settings.data_dir)
    answer = line.raw(head.encode() + b" " * 1000)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert contents(line.house.helper.settings.data_dir) == before


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Content-Length: 2\r\nContent-Length: 3",
        "Content-Length: x",
        "Transfer-Encoding: gzip",
    ],
)
def test_a_request_whose_end_is_unclear_changes_nothing(line: Line, headers: str) -> None:
    before = contents(line.house.helper.settings.data_dir)
    head = f"POST /v1/refunds HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\nConnection: close\r\n{headers}\r\n\r\n"
    answer = line.raw(head.encode() + b"{}")
    assert answer[9:10] in (b"4", b"5", b""), "neither a refusal nor a closed line"
    assert contents(line.house.helper.settings.data_dir) == before


# -- what is kept

SECRETS = ("Not To Be Sent", "buyer@customer.jet.com", "orchard")


def test_neither_buyer_nor_secret_nor_code_nor_password_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a full run, refusals and a failing site: the bytes of every file in the data folder are searched."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", SECRETS[2])
    level = logging.root.level
    with house(tmp_path, port=0) as parts:
        folder = parts.helper.settings.data_dir
        logging.root.setLevel(logging.DEBUG)
        try:
            with log_file.writing(folder, rotates=True):
                said = _full_run(parts)
        finally:
            logging.root.setLevel(level)
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {"ledger.db", "helper.log", "config.toml"} <= set(files)
    assert b"JR-00001" in files["ledger.db"]
    assert files["helper.log"]
    for name, kept in files.items():
        for secret in (*SECRETS, *said):
            assert secret.encode() not in kept, f"{name} holds {secret}"


def _full_run(parts: House) -> list[str]:
    """From pairing to the answer, with all that may be refused on the way; returns the code, a proof and both keys."""
    with runtime.serving(parts.helper) as address:
        line = Line(parts, address)
        code = parts.code()
        line.credential = paired(line.port, line.send, code)
        buyer = {"buyer": {"name": SECRETS[0]}, "hash_email": SECRETS[1]}
        for path, document in (
            ("/v1/orders", doc.order(**buyer)),
            ("/v1/refunds", doc.refund(of=doc.order(**buyer))),
            ("/v1/refunds", {**doc.refund(), **buyer}),
            ("/v1/refunds", doc.refund({**doc.line(), **buyer})),
            ("/v1/refunds", doc.refund(doc.line(refund_reason=SECRETS[0]))),
        ):
            assert line.ask("POST", path, json.dumps(document)).status == 422
        assert line.ask("POST", "/v1/refunds", f'{{"buyer": "{SECRETS[0]}"').status == 400
        assert line.ask("GET", f"/v1/{SECRETS[1]}").status == 404
        proof = line.authorization("GET", "/v1/refunds")
        assert line.ask("GET", "/v1/refunds", Authorization=f"{proof}x").status == 401
        taken = line.ask("POST", "/v1/refunds", json.dumps(doc.refund()))
        assert taken.status == 201
        refund_id = json.loads(taken.body)["id"]  # type: ignore[attr-defined]
        assert line.ask("POST", f"/v1/refunds/{refund_id}/send", "{}").status == 200
        _until(parts, lambda: parts.state(refund_id) == "delivered")
        parts.site.stop()
        other = line.ask("POST", "/v1/refunds", json.dumps(doc.refund(of=doc.order(merchant_order_id="7"))))
        other_id = json.loads(other.body)["id"]  # type: ignore[attr-defined]
        _until(parts, lambda: bool(parts.ledger.refund_views.get(other_id).reason))
        keys = (line.credential.secret, proofs.client_key(line.credential.secret))
        return [code, proof.rpartition(" ")[2], *map(proofs.text_of, keys)]


def _until(parts: House, done: Callable[[], bool]) -> None:
    """The helper's clock is the test's: it goes on as long as somebody waits."""
    end = monotonic() + 20
    while not done():
        assert monotonic() < end
        parts.clock.forward(1)
        parts.helper.wake.set()
        sleep(0.02)
