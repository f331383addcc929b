"""Over a thousand hostile requests at the socket of a running helper: nothing is written, nothing is shown."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from tests.door.conftest import Door
from tests.door.hostile import Grammar, Hostile

ANSWER = re.compile(rb"^HTTP/1\.[01] (\d\d\d) .*?\r\n\r\n", re.DOTALL | re.MULTILINE)
HEADERS = (b"Cache-Control: no-store", b"X-Content-Type-Options: nosniff", b"Cross-Origin-Resource-Policy: same-origin")


def wrong_with(door: Door, grammar: Grammar, request: Hostile) -> list[str]:
    """Sentences on what was answered; none when it was refused, or not answered at all."""
    answer = door.raw(grammar.proved(request.sent, door.proof))
    heads = list(ANSWER.finditer(answer))
    wrong = [f"is answered {head[1].decode()}" for head in heads if head[1] < b"400"]
    wrong += [f"has no {line.decode()}" for head in heads for line in HEADERS if line not in head[0]]
    wrong += ["is told what is nobody else's" for secret in door.secrets if secret.encode() in answer]
    if answer and not heads:
        wrong.append("is answered with something that is no answer")
    return [f"{request.name}: {sentence}" for sentence in wrong]


def test_what_the_hostile_ones_are_made_from_is_granted(door: Door) -> None:
    """Else all of them would be refused for another reason than theirs."""
    grammar = Grammar(door.port, [])
    for place in ("", f"http://127.0.0.1:{door.port}"):
        granted = grammar.proved(grammar.granted(f"{place}/v1/refunds?check=1"), door.proof)
        assert door.raw(granted).startswith(b"HTTP/1.1 200 ")


def test_over_a_thousand_hostile_requests_do_nothing_and_show_nothing(door: Door) -> None:
    grammar = Grammar(door.port, door.worn())
    hostile = list(grammar.all())
    assert len(hostile) > 1_000
    before = door.kept()
    with door.answers_a_paired_browser(), ThreadPoolExecutor(4) as senders:
        wrong = [
            sentence
            for said in senders.map(lambda request: wrong_with(door, grammar, request), hostile)
            for sentence in said
        ]
    assert wrong == []
    assert door.kept() == before


def test_what_nobody_could_read_is_in_the_log_once_a_minute(door: Door) -> None:
    """As every refusal: a page must not push the refunds' story out of it, nor write into it."""
    for _ in range(20):
        assert door.raw(b"GET / HTTP/9.9\r\nX-Forged: 2026 ERROR forged\r\n\r\n").startswith(b"HTTP/1.0 400 ")
    text = (door.data_dir / "helper.log").read_text()
    assert text.count('"bad_request"') + text.count("type=bad_request") <= 3
    assert "bad_request" in text
    assert "forged" not in text
    assert "waitress" not in text
