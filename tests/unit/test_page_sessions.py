"""The page's link opens once, within five minutes; its session lives for twelve hours, at a host of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jet_refunds.errors import WrongCode
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.page_sessions import LINK_LIFE, SESSION_LIFE, host_of
from jet_refunds.proofs import Verifier

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def browser(ledger: Ledger) -> str:
    ledger.pairings.new_code(NOW, rounds=1)
    code = ledger.pairings.open_code(NOW)
    assert code
    return ledger.pairings.pair(code, "Chromium", Verifier(bytes(32), bytes(32)), NOW)


def test_a_link_opens_once(ledger: Ledger) -> None:
    sessions = ledger.page_sessions
    link = sessions.new_link(NOW)
    assert sessions.is_link(link, NOW)
    opened = sessions.open(link, NOW)
    assert sessions.known(opened.token, host_of(link), NOW)
    assert not sessions.is_link(link, NOW)
    with pytest.raises(WrongCode, match="used before, or has expired"):
        sessions.open(link, NOW)


def test_a_link_lives_for_five_minutes(ledger: Ledger) -> None:
    link = ledger.page_sessions.new_link(NOW)
    assert ledger.page_sessions.is_link(link, NOW + LINK_LIFE - MOMENT)
    assert not ledger.page_sessions.is_link(link, NOW + LINK_LIFE)
    with pytest.raises(WrongCode):
        ledger.page_sessions.open(link, NOW + LINK_LIFE)


def test_a_session_ends_after_twelve_hours(ledger: Ledger) -> None:
    link = ledger.page_sessions.new_link(NOW)
    opened = ledger.page_sessions.open(link, NOW)
    assert opened.expires_at == NOW + SESSION_LIFE
    assert ledger.page_sessions.known(opened.token, host_of(link), NOW + SESSION_LIFE - MOMENT)
    assert not ledger.page_sessions.known(opened.token, host_of(link), NOW + SESSION_LIFE)


def test_a_session_is_known_at_its_own_host_alone(ledger: Ledger) -> None:
    one, other = (ledger.page_sessions.new_link(NOW) for _ in range(2))
    opened = ledger.page_sessions.open(one, NOW)
    for host in (host_of(other), "127.0.0.1", "localhost", ""):
        assert ledger.page_sessions.known(opened.token, host, NOW) is None


def test_a_host_is_there_from_the_link_to_the_session_s_end(ledger: Ledger) -> None:
    sessions = ledger.page_sessions
    link = sessions.new_link(NOW)
    host = host_of(link)
    assert re.fullmatch(r"jet-refunds-[0-9a-f]{32}\.localhost", host)
    assert sessions.is_host(host, NOW)
    assert not sessions.is_host(host, NOW + LINK_LIFE)
    sessions.open(link, NOW)
    assert sessions.is_host(host, NOW + SESSION_LIFE - MOMENT)
    assert not sessions.is_host(host, NOW + SESSION_LIFE)
    assert not sessions.is_host(host_of("guessed"), NOW)


def test_what_a_browser_has_opened_ends_with_its_pairing(ledger: Ledger) -> None:
    """Its open page and its unused link; not those of another browser, or of the tray."""
    sessions, parents = ledger.page_sessions, [browser(ledger), browser(ledger), None]
    links = [
        (sessions.new_link(NOW, browser_id=parent), sessions.new_link(NOW, browser_id=parent)) for parent in parents
    ]
    opened = [sessions.open(used, NOW) for used, _ in links]
    ended = parents[0]
    assert ended
    ledger.pairings.end(ended, NOW)
    alive = [False, True, True]
    assert [
        bool(sessions.known(page.token, host_of(used), NOW)) for page, (used, _) in zip(opened, links, strict=True)
    ] == alive
    assert [sessions.is_link(unused, NOW) for _, unused in links] == alive
    assert [sessions.is_host(host_of(used), NOW) for used, _ in links] == alive
    assert [sessions.is_host(host_of(unused), NOW) for _, unused in links] == alive
    with pytest.raises(WrongCode):
        sessions.open(links[0][1], NOW)


def test_a_link_that_was_asked_for_just_before_the_pairing_ended_opens_nothing(ledger: Ledger) -> None:
    parent = browser(ledger)
    ledger.pairings.end(parent, NOW)
    assert not ledger.page_sessions.is_link(ledger.page_sessions.new_link(NOW, browser_id=parent), NOW)


def test_all_pages_and_links_are_ended(ledger: Ledger) -> None:
    sessions = ledger.page_sessions
    used, unused = sessions.new_link(NOW), sessions.new_link(NOW)
    opened = sessions.open(used, NOW)
    sessions.end_all()
    assert not sessions.known(opened.token, host_of(used), NOW)
    assert not sessions.is_link(unused, NOW)


def test_what_is_over_is_not_kept(ledger: Ledger) -> None:
    sessions = ledger.page_sessions
    sessions.open(sessions.new_link(NOW), NOW)
    sessions.new_link(NOW)
    sessions.new_link(NOW + SESSION_LIFE)
    with ledger.database.reading() as connection:
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in ("page_link", "page_session")
        ]
    assert counts == [1, 0]


def test_only_hashes_are_kept(ledger: Ledger, tmp_path: Path) -> None:
    unused, used = ledger.page_sessions.new_link(NOW), ledger.page_sessions.new_link(NOW)
    token = ledger.page_sessions.open(used, NOW).token
    ledger.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert host_of(used).encode() in kept
    assert not [text for text in (unused, used, token) if text.encode() in kept]
