"""Who asks proves it, and so does who answers: on each call, by what is good once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jet_refunds import proofs
from jet_refunds.proofs import Exchange
from jet_refunds.web.nonces import LIFE
from tests.support import documents as doc
from tests.support.api import Api, contents, refusal
from tests.support.credential import (
    CODE,
    Answer,
    Credential,
    hello_path,
    new_secret,
    pair,
    paired,
    pairing_request,
    said,
)
from tests.support.house import PORT, House, sent_by

REFUND = json.dumps(doc.refund()).encode()


class Line:
    """A browser that is paired, step by step."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.send = sent_by(house.client())
        self.credential = house.credential()

    def hello(self) -> Exchange:
        exchange = self.credential.hello(PORT, self.send)
        assert exchange is not None
        return exchange

    def ask(self, authorization: str, body: bytes = REFUND, path: str = "/v1/refunds", method: str = "POST") -> Answer:
        return self.send(method, path, body, {"Authorization": authorization, "Content-Type": "application/json"})

    def proof(self, exchange: Exchange, body: bytes = REFUND, path: str = "/v1/refunds", method: str = "POST") -> str:
        return self.credential.authorization(exchange, method, path, body)


@pytest.fixture(name="line")
def _line(house: House) -> Line:
    return Line(house)


def kind(answer: Answer) -> str:
    return str(answer.json()["type"].rpartition(":")[2])


# -- the helper's proof


def test_the_helper_proves_itself_before_it_is_told_anything(line: Line) -> None:
    """By the id and a nonce alone; each hello brings another nonce, and another proof."""
    hellos = [
        line.send("GET", hello_path(Exchange(PORT, line.credential.browser, "c" * 22)), b"", {}) for _ in range(2)
    ]
    first, second = hellos
    assert {"name", "version", "api", "nonce"} == set(first.json())
    assert first.json()["nonce"] != second.json()["nonce"]
    assert first.headers["Jet-Refunds-Proof"] != second.headers["Jet-Refunds-Proof"]


@pytest.mark.parametrize("browser", ["A" * 22, "", "é", "A" * 65, "a b", CODE])
def test_to_whom_it_does_not_know_it_proves_nothing(line: Line, browser: str) -> None:
    answer = line.send("GET", hello_path(Exchange(PORT, browser, "c" * 22)), b"", {})
    assert set(answer.json()) == {"name", "version", "api"}
    assert "Jet-Refunds-Proof" not in answer.headers


@pytest.mark.parametrize("nonce", ["", "é", "c" * 65, "c c"])
def test_without_a_nonce_it_proves_nothing(line: Line, nonce: str) -> None:
    answer = line.send("GET", hello_path(Exchange(PORT, line.credential.browser, nonce)), b"", {})
    assert "Jet-Refunds-Proof" not in answer.headers


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/refunds", REFUND, 201),
        ("/v1/refunds", b"{}", 422),
        ("/v1/refunds", b"{", 400),
        ("/v1/refunds/99/undo", b"{}", 404),
        ("/v1/nothing", b"{}", 404),
    ],
)
def test_every_answer_to_a_paired_browser_is_proved(line: Line, path: str, body: bytes, status: int) -> None:
    exchange = line.hello()
    answer = line.ask(line.proof(exchange, body, path), body, path)
    assert answer.status == status
    assert line.credential.is_proved(exchange, answer)
    assert not line.credential.is_proved(exchange, replace(answer, status=200 if status != 200 else 201))
    assert not line.credential.is_proved(exchange, replace(answer, body=answer.body + b" "))
    assert not line.credential.is_proved(line.hello(), answer)


def test_a_defect_is_said_with_a_proof(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(line.house.refund_service, "take", breaks)
    exchange = line.hello()
    answer = line.ask(line.proof(exchange))
    assert answer.status == 500
    assert line.credential.is_proved(exchange, answer)


def test_strangers_get_no_proof_of_anything(line: Line) -> None:
    for authorization in ("", "Bearer x", f"Jet-Refunds {' '.join(['A' * 22] * 4)}"):
        assert "Jet-Refunds-Proof" not in line.ask(authorization).headers


# -- the browser's proof

Spoil = Callable[[Line, Exchange], tuple[str, dict[str, Any]]]
"""-> the header, and what else of the request is another."""


def another_body(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(exchange), {"body": json.dumps(doc.refund(doc.line(notes="more"))).encode()}


def another_target(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(exchange, path="/v1/refunds?check=1"), {}


def another_query(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(exchange), {"path": "/v1/refunds?"}


def another_method(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(exchange, method="GET"), {}


def another_port(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    """A program on another port has passed on what the browser proved to it."""
    return line.proof(replace(exchange, port=PORT + 1)), {}


def another_secret(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    guessing = replace(line.credential, secret=new_secret())
    return guessing.authorization(exchange, "POST", "/v1/refunds", REFUND), {}


def another_browser(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    """The helper's nonce was made for one browser, and another uses it."""
    other = line.house.credential()
    return other.authorization(replace(exchange, browser=other.browser), "POST", "/v1/refunds", REFUND), {}


def another_client_nonce(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(replace(exchange, client_nonce=proofs.new_nonce())), {}


def a_nonce_of_its_own(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(replace(exchange, server_nonce=proofs.new_nonce())), {}


def from_the_ledger(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    """Who has read the ledger knows the verifier, and takes it for what it is not."""
    kept = line.credential.verifier
    return said(exchange, proofs.server_proof(kept, exchange.request("POST", "/v1/refunds", REFUND))), {}


def the_helper_s_own(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    """The proof that the helper has just given, sent back to it."""
    answer = line.send("GET", hello_path(exchange), b"", {})
    return said(exchange, proofs.bytes_of(answer.headers["Jet-Refunds-Proof"])), {}


def none(_: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return said(exchange, bytes(32)), {}


def half(line: Line, exchange: Exchange) -> tuple[str, dict[str, Any]]:
    return line.proof(exchange)[:-1], {}


SPOILS = (
    *(another_body, another_target, another_query, another_method, another_port, another_secret, another_browser),
    *(another_client_nonce, a_nonce_of_its_own, from_the_ledger, the_helper_s_own, none, half),
)


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_what_is_not_proved_is_refused_and_changes_nothing(line: Line, spoil: Spoil) -> None:
    """And leaves the nonce to who can prove it."""
    exchange = line.hello()
    authorization, values = spoil(line, exchange)
    before = contents(line.house.helper.settings.data_dir)
    answer = line.ask(authorization, **values)
    assert (answer.status, kind(answer)) == (401, "not_proved")
    assert contents(line.house.helper.settings.data_dir) == before
    assert line.ask(line.proof(exchange)).status == 201


def test_what_was_sent_once_is_not_taken_again(line: Line) -> None:
    authorization = line.proof(line.hello())
    assert line.ask(authorization).status == 201
    assert kind(line.ask(authorization)) == "not_proved"
    authorization = line.proof(line.hello(), b"", method="GET")
    assert line.ask(authorization, b"", method="GET").status == 200
    assert kind(line.ask(authorization, b"", method="GET")) == "not_proved"


def test_what_was_not_sent_in_time_is_not_taken(line: Line) -> None:
    authorization = line.proof(line.hello())
    line.house.clock.forward(LIFE)
    assert kind(line.ask(authorization)) == "not_proved"


@pytest.mark.parametrize("was_used", [True, False])
def test_what_was_sent_to_the_helper_before_it_was_started_anew_is_not_taken(line: Line, *, was_used: bool) -> None:
    from jet_refunds import web
    from jet_refunds.web.services import Services

    authorization = line.proof(line.hello())
    if was_used:
        assert line.ask(authorization).status == 201
    parts = line.house.helper
    line.house.helper.__dict__["web"] = web.create_app(
        Services(
            parts.ledger,
            parts.refund_service,
            parts.courier,
            parts.health,
            parts.seller_site,
            parts.site_tests,
            parts.clock,
        )
    )
    line.send = sent_by(line.house.client())
    assert kind(line.ask(authorization)) == "not_proved"
    assert line.ask(line.proof(line.hello())).status == (200 if was_used else 201)


def test_the_secret_is_in_no_request_and_no_answer(line: Line) -> None:
    """Nor is what could prove another request."""
    heard: list[str] = []

    def send(method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        answer = line.send(method, target, body, headers)
        heard.extend([method, target, body.decode(), *headers.values(), *answer.headers.values(), answer.body.decode()])
        return answer

    code = line.house.code()
    credential = paired(PORT, send, code)
    credential.ask(PORT, send, "GET", "/v1/refunds")
    everything = " ".join(heard)
    keys = (credential.secret, proofs.client_key(credential.secret))
    assert not [key for key in keys if proofs.text_of(key) in everything or key.hex() in everything]
    assert code not in everything


def test_a_browser_whose_pairing_was_ended_hears_it_from_the_helper_itself(line: Line) -> None:
    line.house.ledger.pairings.end(line.credential.browser, line.house.clock.now())
    exchange = line.hello()
    answer = line.ask(line.proof(exchange))
    assert (answer.status, kind(answer)) == (401, "pairing_ended")
    assert line.credential.is_proved(exchange, answer)


# -- pairing


def test_guesses_of_strangers_leave_the_seller_s_code(house: House) -> None:
    """However many there are."""
    code, send = house.code(), sent_by(house.client())
    for number in range(50):
        exchange = Exchange(PORT, CODE, proofs.new_nonce())
        hello = send("GET", hello_path(exchange), b"", {}).json()
        guess = Credential(CODE, proofs.secret_of_code(f"{number:08}", proofs.bytes_of(hello["salt"]), hello["rounds"]))
        exchange, body = replace(exchange, server_nonce=hello["nonce"]), json.dumps(pairing_request("x", bytes(32)))
        authorization = guess.authorization(exchange, "POST", "/v1/pairings", body.encode())
        refused = send(
            "POST", "/v1/pairings", body.encode(), {"Authorization": authorization, "Content-Type": "application/json"}
        )
        assert (refused.status, kind(refused)) == (403, "wrong_code")
    assert paired(PORT, send, code)


def test_a_pairing_that_somebody_else_has_proved_is_not_taken(house: House) -> None:
    """What checks the secret is a part of what is proved: nobody puts his own in its place."""
    code, send = house.code(), sent_by(house.client())

    def swapped(method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        body = json.dumps(pairing_request("test", new_secret())).encode() if method == "POST" else body
        return send(method, target, body, headers)

    answer = pair(PORT, swapped, code, pairing_request("test", new_secret()))
    assert answer is not None
    assert (answer.status, kind(answer)) == (403, "wrong_code")
    assert house.ledger.pairings.browsers() == []


@pytest.mark.parametrize("path", ["/v1/refunds", "/v1/page-codes", "/v1/pairings/end", "/v1/health"])
def test_a_code_pairs_a_browser_and_does_nothing_else(house: House, path: str) -> None:
    code, send = house.code(), sent_by(house.client())
    exchange = Exchange(PORT, CODE, proofs.new_nonce())
    hello = send("GET", hello_path(exchange), b"", {}).json()
    by_code = Credential(CODE, proofs.secret_of_code(code, proofs.bytes_of(hello["salt"]), hello["rounds"]))
    exchange, method = replace(exchange, server_nonce=hello["nonce"]), "GET" if path == "/v1/health" else "POST"
    answer = send(
        method,
        path,
        b"{}",
        {"Authorization": by_code.authorization(exchange, method, path, b"{}"), "Content-Type": "application/json"},
    )
    assert (answer.status, kind(answer)) == (401, "not_paired")


def test_a_paired_browser_pairs_no_other(line: Line) -> None:
    body = json.dumps(pairing_request("another", new_secret())).encode()
    answer = line.ask(line.proof(line.hello(), body, "/v1/pairings"), body, "/v1/pairings")
    assert (answer.status, kind(answer)) == (401, "not_paired")


def test_who_was_paired_by_a_token_is_told_to_update(house: House) -> None:
    response = Api(house.client()).get("/v1/refunds", headers={"Authorization": "Bearer x", "Jet-Refunds-Api": "1"})
    assert refusal(response) == (409, "api_mismatch")
    assert Api(house.client()).get("/v1/health").json == {"name": "jet-refunds", "version": "0.1.0", "api": 2}
