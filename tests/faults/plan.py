"""What one round does, drawn from its seed: the same seed and number give the same plan."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.fault import COMMANDS, LIES, TRANSFERS, WEATHER, Fault
from tests.faults.servers import SERVERS

FULL = ("full site", "full computer")
"""Disks; struck by the round itself, as "none" is: a round with nothing but, perhaps, a death."""
STALL_SECONDS = 22.0
"""The helper waits for 20."""
CLOCK_STEPS = (-86_400.0, -3600.0, 8 * 3600.0)
PATIENCE = 4.0
"""Seconds that a round waits for its faults to strike."""

_VERBS = (
    ("RNTO", 8), ("RNFR", 4), ("STOR", 4), ("SIZE", 4), ("DELE", 2), ("RETR", 2), ("PASV", 2), ("MLSD", 1), ("NLST", 1),
    ("TYPE", 1), ("USER", 1), ("PASS", 1), ("CWD", 1), ("NOOP", 1), ("", 4),
)  # fmt: skip
_LATE = (("RNTO", 6), ("RNFR", 2), ("STOR", 2), ("DELE", 1), ("SIZE", 1))
_SORTS = {
    "ftp": (
        ("command", 10), ("cut", 2), ("late bytes", 2), ("stall", 0.2), ("lie", 2), ("short", 1.5), ("stranger", 1),
        ("janitor", 1.5), ("weather", 1), ("full", 1), ("none", 1),
    ),
    "ftps": (("cut", 6), ("late bytes", 5), ("stall", 0.3), ("short", 1), ("weather", 1), ("full", 1), ("none", 1)),
    "sftp": (("cut", 6), ("late bytes", 5), ("stall", 0.3), ("weather", 1), ("full", 1), ("none", 1)),
    "file": (("full", 1), ("none", 3)),
}  # fmt: skip
_BYTES = {"ftp": 1200, "ftps": 8000, "sftp": 10_000}
_PACKETS = {"ftp": 25, "ftps": 30, "sftp": 50}


@dataclass(frozen=True)
class Plan:
    """`items`: how many each refund has. `kill`: seconds after the first request, or "fault": with the first fault.

    `fresh`: the helper must sign in anew. `takes`: the processor takes a file away at once. `lasts`: seconds that a
    fault without a moment of its own goes on. `down`: seconds until a dead helper is started again. `step`: how far the
    helper's clock is wrong in this round, in seconds. `rival`: a second computer sends over the same site.
    """

    number: int
    server: str
    items: tuple[int, ...]
    faults: tuple[Fault, ...]
    kill: float | str | None
    fresh: bool
    takes: bool
    lasts: float
    down: float
    step: float
    rival: bool

    @property
    def name(self) -> str:
        """The first fault, by which the round is counted."""
        kinds = [f"{fault.kind} {fault.verb}".strip() for fault in self.faults]
        if self.kill == "fault" or (self.kill is not None and kinds == ["none"]):
            kinds[0] = kinds[0].replace("none", "") + " and kill -9"
        return kinds[0].strip()

    def document(self) -> dict[str, Any]:
        return {**vars(self), "faults": [fault.document() for fault in self.faults]}


def draw(seed: int, number: int, servers: Sequence[str], only: str | None = None) -> Plan:
    """`only`: a fault's kind, and its command where it has one, such as "late RNTO"; else any, up to three in turn."""
    dice = random.Random(f"{seed}/{number}")
    server = servers[number % len(servers)]
    speaks = SERVERS[server].speaks
    faults = [_fault(dice, speaks) if only is None else _named(dice, speaks, only)]
    while only is None and faults[0].kind not in (*FULL, "none") and len(faults) < 3 and dice.random() < 0.4:
        another = _fault(dice, speaks)
        if another.kind not in (*FULL, "none", "stall"):
            faults.append(another)
    watched = faults[0].kind == "watched"
    kill: float | str | None = None
    if watched or dice.random() < 0.2:
        kill = "fault"
    elif dice.random() < (0.7 if faults[0].kind == "none" else 0.1):
        kill = dice.uniform(0, 0.4)
    return Plan(
        number,
        server,
        tuple(dice.randint(1, 3) for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4)))),
        tuple(faults),
        kill if faults[0].kind != "none" or kill != "fault" else dice.uniform(0, 0.4),
        fresh=dice.random() < 0.4,
        takes=dice.random() < 0.7,
        lasts=dice.uniform(0.2, 2.5),
        down=dice.choice((0.0, 0.0, dice.uniform(0, 2.0))),
        step=dice.choice((0.0,) * 4 + CLOCK_STEPS),
        rival=dice.random() < 0.15,
    )


def _named(dice: random.Random, speaks: str, name: str) -> Fault:
    kind, _, verb = name.rpartition(" ")
    return _shaped(dice, speaks, kind, verb) if kind in COMMANDS else _shaped(dice, speaks, name)


def _fault(dice: random.Random, speaks: str) -> Fault:
    match _one(dice, _SORTS[speaks]):
        case "command":
            kind = dice.choice([*sorted(COMMANDS - {"janitor"}), "late", "late", "reply lost"])
            return _shaped(dice, speaks, kind, _one(dice, _LATE if kind == "late" else _VERBS))
        case "janitor":
            return _shaped(dice, speaks, "janitor", "RNTO")
        case "lie":
            return Fault(dice.choice(sorted(LIES)))
        case "short":
            return _shaped(dice, speaks, dice.choice(sorted(TRANSFERS)))
        case "weather":
            return _shaped(dice, speaks, dice.choice(sorted(WEATHER)))
        case "full":
            return Fault(dice.choice(FULL))
        case kind:
            return _shaped(dice, speaks, kind)


def _shaped(dice: random.Random, speaks: str, kind: str, verb: str = "") -> Fault:
    """A fault of this kind, with its moment."""
    abrupt = dice.random() < 0.7
    if kind in COMMANDS:
        nth = dice.choice((1, 1, 1, 2, 3)) if verb else dice.randint(1, 20)
        return Fault(kind, verb, nth, seconds=_late(dice) if kind == "late" else 0.0, abrupt=abrupt)
    if kind in TRANSFERS:
        return Fault(kind, nth=_byte(dice, 600), channel="data")
    packet = dice.randint(1, _PACKETS.get(speaks, 1))
    match kind:
        case "cut":
            channel = dice.choice(("control", "data")) if speaks != "sftp" else "control"
            nth = _byte(dice, _BYTES[speaks])
            return Fault(kind, nth=nth, channel=channel, up=dice.random() < 0.6, abrupt=abrupt)
        case "late bytes":
            return Fault(kind, nth=packet, seconds=_late(dice), abrupt=abrupt)
        case "stall":
            return Fault(kind, nth=packet, up=dice.random() < 0.5, seconds=STALL_SECONDS)
        case "slow":
            return Fault(kind, seconds=dice.uniform(0.01, 0.2))
    return Fault(kind)


def _late(dice: random.Random) -> float:
    return dice.uniform(0.1, 2.0) if dice.random() < 0.6 else dice.uniform(2.0, 5.0)


def _byte(dice: random.Random, most: int) -> int:
    """Small ones as often as large ones."""
    return dice.randint(1, most) if dice.random() < 0.5 else int(most ** dice.random())


def _one(dice: random.Random, weighted: Sequence[tuple[str, float]]) -> str:
    return dice.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
