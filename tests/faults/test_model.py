"""The protocol searched whole, to a stated depth; and the search proven able to find what is wrong."""

from __future__ import annotations

import pytest

from tests.faults.model import Protocol, explore, sample

ATTEMPTS, MORE_ATTEMPTS = 4, 8
WIDTH = 300


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The one of the properties, which scripts/test.py --explore draws; else always the same."""
    return int(request.config.getoption("--hypothesis-seed") or 0)


def test_our_protocol_neither_loses_nor_doubles_nor_gets_stuck() -> None:
    """Two couriers, late commands, crashes and lost leases at any point, up to four attempts: every state."""
    found = explore("claim", ATTEMPTS)
    assert found.states > 50_000
    assert (found.doubles, found.losses, found.stuck) == (0, 0, 0)


@pytest.mark.parametrize(
    ("protocol", "fault"),
    [("look", "doubles"), ("newest_first", "losses"), ("conclude_without_asking", "losses")],
)
def test_the_search_finds_what_is_wrong(protocol: Protocol, fault: str) -> None:
    """Recovery by looking doubles; claims tried newest first lose; so does concluding after being replaced."""
    assert getattr(explore(protocol, 3), fault) > 0


@pytest.mark.explore
def test_what_is_drawn_of_the_states_of_twice_as_many_attempts_is_right(seed: int) -> None:
    assert sample("claim", MORE_ATTEMPTS, seed, WIDTH) == []


@pytest.mark.parametrize("protocol", ["look", "newest_first", "conclude_without_asking"])
def test_the_states_that_are_drawn_show_what_is_wrong(protocol: Protocol) -> None:
    way = sample(protocol, MORE_ATTEMPTS, 0, WIDTH)
    assert way, "no state is wrong"
    assert way[-1].arrivals != 1
