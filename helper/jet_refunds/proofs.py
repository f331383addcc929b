"""Proofs in both directions: that one knows a secret, without showing it. As in SCRAM (RFC 5802, section 3).

A browser and the helper share a secret of 32 bytes. Whoever checks the browser keeps verifiers alone: with them the
helper proves itself to the browser, but nobody can ask as the browser does. `extension/background/proof.js` is the
other side; `tests/contract/proofs.json` holds both to the same bytes.

    client key   HMAC(secret, "client key")        the browser's alone
    stored key   SHA-256(client key)               kept by the helper: it checks the browser's proofs
    server key   HMAC(secret, "server key")        kept by both: the helper proves itself by it

Each call is an exchange of its own. The browser asks GET /v1/health with its id and a nonce; the answer brings the
helper's nonce and its proof; then the request goes, with the browser's proof; the answer has the helper's again. What
is proved names the port, so that a program on another port cannot pass it on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

PROTOCOL = "jet-refunds 2"
NONCE_BYTES = 16
CODE_ROUNDS = 300_000
"""Of PBKDF2 (RFC 8018) for a pairing code: about 70 ms for who knows it. See ledger/pairings.py for what it guards."""


@dataclass(frozen=True)
class Verifier:
    """What the helper keeps of a secret; 32 bytes each."""

    stored_key: bytes
    server_key: bytes


@dataclass(frozen=True)
class Exchange:
    """One hello and one call. `browser` is its id; a nonce is text of a place to be used once; `server_nonce` is empty
    in the hello, which brings it.
    """

    port: int
    browser: str
    client_nonce: str
    server_nonce: str = ""

    def request(self, method: str, target: str, body: bytes) -> bytes:
        """What the browser proves. `target`: path and query as they are sent."""
        return self._said(body, "request", method, target)

    def answer(self, status: int, body: bytes) -> bytes:
        """What the helper proves."""
        return self._said(body, "answer", str(status))

    def _said(self, body: bytes, *words: str) -> bytes:
        """No word can hold a line feed."""
        named = (PROTOCOL, str(self.port), self.browser, self.client_nonce, self.server_nonce)
        return "\n".join([*named, *words, hashlib.sha256(body).hexdigest()]).encode()


def client_key(secret: bytes) -> bytes:
    return _hmac(secret, b"client key")


def verifier(secret: bytes) -> Verifier:
    return Verifier(hashlib.sha256(client_key(secret)).digest(), _hmac(secret, b"server key"))


def secret_of_code(code: str, salt: bytes, rounds: int = CODE_ROUNDS) -> bytes:
    """Of a pairing code as it was typed: case, blanks and dashes do not matter."""
    return hashlib.pbkdf2_hmac("sha256", plain_code(code).encode(), salt, rounds)


def plain_code(typed: str) -> str:
    return re.sub("[^A-Z0-9]", "", typed.upper())


def client_proof(secret: bytes, said: bytes) -> bytes:
    """The browser's. The client key is in it, to be had by who keeps the verifier alone."""
    key = client_key(secret)
    return _mixed(key, _hmac(hashlib.sha256(key).digest(), said))


def is_client_proof(proof: bytes, kept: Verifier, said: bytes) -> bool:
    key = _mixed(proof, _hmac(kept.stored_key, said))
    return hmac.compare_digest(hashlib.sha256(key).digest(), kept.stored_key)


def server_proof(kept: Verifier, said: bytes) -> bytes:
    return _hmac(kept.server_key, said)


def is_server_proof(proof: bytes, kept: Verifier, said: bytes) -> bool:
    return hmac.compare_digest(proof, server_proof(kept, said))


def new_nonce() -> str:
    return text_of(secrets.token_bytes(NONCE_BYTES))


def text_of(data: bytes) -> str:
    """base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """Raises ValueError for what is not base64url."""
    if not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _hmac(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256")


def _mixed(one: bytes, other: bytes) -> bytes:
    """Exclusive or. One of another length fits nothing."""
    if len(one) != len(other):
        return b""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
