"""The proofs, to the bytes that the extension knows them by: tests/extension/proof.test.js reads the same examples."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jet_refunds import proofs
from jet_refunds.proofs import Exchange, Verifier

EXAMPLES = json.loads((Path(__file__).parents[1] / "contract" / "proofs.json").read_text("utf-8"))
EXCHANGES: dict[str, Any] = {example["name"]: example for example in EXAMPLES["exchanges"]}


@pytest.fixture(name="example", params=EXCHANGES)
def _example(request: pytest.FixtureRequest) -> Any:
    return EXCHANGES[request.param]


def kept(example: Any) -> Verifier:
    return Verifier(proofs.bytes_of(example["stored_key"]), proofs.bytes_of(example["server_key"]))


def request_of(example: Any) -> tuple[Exchange, str, str, bytes]:
    asked = example["request"]
    return Exchange(**example["exchange"]), asked["method"], asked["target"], asked["body"].encode()


def test_what_is_kept_follows_from_the_secret_alone(example: Any) -> None:
    assert proofs.verifier(proofs.bytes_of(example["secret"])) == kept(example)


def test_the_browser_s_proof_is_made_and_checked(example: Any) -> None:
    exchange, *asked = request_of(example)
    said = exchange.request(*asked)  # type: ignore[arg-type]
    proof = proofs.client_proof(proofs.bytes_of(example["secret"]), said)
    assert proofs.text_of(proof) == example["request"]["proof"]
    assert proofs.is_client_proof(proof, kept(example), said)


def test_the_helper_s_proof_is_made_and_checked(example: Any) -> None:
    answer = example["answer"]
    said = Exchange(**example["exchange"]).answer(answer["status"], answer["body"].encode())
    proof = proofs.bytes_of(answer["proof"])
    assert proofs.server_proof(kept(example), said) == proof
    assert proofs.is_server_proof(proof, kept(example), said)


def test_a_proof_is_good_for_nothing_else(example: Any) -> None:
    exchange, method, target, body = request_of(example)
    proof = proofs.bytes_of(example["request"]["proof"])
    others = [
        exchange.request("PUT", target, body),
        exchange.request(method, f"{target}0", body),
        exchange.request(method, target, body + b" "),
        replace(exchange, port=1).request(method, target, body),
        *(
            replace(exchange, **{part: getattr(exchange, part) + "0"}).request(method, target, body)
            for part in ("browser", "client_nonce", "server_nonce")
        ),
    ]
    assert not [said for said in others if proofs.is_client_proof(proof, kept(example), said)]


def test_what_the_ledger_keeps_makes_no_proof_of_the_browser_s(example: Any) -> None:
    """Neither key, taken for the secret or for the client key."""
    exchange, *asked = request_of(example)
    said = exchange.request(*asked)  # type: ignore[arg-type]
    for key in vars(kept(example)).values():
        mixed = bytes(a ^ b for a, b in zip(key, proofs.server_proof(Verifier(b"", key), said), strict=True))
        for forged in (proofs.client_proof(key, said), mixed, key, proofs.server_proof(kept(example), said)):
            assert not proofs.is_client_proof(forged, kept(example), said)


@pytest.mark.parametrize("proof", [b"", b"x", bytes(31), bytes(33), bytes(32)])
def test_what_is_no_proof_proves_nothing(example: Any, proof: bytes) -> None:
    exchange, *asked = request_of(example)
    assert not proofs.is_client_proof(proof, kept(example), exchange.request(*asked))  # type: ignore[arg-type]
    assert not proofs.is_server_proof(proof, kept(example), exchange.answer(200, b""))


@pytest.mark.parametrize("typed", [EXAMPLES["code"]["typed"], "7K3MQ9XA", "7k3m q9xa", "7k3m–q9xa"])
def test_case_blanks_and_dashes_of_a_code_do_not_matter(typed: str) -> None:
    code = EXAMPLES["code"]
    secret = proofs.secret_of_code(typed, proofs.bytes_of(code["salt"]), code["rounds"])
    assert proofs.text_of(secret) == code["secret"]


@pytest.mark.parametrize("text", ["=", "A", "é", "AA+A", "A A", "AA=="])
def test_what_is_not_base64url_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        proofs.bytes_of(text)
