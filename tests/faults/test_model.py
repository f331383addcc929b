"""The protocol searched whole, to a stated depth; and the search proven able to find what is wrong."""

from __future__ import annotations

import pytest

from tests.faults.model import Protocol, explore

ATTEMPTS = 4


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
