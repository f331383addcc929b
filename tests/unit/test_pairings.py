"""The pairing code lives for five minutes and pairs one browser; a pairing lives until it is ended."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jet_refunds import proofs
from jet_refunds.errors import WrongCode
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.page_sessions import host_of
from jet_refunds.ledger.pairings import ALPHABET, CODE_LENGTH, CODE_LIFE, OpenCode
from jet_refunds.proofs import Verifier

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
VERIFIER = Verifier(bytes(32), bytes(range(32)))
ROUNDS = 1
LARGE_CARD = 9e9
"""Rounds of PBKDF2 with HMAC-SHA-256 a second, on the largest graphics cards of 2025."""


def new_code(ledger: Ledger, now: datetime = NOW) -> OpenCode:
    ledger.pairings.new_code(now, rounds=ROUNDS)
    opened = ledger.pairings.open_code(now)
    assert opened is not None
    return opened


def pair(ledger: Ledger, now: datetime = NOW, client: str = "Chromium") -> str:
    return ledger.pairings.pair(new_code(ledger, now), client, VERIFIER, now)


def test_a_code_has_eight_characters_that_nobody_confuses(ledger: Ledger) -> None:
    text = ledger.pairings.new_code(NOW, rounds=ROUNDS).text
    assert len(text) == CODE_LENGTH
    assert set(text) <= set(ALPHABET)
    assert not set("01OI") & set(ALPHABET)


def test_codes_and_salts_are_chance(ledger: Ledger) -> None:
    texts, salts = set(), set()
    for _ in range(20):
        texts.add(ledger.pairings.new_code(NOW, rounds=ROUNDS).text)
        opened = ledger.pairings.open_code(NOW)
        assert opened
        salts.add(opened.salt)
    assert (len(texts), len(salts)) == (20, 20)


def test_who_saw_a_proof_cannot_search_all_codes_in_their_time(ledger: Ledger) -> None:
    """One of 100,000 at the most on the largest card there is; and who knows the code waits less than a blink."""
    start = time.perf_counter()
    ledger.pairings.new_code(NOW)
    assert time.perf_counter() - start < 1
    opened = ledger.pairings.open_code(NOW)
    assert opened
    guesses = LARGE_CARD / opened.rounds * CODE_LIFE.total_seconds()
    assert guesses / len(ALPHABET) ** CODE_LENGTH < 1e-5


def test_what_is_kept_of_a_code_knows_the_code(ledger: Ledger) -> None:
    made = ledger.pairings.new_code(NOW, rounds=ROUNDS)
    opened = ledger.pairings.open_code(NOW)
    assert opened
    assert opened.verifier == proofs.verifier(proofs.secret_of_code(made.text, opened.salt, opened.rounds))


def test_a_code_lives_for_five_minutes(ledger: Ledger) -> None:
    made = ledger.pairings.new_code(NOW, rounds=ROUNDS)
    assert made.expires_at == NOW + timedelta(minutes=5)
    assert ledger.pairings.open_code(made.expires_at - MOMENT)
    assert ledger.pairings.open_code(made.expires_at) is None


def test_a_code_pairs_once(ledger: Ledger) -> None:
    code = new_code(ledger)
    ledger.pairings.pair(code, "Chromium", VERIFIER, NOW)
    assert ledger.pairings.open_code(NOW) is None
    with pytest.raises(WrongCode, match="Ask Jet Refunds for a new one"):
        ledger.pairings.pair(code, "Chromium", VERIFIER, NOW)


def test_a_new_code_ends_the_one_before(ledger: Ledger) -> None:
    first, second = new_code(ledger), new_code(ledger)
    with pytest.raises(WrongCode):
        ledger.pairings.pair(first, "Chromium", VERIFIER, NOW)
    assert ledger.pairings.pair(second, "Chromium", VERIFIER, NOW)


def test_two_at_once_with_one_code_are_one_browser(ledger: Ledger) -> None:
    code, start = new_code(ledger), threading.Barrier(2)
    paired: list[str] = []
    refused: list[WrongCode] = []

    def try_it() -> None:
        start.wait()
        try:
            paired.append(ledger.pairings.pair(code, "Chromium", VERIFIER, NOW))
        except WrongCode as error:
            refused.append(error)

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(paired), len(refused)) == (1, 1)


def test_a_browser_is_known_for_good(ledger: Ledger) -> None:
    known = ledger.pairings.browser(pair(ledger))
    assert known
    assert (known.client, known.verifier, known.is_ended) == ("Chromium", VERIFIER, False)
    assert ledger.pairings.browser("nobody") is None


def test_a_pairing_that_was_ended_is_listed_no_more_and_known_as_such(ledger: Ledger) -> None:
    oldest, newest = (pair(ledger, NOW + MOMENT * number) for number in range(2))
    assert [browser.id for browser in ledger.pairings.browsers()] == [newest, oldest]
    for _ in range(2):
        ledger.pairings.end(oldest, NOW)
    known = ledger.pairings.browser(oldest)
    assert known
    assert known.is_ended
    assert [browser.id for browser in ledger.pairings.browsers()] == [newest]


def test_all_are_ended_and_so_is_the_code(ledger: Ledger) -> None:
    pair(ledger)
    pair(ledger)
    new_code(ledger)
    ledger.pairings.end_all(NOW)
    assert ledger.pairings.browsers() == []
    assert ledger.pairings.open_code(NOW) is None


def test_a_code_that_a_page_shows_ends_with_the_page(ledger: Ledger) -> None:
    """Whether the page's time is over, or the browser that has opened it was unpaired."""
    sessions = ledger.page_sessions
    browser_id = pair(ledger)
    for browser in (None, browser_id):
        link = sessions.new_link(NOW, browser_id=browser)
        opened = sessions.open(link, NOW)
        shown = sessions.known(opened.token, host_of(link), NOW)
        assert shown
        late = opened.expires_at - timedelta(minutes=1)
        ledger.pairings.new_code(late, session=shown, rounds=ROUNDS)
        assert ledger.pairings.open_code(late)
        assert ledger.pairings.open_code(opened.expires_at) is None
    ledger.pairings.end(browser_id, NOW)
    assert ledger.pairings.open_code(late) is None


def test_no_code_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    code = ledger.pairings.new_code(NOW, rounds=ROUNDS).text
    pair(ledger, client="Chromium at home")
    ledger.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Chromium at home" in kept
    assert code.encode() not in kept
