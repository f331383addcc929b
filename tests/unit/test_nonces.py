"""The helper's nonces: good once, for a minute, for whom they were made; strangers who ask for many fill nothing."""

from __future__ import annotations

import threading

import pytest

from jet_refunds.web.nonces import LIFE, Nonces

ID, OTHER, OURS = "browser", "another", "c" * 22


def test_a_nonce_is_good_once() -> None:
    nonces = Nonces()
    made = nonces.new(ID, OURS, 0)
    assert nonces.is_fresh(made, ID, OURS, 0)
    assert nonces.use(made, 0)
    assert not nonces.use(made, 0)


@pytest.mark.parametrize(("now", "is_fresh"), [(0, True), (LIFE - 1, True), (LIFE, False), (-1, False)])
def test_a_nonce_is_good_for_a_minute(now: float, *, is_fresh: bool) -> None:
    nonces = Nonces()
    assert nonces.is_fresh(nonces.new(ID, OURS, 0), ID, OURS, now) is is_fresh


def test_a_nonce_is_good_for_whom_it_was_made() -> None:
    nonces = Nonces()
    made = nonces.new(ID, OURS, 0)
    assert not nonces.is_fresh(made, OTHER, OURS, 0)
    assert not nonces.is_fresh(made, ID, "d" * 22, 0)


def test_a_helper_that_was_started_anew_knows_none_of_before() -> None:
    assert not Nonces().is_fresh(Nonces().new(ID, OURS, 0), ID, OURS, 0)


@pytest.mark.parametrize("spoilt", ["", "A", "é", "A" * 54, "A" * 1000])
def test_what_is_no_nonce_of_ours_is_not_fresh(spoilt: str) -> None:
    assert not Nonces().is_fresh(spoilt, ID, OURS, 0)


def test_a_nonce_written_otherwise_is_another() -> None:
    """base64 may be written in several ways: else it could be used once for each."""
    nonces = Nonces()
    made = nonces.new(ID, OURS, 0)
    assert len(made) * 6 % 8 != 0, "the last letter has bits that nobody reads"
    others = [made[:-1] + letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter != made[-1]]
    assert not [other for other in [*others, f"{made}=", made + "A"] if nonces.is_fresh(other, ID, OURS, 0)]


def test_strangers_fill_nothing_and_what_was_used_is_forgotten_in_time() -> None:
    nonces = Nonces()
    for _ in range(5_000):
        nonces.new(ID, OURS, 0)
    assert not nonces._used
    for moment in range(500):
        assert nonces.use(nonces.new(ID, OURS, moment), moment)
    assert len(nonces._used) == LIFE


def test_of_many_at_once_one_uses_it() -> None:
    nonces = Nonces()
    made, start, used = nonces.new(ID, OURS, 0), threading.Barrier(8), []

    def use() -> None:
        start.wait()
        used.append(nonces.use(made, 0))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert used.count(True) == 1
