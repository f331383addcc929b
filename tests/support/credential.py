"""The browser's side of the proofs, as extension/background/ has it: each test's client says hello and asks by it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from jet_refunds import proofs
from jet_refunds.proofs import Exchange, Verifier

HEADER = "Jet-Refunds-Proof"
CODE = "code"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Send = Callable[[str, str, bytes, dict[str, str]], Answer]
"""(method, target, body, headers) -> the answer: how a request goes is the test's."""


@dataclass(frozen=True)
class Credential:
    """What a paired browser keeps: its id and its secret of 32 bytes."""

    browser: str
    secret: bytes

    def hello(self, port: int, send: Send) -> Exchange | None:
        """The exchange for one call; None where the helper does not know this browser, or fails."""
        exchange = Exchange(port, self.browser, proofs.new_nonce())
        try:
            answer = send("GET", hello_path(exchange), b"", {})
        except ConnectionError:  # dropped for another one, before it had said anything
            answer = send("GET", hello_path(exchange), b"", {})
        if answer.status != 200 or "nonce" not in answer.json():
            return None
        assert self.is_proved(exchange, answer), "the hello is not proved"
        return replace(exchange, server_nonce=answer.json()["nonce"])

    def is_proved(self, exchange: Exchange, answer: Answer) -> bool:
        proof = proofs.bytes_of(answer.headers.get(HEADER, ""))
        return proofs.is_server_proof(proof, self.verifier, exchange.answer(answer.status, answer.body))

    def authorization(self, exchange: Exchange, method: str, target: str, body: bytes) -> str:
        """The header of a request."""
        proof = proofs.client_proof(self.secret, exchange.request(method, target, body))
        return said(exchange, proof)

    @property
    def verifier(self) -> Verifier:
        return proofs.verifier(self.secret)

    def ask(self, port: int, send: Send, method: str, target: str, body: bytes = b"") -> Answer:
        """Hello, the call, and a look at the answer's proof. Unknown to the helper, it asks without a proof."""
        exchange = self.hello(port, send)
        if exchange is None:
            return send(method, target, body, {})
        answer = send(method, target, body, {"Authorization": self.authorization(exchange, method, target, body)})
        assert self.is_proved(exchange, answer), f"the answer to {method} {target} is not proved"
        return answer


def hello_path(exchange: Exchange) -> str:
    return f"/v1/health?{urlencode({'browser': exchange.browser, 'nonce': exchange.client_nonce})}"


def said(exchange: Exchange, proof: bytes) -> str:
    words = (exchange.browser, exchange.client_nonce, exchange.server_nonce, proofs.text_of(proof))
    return f"Jet-Refunds {' '.join(words)}"


def new_secret() -> bytes:
    return secrets.token_bytes(32)


def pairing_request(client: str, secret: bytes) -> dict[str, str]:
    keys = {name: proofs.text_of(key) for name, key in vars(proofs.verifier(secret)).items()}
    return {"client": client, **keys}


def paired(port: int, send: Send, code: str, client: str = "test") -> Credential:
    """By the code that the helper shows, as the extension does it."""
    secret = new_secret()
    answer = pair(port, send, code, pairing_request(client, secret))
    assert answer is not None, "the helper does not know this code"
    assert answer.status == 201, answer
    return Credential(answer.json()["browser"], secret)


def pair(port: int, send: Send, code: str, document: object) -> Answer | None:
    """The answer to a request to be paired; None where the helper has not proved that it knows the code."""
    exchange = Exchange(port, CODE, proofs.new_nonce())
    greeted = send("GET", hello_path(exchange), b"", {})
    if "salt" not in greeted.json():
        return None
    hello = greeted.json()
    by_code = Credential(CODE, proofs.secret_of_code(code, proofs.bytes_of(hello["salt"]), hello["rounds"]))
    if not by_code.is_proved(exchange, greeted):
        return None
    exchange, body = replace(exchange, server_nonce=hello["nonce"]), json.dumps(document).encode()
    headers = {"Authorization": by_code.authorization(exchange, "POST", "/v1/pairings", body)}
    answer = send("POST", "/v1/pairings", body, {**headers, "Content-Type": "application/json"})
    assert by_code.is_proved(exchange, answer)
    return answer
