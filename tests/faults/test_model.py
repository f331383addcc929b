"""The protocol searched whole, to a stated depth; and the search proven able to find what is wrong."""

from __future__ import annotations

import pytest

from tests.faults.model import OURS, Model, Protocol, World, explore, is_double, is_loss, sample

WORLDS = {
    "late commands, crashes and lost leases": (World(), 3),
    "a rename that copies": (World(copies=True), 3),
    "a janitor, and a second machine that lags": (World(janitor=True, lags=True), 3),
    "another site": (World(site_changes=True), 2),
    "a ledger that is copied, or restored": (World(ledger_copied=True), 2),
}
"""With the attempts that are made in each at most."""
MISTAKES = {
    "recovery looks": ("double", Protocol(recovery="look"), World(), 2),
    "the newest claim first": ("loss", Protocol(newest_first=True, absence_counts=True), World(), 3),
    "absence is a witness": ("loss", Protocol(absence_counts=True), World(janitor=True), 2),
    "a copy is taken for a move": ("double", Protocol(copies_trusted=True), World(copies=True), 2),
    "no mark on the site": ("double", Protocol(marks=False), World(ledger_copied=True), 1),
}
"""What each comes to. Claims may only be tried newest first where absence proves nothing: else they lose."""
MORE_ATTEMPTS = 8
WIDTH = 300


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_our_protocol_neither_loses_nor_doubles_nor_gets_stuck(name: str) -> None:
    """Every state with two couriers that can be reached."""
    world, attempts = WORLDS[name]
    found = explore(Model(OURS, world, attempts))
    assert found.states > 5_000
    assert (found.doubles, found.losses, found.stuck) == (0, 0, 0)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_search_finds_what_is_wrong(name: str) -> None:
    wrong, protocol, world, attempts = MISTAKES[name]
    found = explore(Model(protocol, world, attempts))
    assert (found.doubles > 0, found.losses > 0) == (wrong == "double", wrong == "loss")
    assert explore(Model(OURS, world, attempts)).doubles == 0


@pytest.mark.slow
@pytest.mark.explore
@pytest.mark.parametrize("name", WORLDS)
def test_what_is_drawn_of_the_states_of_twice_as_many_attempts_is_right(name: str, seed: int) -> None:
    assert sample(Model(OURS, WORLDS[name][0], MORE_ATTEMPTS), seed, WIDTH) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_the_states_that_are_drawn_show_what_is_wrong(name: str) -> None:
    wrong, protocol, world, _ = MISTAKES[name]
    way = sample(Model(protocol, world, MORE_ATTEMPTS), 0, WIDTH)
    assert way, "no state is wrong"
    assert is_double(way[-1]) if wrong == "double" else is_loss(way[-1])
