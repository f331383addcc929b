"""A model of the delivery protocol, small enough to be searched whole.

One file, a ledger, a site, a processor that may take a file the moment it appears, and two couriers that may crash,
sleep and wake at any point. A command to the site may be carried out and answered; carried out without an answer;
lost; or carried out late, at any later moment. The lease may run out at any moment, too: the clock is not trusted.

A state is a plain tuple. `explore` visits every state that can be reached with a bounded number of attempts; `sample`
goes deeper, and visits some of them, drawn by chance.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Protocol = Literal["claim", "look", "newest_first", "conclude_without_asking"]
"""claim is ours. The others are the mistakes that the search must find: recovery by looking, the newer names first,
and "it is nowhere, so it has moved" said by one that has been replaced."""

FINAL = 0
"""The place of the final name; a positive place is the staged name of that attempt."""


class Courier(NamedTuple):
    """Where a courier stands in its program. `todo` are the staged names that it has still to try."""

    at: str = "idle"
    attempt: int = 0
    todo: tuple[int, ...] = ()


class State(NamedTuple):
    attempts: tuple[bool, ...] = ()
    """Per attempt: was "moving" committed?"""
    delivered: bool = False
    lease: int | None = None
    """The courier that holds it. One that lost it gets it back only by beginning anew."""
    staged: frozenset[int] = frozenset()
    standing: bool = False
    """The file stands under its final name; the processor has not taken it."""
    arrivals: int = 0
    late: frozenset[tuple[int, int]] = frozenset()
    """Renames (from, to) that may still be carried out."""
    couriers: tuple[Courier, Courier] = (Courier(), Courier())


def renamed(state: State, source: int, target: int) -> Iterator[State]:
    """The site carries a rename out; when it is the final one, the processor takes the file at once or later."""
    if source not in state.staged:
        yield state
        return
    moved = state._replace(staged=state.staged - {source})
    if target != FINAL:
        yield moved._replace(staged=moved.staged | {target})
        return
    arrived = moved._replace(arrivals=state.arrivals + 1)
    yield arrived._replace(standing=True)
    yield arrived._replace(standing=False)


def successors(state: State, protocol: Protocol, most: int) -> Iterator[State]:
    if state.lease is not None:
        yield state._replace(lease=None)
    if state.standing:
        yield state._replace(standing=False)
    for source, target in state.late:
        for after in renamed(state._replace(late=state.late - {(source, target)}), source, target):
            yield after
    for which in (0, 1):
        for after, courier in steps(state, which, protocol, most):
            pair = (courier, after.couriers[1]) if which == 0 else (after.couriers[0], courier)
            yield after._replace(couriers=pair)
        if state.couriers[which].at != "idle":
            pair = (Courier(), state.couriers[1]) if which == 0 else (state.couriers[0], Courier())
            yield state._replace(couriers=pair)  # a crash, or an error that ends the visit


def steps(  # noqa: C901 - a program's table: one case a place
    state: State, which: int, protocol: Protocol, most: int
) -> Iterator[tuple[State, Courier]]:
    """What this courier may do next."""
    courier = state.couriers[which]
    leading = state.lease == which
    newest = courier.attempt == len(state.attempts)
    match courier.at:
        case "idle":
            if state.lease in (None, which) and not state.delivered:
                yield state._replace(lease=which), Courier("begin")
        case "begin":
            if leading and not state.delivered and len(state.attempts) < most:
                yield begun(state, courier, protocol)
        case "look":
            gone = not (state.staged & set(courier.todo))
            yield state, courier._replace(at="record" if state.standing or gone else "store")
        case "store":
            staged = state.staged | {courier.attempt}
            yield state._replace(staged=staged), courier._replace(at="check")
        case "check":
            yield state, courier._replace(at="record" if state.standing else "intend")
        case "intend":
            if leading and newest and not state.delivered:
                attempts = (*state.attempts[:-1], True)
                yield state._replace(attempts=attempts), courier._replace(at="move")
        case "move":
            yield from sent(state, courier, (courier.attempt, FINAL), found="record", missing="idle")
            if courier.attempt in state.staged:
                yield state, courier._replace(at="refused")
        case "refused":
            if leading and newest:
                yield state._replace(attempts=(False,) * len(state.attempts)), Courier()
        case "claim":
            rest = courier._replace(todo=courier.todo[1:])
            missing = "claim" if rest.todo else "conclude"
            yield from sent(state, rest, (courier.todo[0], courier.attempt), found="check", missing=missing)
        case "conclude":
            if protocol == "conclude_without_asking" or (leading and newest):
                yield state._replace(delivered=True), Courier()
        case "record":
            yield state._replace(delivered=True), Courier()


def begun(state: State, courier: Courier, protocol: Protocol) -> tuple[State, Courier]:
    """Commit a new attempt: stage anew, or claim from the first attempt that may have moved."""
    number = len(state.attempts) + 1
    first = next((index for index, moving in enumerate(state.attempts) if moving), None)
    after = state._replace(attempts=(*state.attempts, False))
    if first is None:
        return after, courier._replace(at="store", attempt=number)
    names = tuple(range(first + 1, number))
    if protocol == "look":
        return after, courier._replace(at="look", attempt=number, todo=names)
    if protocol == "newest_first":
        names = names[::-1]
    return after, courier._replace(at="claim", attempt=number, todo=names)


def sent(
    state: State, courier: Courier, command: tuple[int, int], *, found: str, missing: str
) -> Iterator[tuple[State, Courier]]:
    """A rename: carried out and answered, carried out unanswered, late, or lost."""
    source, target = command
    answer = found if source in state.staged else missing
    for after in renamed(state, source, target):
        yield after, courier._replace(at=answer) if answer != "idle" else Courier()
        yield after, Courier()
    yield state._replace(late=state.late | {command}), Courier()
    yield state, Courier()


@dataclass(frozen=True)
class Explored:
    states: int
    doubles: int
    losses: int
    stuck: int
    """States from which no way leads to "delivered", other than by having used up the attempts."""


def explore(protocol: Protocol, most: int) -> Explored:
    """Every state that can be reached with at most so many attempts."""
    start = State()
    before: dict[State, list[State]] = {start: []}
    queue = deque([start])
    doubles = losses = 0
    good = []
    while queue:
        state = queue.popleft()
        doubles += state.arrivals > 1
        losses += state.delivered and state.arrivals == 0
        if state.delivered or len(state.attempts) == most:
            good.append(state)
        for after in successors(state, protocol, most):
            if after not in before:
                before[after] = []
                queue.append(after)
            before[after].append(state)
    reached = set(good)
    queue.extend(good)
    while queue:
        for earlier in before[queue.popleft()]:
            if earlier not in reached:
                reached.add(earlier)
                queue.append(earlier)
    return Explored(len(before), doubles, losses, len(before) - len(reached))


def sample(protocol: Protocol, most: int, seed: int, width: int) -> list[State]:
    """Step by step from the start, and from each step on from at most `width` of the new states, drawn by `seed`.

    The way to the first state that is wrong (two arrivals, or "delivered" without any); empty where none was met.
    """
    drawn = random.Random(seed)
    before: dict[State, State | None] = {State(): None}
    step = [State()]
    while step:
        reached = []
        for state in step:
            for after in successors(state, protocol, most):
                if after not in before:
                    before[after] = state
                    reached.append(after)
                    if after.arrivals > 1 or (after.delivered and after.arrivals == 0):
                        return _way(before, after)
        step = reached if len(reached) <= width else drawn.sample(reached, width)
    return []


def _way(before: dict[State, State | None], last: State) -> list[State]:
    way = [last]
    while (earlier := before[way[-1]]) is not None:
        way.append(earlier)
    return way[::-1]
