"""Who may talk to the helper: asked on every request, before anything is done; a refused request changes nothing."""

from __future__ import annotations

import http.client
import json
import logging
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest

from jet_refunds import runtime
from jet_refunds.event_log import log_file
from jet_refunds.web.guard import BODY_LIMIT
from tests.support import documents as doc
from tests.support.api import Api, contents, is_problem, refusal
from tests.support.house import PORT, House, house

HOME = f"127.0.0.1:{PORT}"
CHROME = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc"
PAGES = (
    "https://partner.jet.com",
    "https://evil.example",
    "http://127.0.0.1",
    f"http://{HOME}",
    f"http://localhost:{PORT}",
    "null",
    "",
    "file://",
    "chrome-extension://",
    "chrome-extension://abc/evil.example",
    "chrome-extension://abc\n",
    "safari-web-extension://abc",
    "https://chrome-extension.example",
    f"{CHROME}.evil.example",
    f"{CHROME} https://evil.example",
    CHROME.upper(),
)
"""Origins that are no extension's of a browser that the product runs in."""

Ask = Callable[..., Any]


@pytest.fixture(name="shared", scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One helper for all that is only asked and refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
        with house(tmp_path_factory.mktemp("shared")) as made:
            yield made


def new_refund() -> dict[str, Any]:
    """Of an order of its own, so that it passes whatever was asked before."""
    return doc.refund(of=doc.order(merchant_order_id=uuid.uuid4().hex))


@pytest.fixture(name="ask", scope="module")
def _ask(shared: House) -> Ask:
    """Asks for a refund as a paired extension would, but for what a test changes; refusals must change nothing."""
    client, folder = shared.paired(), shared.helper.settings.data_dir

    def ask(method: str = "POST", path: str = "/v1/refunds", **values: Any) -> Any:
        if method == "POST" and "data" not in values:
            values.setdefault("json", new_refund())
        before = contents(folder)
        response = client.open(path, method=method, **values)
        if response.status_code >= 300:
            if path.startswith("/v1/"):
                is_problem(response)
            assert contents(folder) == before, "a refused request has changed the ledger"
        return response

    return ask


# -- Host


@pytest.mark.parametrize("host", [HOME, f"localhost:{PORT}", f"LOCALHOST:{PORT}"])
def test_the_helper_answers_at_its_own_loopback_names(ask: Ask, host: str) -> None:
    assert ask(headers={"Host": host}).status_code == 201


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        f"127.0.0.1.evil.example:{PORT}",
        f"{HOME}.evil.example",
        f"localhost.evil.example:{PORT}",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:80",
        f"127.0.0.1:{PORT + 1}",
        f"0.0.0.0:{PORT}",
        f"127.0.0.2:{PORT}",
        f"[::1]:{PORT}",
        f"evil.example@{HOME}",
        f" {HOME}",
        "",
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/refunds"), ("GET", "/v1/health"), ("OPTIONS", "/v1/refunds")]
)
def test_any_other_host_is_refused_on_every_route(ask: Ask, method: str, path: str, host: str) -> None:
    """A page whose name is made to point at 127.0.0.1 (DNS rebinding) sends its own name or another port."""
    assert refusal(ask(method, path, headers={"Host": host})) == (403, "wrong_host")


@pytest.mark.parametrize("path", ["/", "/open/x", "/static/page.css", "/nothing"])
def test_the_page_is_not_shown_under_another_host_either(ask: Ask, path: str) -> None:
    assert ask("GET", path, headers={"Host": f"evil.example:{PORT}"}).status_code == 403


# -- Origin


@pytest.mark.parametrize("origin", [CHROME, FIREFOX, None])
def test_an_extension_s_origin_or_none_is_let_in(ask: Ask, origin: str | None) -> None:
    """A GET of an extension carries none."""
    assert ask(headers={"Origin": origin} if origin else {}).status_code == 201


@pytest.mark.parametrize("origin", PAGES)
def test_a_web_page_s_origin_is_refused_even_with_a_token(ask: Ask, origin: str) -> None:
    headers = {} if "\n" in origin else {"Origin": origin}
    values = {"environ_overrides": {"HTTP_ORIGIN": origin}} if "\n" in origin else {}
    response = ask(headers=headers, **values)
    assert refusal(response) == (403, "wrong_origin")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/health"), ("POST", "/v1/pairings"), ("GET", "/v1/nothing")])
def test_a_web_page_s_origin_is_refused_on_open_and_unknown_routes_too(ask: Ask, method: str, path: str) -> None:
    assert refusal(ask(method, path, headers={"Origin": "https://evil.example"})) == (403, "wrong_origin")


# -- CORS


@pytest.mark.parametrize("origin", [CHROME, FIREFOX])
@pytest.mark.parametrize("path", ["/v1/refunds", "/v1/pairings", "/v1/orders", "/v1/health", "/v1/refunds/1/undo"])
def test_a_preflight_of_an_extension_is_answered_with_its_own_origin(ask: Ask, origin: str, path: str) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    response = ask("OPTIONS", path, headers={"Origin": origin, **wanted})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "authorization" in response.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("origin", PAGES[:7])
def test_a_preflight_of_a_web_page_is_refused(ask: Ask, origin: str) -> None:
    response = ask("OPTIONS", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert refusal(response) == (403, "wrong_origin")
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("origin", [CHROME, FIREFOX, "https://evil.example", "null", None])
def test_no_answer_ever_allows_every_origin(ask: Ask, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    for method, path in (("POST", "/v1/refunds"), ("GET", "/v1/health"), ("OPTIONS", "/v1/refunds"), ("GET", "/v1/x")):
        response = ask(method, path, headers=headers, **({"data": b"{"} if method == "POST" else {}))
        assert response.headers.get("Access-Control-Allow-Origin") in ({CHROME, FIREFOX, None} & {origin, None})


def test_a_refusal_can_be_read_by_the_extension_whatever_it_says(ask: Ask) -> None:
    """Without the header the browser would hide why: not paired would look like no helper."""
    response = ask(headers={"Origin": CHROME, "Authorization": "Bearer wrong"})
    assert refusal(response) == (401, "token_refused")
    assert response.headers["Access-Control-Allow-Origin"] == CHROME


# -- token

CLOSED = (
    ("POST", "/v1/orders"),
    ("POST", "/v1/refunds"),
    ("POST", "/v1/refunds?check=1"),
    ("GET", "/v1/refunds"),
    ("GET", "/v1/refunds/1"),
    ("POST", "/v1/refunds/1/undo"),
    ("POST", "/v1/refunds/1/send"),
    ("POST", "/v1/files/JET_REFUND_112326143000.csv/resolve"),
    ("GET", "/v1/nothing"),
    ("DELETE", "/v1/refunds"),
)


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Basic dXNlcjpwdw==", "token"])
def test_without_a_token_nothing_is_said_but_not_paired(ask: Ask, method: str, path: str, said: str) -> None:
    response = ask(method, path, headers={"Authorization": said})
    assert refusal(response) == (401, "not_paired")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_with_a_wrong_token_nothing_is_said_but_token_refused(ask: Ask, method: str, path: str) -> None:
    response = ask(method, path, headers={"Authorization": f"Bearer {'A' * 43}"})
    assert refusal(response) == (401, "token_refused")


def test_a_revoked_token_is_refused_and_another_browser_s_is_not(house: House) -> None:
    token, other = house.token(), house.paired()
    house.clock.forward(1)
    api = Api(house.client())
    headers = {"Authorization": f"Bearer {token}"}
    assert api.get("/v1/refunds", headers=headers).status_code == 200
    house.ledger.tokens.revoke(house.ledger.tokens.paired_browsers()[0].token_sha256, house.clock.now())
    house.ledger.tokens.revoke(house.ledger.tokens.paired_browsers()[0].token_sha256, house.clock.now())
    assert refusal(api.get("/v1/refunds", headers=headers)) == (401, "token_refused")
    assert other.get("/v1/refunds").status_code == 401
    assert house.paired().get("/v1/refunds").status_code == 200


def test_a_token_in_the_address_is_no_token(house: House) -> None:
    response = Api(house.client()).get(f"/v1/refunds?token={house.token()}&access_token={house.token()}")
    assert refusal(response) == (401, "not_paired")


def test_the_page_s_cookie_is_no_token_for_the_api(house: House) -> None:
    client = house.client()
    code = house.ledger.tokens.new_code("page", house.clock.now()).text
    client.get(f"/open/{code}")
    assert refusal(Api(client).get("/v1/refunds")) == (401, "not_paired")


# -- Content-Type and version


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
    ],
)
@pytest.mark.parametrize("path", ["/v1/refunds", "/v1/refunds/1/undo", "/v1/pairings", "/v1/orders"])
def test_a_body_that_is_not_declared_as_json_is_refused(ask: Ask, path: str, content_type: str | None) -> None:
    """What a page may send without a preflight is never JSON."""
    response = ask("POST", path, data=json.dumps(doc.refund()), content_type=content_type)
    assert refusal(response) == (415, "not_json")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_is_taken_in_any_spelling(ask: Ask, content_type: str) -> None:
    assert ask(data=json.dumps(new_refund()), content_type=content_type).status_code == 201


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("2", "Jet Refunds on this computer is too old"),
        ("99", "too old"),
        ("x", "too old"),
        ("", "too old"),
        ("-1", "too old"),
    ],
)
def test_an_unknown_version_of_the_contract_is_refused_and_says_who_must_update(
    ask: Ask, version: str, words: str
) -> None:
    response = ask(headers={"Jet-Refunds-Api": version})
    assert refusal(response) == (409, "api_mismatch")
    assert words in response.json["detail"]


@pytest.mark.parametrize("version", ["1", "0"])
def test_this_version_and_the_one_before_are_taken(ask: Ask, version: str) -> None:
    """Stores update extensions, helpers stay."""
    assert ask(headers={"Jet-Refunds-Api": version}).status_code == 201


# -- size


def test_a_body_of_more_than_2_mib_is_refused(ask: Ask) -> None:
    body = json.dumps(doc.refund()).encode().ljust(BODY_LIMIT + 1)
    assert refusal(ask(data=body, content_type="application/json")) == (413, "too_large")


def test_a_body_of_2_mib_is_read(ask: Ask) -> None:
    body = json.dumps(new_refund()).encode().ljust(BODY_LIMIT)
    assert ask(data=body, content_type="application/json").status_code == 201


# -- headers


def test_every_answer_is_kept_by_nobody_and_framed_by_nobody(ask: Ask) -> None:
    for response in (ask(headers={"Host": "evil.example"}), ask("GET", "/v1/nothing"), ask("GET", "/v1/health")):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


# -- on a real socket


class Line:
    """A helper that serves on a free port, and raw bytes to it."""

    def __init__(self, parts: House, address: str) -> None:
        self.house, self.port = parts, int(urlsplit(address).port or 0)
        self.token = parts.token()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            said = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            said |= {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, said, encode_chunked="Transfer-Encoding" in said)
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
        f"Authorization: Bearer {line.token}\r\nContent-Length: {10**12}\r\n\r\n"
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


def test_neither_buyer_nor_token_nor_code_nor_password_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    """From pairing to the answer, with all that may be refused on the way; returns the code and the token."""
    code = parts.ledger.tokens.new_code("pairing", parts.clock.now()).text
    with runtime.serving(parts.helper) as address:
        line = Line(parts, address)
        paired = line.ask("POST", "/v1/pairings", json.dumps({"code": code, "client": "x"}))
        token = json.loads(paired.body)["token"]  # type: ignore[attr-defined]
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
        assert line.ask("GET", "/v1/refunds", Authorization=f"Bearer {token}x").status == 401
        taken = line.ask("POST", "/v1/refunds", json.dumps(doc.refund()), Authorization=f"Bearer {token}")
        assert taken.status == 201
        refund_id = json.loads(taken.body)["id"]  # type: ignore[attr-defined]
        assert line.ask("POST", f"/v1/refunds/{refund_id}/send", "{}").status == 200
        _until(parts, lambda: parts.state(refund_id) == "delivered")
        parts.site.stop()
        other = line.ask("POST", "/v1/refunds", json.dumps(doc.refund(of=doc.order(merchant_order_id="7"))))
        other_id = json.loads(other.body)["id"]  # type: ignore[attr-defined]
        _until(parts, lambda: bool(parts.ledger.refund_views.get(other_id).reason))
        return [code, token, line.token]


def _until(parts: House, done: Callable[[], bool]) -> None:
    """The helper's clock is the test's: it goes on as long as somebody waits."""
    end = monotonic() + 20
    while not done():
        assert monotonic() < end
        parts.clock.forward(1)
        parts.helper.wake.set()
        sleep(0.02)
