"""Codes and tokens: a code lives five minutes and five tries and opens once; a token lives until it is revoked."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jet_refunds.errors import WrongCode
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.tokens import ALPHABET, SESSION_LIFE

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
WRONG = "0" * 8
"""Not of the alphabet, so no code is ever this."""


def trade(ledger: Ledger, text: str, now: datetime = NOW) -> str:
    return ledger.tokens.trade(text, "pairing", "Chromium", now)


def test_a_pairing_code_has_eight_characters_that_nobody_confuses(ledger: Ledger) -> None:
    text = ledger.tokens.new_code("pairing", NOW).text
    assert len(text) == 8
    assert set(text) <= set(ALPHABET)
    assert not set("01OI") & set(ALPHABET)


def test_codes_are_chance(ledger: Ledger) -> None:
    assert len({ledger.tokens.new_code("pairing", NOW).text for _ in range(20)}) == 20


def test_a_code_is_traded_for_a_token_that_is_then_known(ledger: Ledger) -> None:
    token = trade(ledger, ledger.tokens.new_code("pairing", NOW).text)
    assert len(token) == 43
    assert ledger.tokens.knows(token, "pairing", NOW + timedelta(days=3650))


def test_case_blanks_and_dashes_do_not_matter(ledger: Ledger) -> None:
    text = ledger.tokens.new_code("pairing", NOW).text.lower()
    assert trade(ledger, f" {text[:4]}-{text[4:]} ")


def test_a_code_opens_once(ledger: Ledger) -> None:
    text = ledger.tokens.new_code("pairing", NOW).text
    trade(ledger, text)
    with pytest.raises(WrongCode):
        trade(ledger, text)


def test_a_code_lives_for_five_minutes(ledger: Ledger) -> None:
    made = ledger.tokens.new_code("pairing", NOW)
    assert made.expires_at == NOW + timedelta(minutes=5)
    assert trade(ledger, made.text, made.expires_at - MOMENT)


def test_after_five_minutes_a_code_has_expired_and_the_words_say_so(ledger: Ledger) -> None:
    made = ledger.tokens.new_code("pairing", NOW)
    with pytest.raises(WrongCode, match="expired"):
        trade(ledger, made.text, made.expires_at)


def test_four_wrong_tries_leave_the_fifth(ledger: Ledger) -> None:
    text = ledger.tokens.new_code("pairing", NOW).text
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode, match=f"Tries left: {left}"):
            trade(ledger, WRONG)
    assert trade(ledger, text)


def test_after_five_wrong_tries_the_right_code_opens_nothing(ledger: Ledger) -> None:
    text = ledger.tokens.new_code("pairing", NOW).text
    for _ in range(5):
        with pytest.raises(WrongCode):
            trade(ledger, WRONG)
    with pytest.raises(WrongCode, match="Ask Jet Refunds for a new one"):
        trade(ledger, text)


def test_tries_are_counted_over_a_restart(tmp_path: Path) -> None:
    first = Ledger.in_folder(tmp_path)
    text = first.tokens.new_code("pairing", NOW).text
    for _ in range(5):
        with pytest.raises(WrongCode):
            trade(first, WRONG)
    first.close()
    second = Ledger.in_folder(tmp_path)
    with pytest.raises(WrongCode):
        trade(second, text)
    second.close()


def test_more_open_codes_give_no_more_guesses(ledger: Ledger) -> None:
    """A wrong guess costs every open code one of its tries."""
    texts = [ledger.tokens.new_code("pairing", NOW).text for _ in range(3)]
    for _ in range(5):
        with pytest.raises(WrongCode):
            trade(ledger, WRONG)
    for text in texts:
        with pytest.raises(WrongCode):
            trade(ledger, text)


def test_a_new_code_after_too_many_tries_opens_again(ledger: Ledger) -> None:
    ledger.tokens.new_code("pairing", NOW)
    for _ in range(6):
        with pytest.raises(WrongCode):
            trade(ledger, WRONG)
    assert trade(ledger, ledger.tokens.new_code("pairing", NOW).text)


def test_two_at_once_with_one_code_get_one_token(ledger: Ledger) -> None:
    text = ledger.tokens.new_code("pairing", NOW).text
    start, tokens, refused = threading.Barrier(2), [], []

    def try_it() -> None:
        start.wait()
        try:
            tokens.append(trade(ledger, text))
        except WrongCode as error:
            refused.append(error)

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(tokens), len(refused)) == (1, 1)


def test_a_code_for_the_page_does_not_pair_a_browser_nor_the_other_way_round(ledger: Ledger) -> None:
    page, pairing = (ledger.tokens.new_code(purpose, NOW).text for purpose in ("page", "pairing"))
    with pytest.raises(WrongCode):
        trade(ledger, page)
    with pytest.raises(WrongCode):
        ledger.tokens.trade(pairing, "page", "page", NOW)


def test_a_token_of_the_page_is_none_of_the_api_s(ledger: Ledger) -> None:
    session = ledger.tokens.trade(ledger.tokens.new_code("page", NOW).text, "page", "page", NOW)
    assert ledger.tokens.knows(session, "page", NOW)
    assert not ledger.tokens.knows(session, "pairing", NOW)


def test_a_session_of_the_page_ends_after_twelve_hours(ledger: Ledger) -> None:
    session = ledger.tokens.trade(ledger.tokens.new_code("page", NOW).text, "page", "page", NOW)
    assert ledger.tokens.knows(session, "page", NOW + SESSION_LIFE - MOMENT)
    assert not ledger.tokens.knows(session, "page", NOW + SESSION_LIFE)


def test_a_revoked_token_is_known_no_more_and_the_others_are(ledger: Ledger) -> None:
    tokens = [trade(ledger, ledger.tokens.new_code("pairing", NOW).text, NOW + MOMENT * n) for n in range(2)]
    newest, oldest = ledger.tokens.paired_browsers()
    assert newest.created_at > oldest.created_at
    ledger.tokens.revoke(oldest.token_sha256, NOW)
    assert [ledger.tokens.knows(token, "pairing", NOW) for token in tokens] == [False, True]
    assert ledger.tokens.paired_browsers() == [newest]


def test_only_hashes_are_kept(ledger: Ledger, tmp_path: Path) -> None:
    code = ledger.tokens.new_code("pairing", NOW).text
    link = ledger.tokens.new_code("page", NOW).text
    token = trade(ledger, ledger.tokens.new_code("pairing", NOW).text)
    ledger.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Chromium" in kept
    assert not [text for text in (code, link, token) if text.encode() in kept]
