"""A model of the delivery protocol, small enough to be searched whole.

One file, its ledger and perhaps a copy of that, a site, a processor that may take the file the moment it appears, and
two couriers that may crash, sleep and wake at any point. A command to the site may be carried out and answered;
carried out without an answer; lost; or carried out late, at any later moment. The lease may run out at any moment: no
clock is trusted. What else may happen is the World's.

A person is asked where nothing else helps. They answer truly, and later than any command, and than any connection that
was open before.

A state is a plain tuple. `explore` visits every state that can be reached with a bounded number of attempts; `sample`
goes deeper, and visits some of them, drawn by chance.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class World:
    """What the site and others may do to us."""

    copies: bool = False
    """A rename copies, then deletes: broken in between it leaves both names, answered as refused or not at all."""
    janitor: bool = False
    """Somebody may remove what is staged."""
    lags: bool = False
    """A rename may be answered with "not there", though the file is: a second machine behind the address."""
    site_changes: bool = False
    """Once, another site is set, or everything on ours is made anew."""
    ledger_copied: bool = False
    """Once, the ledger's folder is copied, or a backup taken and restored: the second courier works on that one."""


@dataclass(frozen=True)
class Protocol:
    """Ours; and one by one the mistakes that the search must find."""

    recovery: Literal["claim", "look"] = "claim"
    newest_first: bool = False
    """Claims are tried on the newer staged names first."""
    absence_counts: bool = False
    """The file is under none of its staged names: taken for delivered."""
    copies_trusted: bool = False
    """A site that copies is taken for one that renames in one step."""
    marks: bool = True
    """Every move leaves a mark on the site, and a ledger that finds one it does not know of sends nothing."""


OURS = Protocol()
BETWEEN = ("mark", "marked", "move", "claim")
"""Where a courier stands that may yet send a rename over the connection that it has."""
FINAL = 0
"""The place of the final name; another place is the staged name of an attempt, by its number and its ledger's."""
Place = int


class Attempt(NamedTuple):
    place: Place
    moving: bool = False
    """Was "moving" committed?"""


class Ledger(NamedTuple):
    attempts: tuple[Attempt, ...] = ()
    file: Literal["open", "delivered", "unclear", "stopped"] = "open"
    """stopped: another ledger has moved something that this one does not know of; nothing is sent from here."""
    lease: int | None = None
    """The courier that holds it. One that lost it gets it back only by beginning anew."""
    moves: frozenset[int] = frozenset()
    """The marks of its own moves."""


class Courier(NamedTuple):
    """Where a courier stands in its program. `todo` are the staged names that it has still to try."""

    at: str = "idle"
    attempt: int = 0
    todo: tuple[Place, ...] = ()
    site: int = 0
    """Of the connection."""


class State(NamedTuple):
    ledgers: tuple[Ledger, ...] = (Ledger(),)
    site: int = 0
    """The one that is set, or what is there by now."""
    staged: frozenset[tuple[int, Place]] = frozenset()
    """By site."""
    standing: bool = False
    """The file stands under its final name on the present site; the processor has not taken it."""
    arrivals: int = 0
    marks: frozenset[int] = frozenset()
    late: frozenset[tuple[int, Place, Place]] = frozenset()
    """Renames (site, from, to) that may still be carried out."""
    couriers: tuple[Courier, Courier] = (Courier(), Courier())

    def of(self, which: int) -> Ledger:
        """A courier's ledger."""
        return self.ledgers[min(which, len(self.ledgers) - 1)]

    def keep(self, which: int, **values: object) -> State:
        index = min(which, len(self.ledgers) - 1)
        changed = self.ledgers[index]._replace(**values)  # type: ignore[arg-type]
        return self._replace(ledgers=(*self.ledgers[:index], changed, *self.ledgers[index + 1 :]))

    def by_one_name(self) -> State:
        """Which of two couriers on one ledger is called the first makes no difference."""
        first, second = self.couriers
        if len(self.ledgers) > 1 or first < second:
            return self
        (ledger,) = self.ledgers
        if first == second and not ledger.lease:
            return self
        lease = None if ledger.lease is None else 1 - ledger.lease
        return self._replace(ledgers=(ledger._replace(lease=lease),), couriers=(second, first))

    def put(self, which: int, courier: Courier) -> State:
        return self._replace(couriers=(courier, self.couriers[1]) if which == 0 else (self.couriers[0], courier))


@dataclass(frozen=True)
class Model:
    protocol: Protocol
    world: World
    most: int
    """Attempts in one ledger."""

    def successors(self, state: State) -> Iterator[State]:
        return (after.by_one_name() for after in self._after(state))

    def _after(self, state: State) -> Iterator[State]:
        yield from self._others(state)
        for command in state.late:
            for after, _ in self._renamed(state._replace(late=state.late - {command}), *command):
                yield after
        for which in (0, 1):
            for after, courier in self._steps(state, which):
                yield after.put(which, courier)
            if state.couriers[which].at != "idle":
                yield state.put(which, Courier())  # a crash, or an error that ends the visit

    # -- what others do

    def _others(self, state: State) -> Iterator[State]:
        for which, ledger in enumerate(state.ledgers):
            if ledger.lease is not None:
                yield state.keep(which, lease=None)
            if ledger.file == "unclear":
                yield from self._settled(state, which)
        if state.standing:
            yield state._replace(standing=False)
        for entry in state.staged if self.world.janitor else ():
            yield state._replace(staged=state.staged - {entry})
        if self.world.site_changes and state.site == 0:
            yield state._replace(site=1, standing=False)
        if self.world.ledger_copied and len(state.ledgers) == 1 and state.couriers[1].at == "idle":
            (ledger,) = state.ledgers
            yield state._replace(ledgers=(ledger, ledger._replace(lease=None)))

    def _settled(self, state: State, which: int) -> Iterator[State]:
        """By a witness, or by a person."""
        if state.arrivals:  # the acknowledgement comes, or our bytes are seen
            yield state.keep(which, file="delivered")
        elif not state.late and all(courier.at not in BETWEEN for courier in state.couriers):
            refused = tuple(attempt._replace(moving=False) for attempt in state.of(which).attempts)
            yield state.keep(which, file="open", attempts=refused)

    def _renamed(self, state: State, site: int, source: Place, target: Place) -> Iterator[tuple[State, str]]:
        """The site carries a rename out, and what it answers; the processor takes a file at once or later."""
        if (site, source) not in state.staged:
            yield state, "missing"
            return
        without = state._replace(staged=state.staged - {(site, source)})
        both = [(without, "done"), (state, "refused")] if self.world.copies else [(without, "done")]
        for moved, answer in both:
            if target != FINAL:
                yield moved._replace(staged=moved.staged | {(site, target)}), answer
                continue
            arrived = moved._replace(arrivals=state.arrivals + 1)
            yield arrived, answer
            if site == state.site:
                yield arrived._replace(standing=True), answer

    # -- what a courier does next

    def _steps(  # noqa: C901 - a program's table: one case a place
        self, state: State, which: int
    ) -> Iterator[tuple[State, Courier]]:
        courier, ledger = state.couriers[which], state.of(which)
        leading = ledger.lease == which
        newest = leading and courier.attempt == len(ledger.attempts) and ledger.file == "open"
        match courier.at:
            case "idle":
                if ledger.lease in (None, which) and ledger.file == "open":
                    taken = state.keep(which, lease=which)
                    yield taken, Courier("begin", site=state.site)
            case "begin":
                if leading and ledger.file == "open" and len(ledger.attempts) < self.most:
                    yield self._begun(state, which)
            case "look":
                gone = not any((courier.site, place) in state.staged for place in courier.todo)
                yield state, courier._replace(at="record" if state.standing or gone else "store")
            case "store":
                staged = state.staged | {(courier.site, self._place(state, which))}
                yield state._replace(staged=staged), courier._replace(at="check")
            case "check":
                yield state, courier._replace(at="record" if state.standing else "intend")
            case "intend":
                if newest:
                    moving = (*ledger.attempts[:-1], ledger.attempts[-1]._replace(moving=True))
                    mark = 2 * len(ledger.attempts) + which  # drawn by chance: no other ledger draws the same
                    yield (
                        state.keep(which, attempts=moving, moves=ledger.moves | {mark}),
                        courier._replace(at="mark", todo=(mark,)) if self._marks else courier._replace(at="move"),
                    )
            case "mark":
                yield state._replace(marks=state.marks | set(courier.todo)), courier._replace(at="marked")
            case "marked":
                if state.marks <= ledger.moves:
                    yield state, courier._replace(at="move", todo=())
                else:
                    yield state.keep(which, file="stopped"), Courier()
            case "move":
                place = self._place(state, which)
                for after, answer in self._sent(state, courier, place, FINAL):
                    match answer:
                        case "done":
                            yield after, courier._replace(at="record")
                        case "missing":
                            yield after, courier._replace(at="record" if after.standing else "unclear")
                        case "refused":  # it may have copied, and not deleted
                            yield after, courier._replace(at="refused" if self._is_atomic else "unclear")
                        case _:
                            yield after, Courier()
            case "refused":
                if newest:
                    kept = tuple(attempt._replace(moving=False) for attempt in ledger.attempts)
                    yield state.keep(which, attempts=kept), Courier()
            case "claim":
                yield from self._claim(state, which)
            case "unclear":
                if newest:
                    yield state.keep(which, file="unclear"), Courier()
            case "conclude":  # only the mistake comes here
                if newest:
                    yield state.keep(which, file="delivered"), Courier()
            case "record":
                yield state.keep(which, file="delivered"), Courier()

    @property
    def _marks(self) -> bool:
        """With one ledger the marks are all its own, and would only make more states."""
        return self.protocol.marks and self.world.ledger_copied

    @property
    def _is_atomic(self) -> bool:
        """As the site test has found it."""
        return not self.world.copies or self.protocol.copies_trusted

    def _place(self, state: State, which: int) -> Place:
        return state.of(which).attempts[state.couriers[which].attempt - 1].place

    def _begun(self, state: State, which: int) -> tuple[State, Courier]:
        """Commit a new attempt: stage anew, or claim from the first attempt that may have moved."""
        ledger, courier = state.of(which), state.couriers[which]
        number = len(ledger.attempts) + 1
        place = 2 * number + (which if len(state.ledgers) > 1 else 0)  # drawn by chance, as the mark
        after = state.keep(which, attempts=(*ledger.attempts, Attempt(place)))
        courier = courier._replace(attempt=number)
        first = next((index for index, attempt in enumerate(ledger.attempts) if attempt.moving), None)
        if first is None:
            return after, courier._replace(at="store")
        open_moves = ledger.attempts[first:]
        todo = tuple(attempt.place for attempt in open_moves)
        if self.protocol.recovery == "look":
            return after, courier._replace(at="look", todo=todo)
        return after, courier._replace(at="claim", todo=todo[::-1] if self.protocol.newest_first else todo)

    def _claim(self, state: State, which: int) -> Iterator[tuple[State, Courier]]:
        """Rename the old staged name to our own: if that works, the old move never happened and now never can."""
        courier = state.couriers[which]
        rest = courier._replace(todo=courier.todo[1:])
        nowhere = "conclude" if self.protocol.absence_counts else "unclear"
        for after, answer in self._sent(state, courier, courier.todo[0], self._place(state, which)):
            match answer:
                case "done":
                    yield after, rest._replace(at="check" if self._is_atomic else "unclear")
                case "missing":
                    seen = "record" if after.standing else nowhere
                    yield after, rest if rest.todo else rest._replace(at=seen)
                case _:
                    yield after, Courier()

    def _sent(self, state: State, courier: Courier, source: Place, target: Place) -> Iterator[tuple[State, str]]:
        """A rename: carried out and answered, carried out unanswered, late, or lost; or refused, and not done."""
        command = (courier.site, source, target)
        for after, answer in self._renamed(state, *command):
            yield after, answer
            yield after, "unanswered"
        yield state._replace(late=state.late | {command}), "unanswered"
        yield state, "unanswered"
        if (courier.site, source) in state.staged:
            yield state, "refused"
            if self.world.lags:
                yield state, "missing"


@dataclass(frozen=True)
class Explored:
    states: int
    doubles: int
    losses: int
    stuck: int
    """States from which no way leads to an end, other than by having used up the attempts."""


def is_double(state: State) -> bool:
    return state.arrivals > 1


def is_loss(state: State) -> bool:
    return not state.arrivals and any(ledger.file == "delivered" for ledger in state.ledgers)


def explore(model: Model) -> Explored:
    """Every state that can be reached with at most so many attempts."""
    start = State()
    before: dict[State, list[State]] = {start: []}
    queue = deque([start])
    doubles = losses = 0
    good = []
    while queue:
        state = queue.popleft()
        doubles += is_double(state)
        losses += is_loss(state)
        if all(
            ledger.file in ("delivered", "stopped") or len(ledger.attempts) == model.most for ledger in state.ledgers
        ):
            good.append(state)
        for after in model.successors(state):
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


def sample(model: Model, seed: int, width: int) -> list[State]:
    """Step by step from the start, and from each step on from at most `width` of the new states, drawn by `seed`.

    The way to the first state that is wrong (two arrivals, or "delivered" without any); empty where none was met.
    """
    drawn = random.Random(seed)
    before: dict[State, State | None] = {State(): None}
    step = [State()]
    while step:
        reached = []
        for state in step:
            for after in model.successors(state):
                if after not in before:
                    before[after] = state
                    reached.append(after)
                    if is_double(after) or is_loss(after):
                        return _way(before, after)
        step = reached if len(reached) <= width else drawn.sample(reached, width)
    return []


def _way(before: dict[State, State | None], last: State) -> list[State]:
    way = [last]
    while (earlier := before[way[-1]]) is not None:
        way.append(earlier)
    return way[::-1]
