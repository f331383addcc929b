"""Randomised rounds over all servers, a process for each, and what came of them; scripts/faults.py starts it."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from queue import Queue
from typing import Any

from tests.faults.servers import SERVERS

ROOT = Path(__file__).parents[2]
OWN_WORLD = (
    "unshare", "--mount", "--propagation", "private", "--net", "--pid", "--fork", "--kill-child", "--mount-proc",
)  # fmt: skip
"""Mounts, network and processes of its own: nothing outlives a worker, and nobody else's ports are in the way."""
WRONG = ("lost", "doubled", "stuck")
COUNTED = (*WRONG, "asked", "fired")
PROGRESS_SECONDS = 5.0

Line = dict[str, Any]


class Worker:
    """One server's rounds, as another process tells of them."""

    def __init__(
        self,
        server: str,
        seed: int,
        servers: Sequence[str],
        numbers: Sequence[int],
        fault: str | None,
        lines: Queue[Line],
    ) -> None:
        self.server, self._lines = server, lines
        words = [
            server,
            str(seed),
            ",".join(servers),
            ",".join(map(str, numbers)),
            *(["--fault", fault] if fault else []),
        ]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        self._process = subprocess.Popen(
            [*OWN_WORLD, sys.executable, "-m", "tests.faults.worker", *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*_own_path(), str(ROOT)])},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self._lines.put({**json.loads(line), "of": self.server})
        status = self._process.wait()
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace")
        self._errors.close()
        self._lines.put({"ended": status, "words": words, "of": self.server})

    def kill(self) -> None:
        self._process.kill()


def _own_path() -> list[str]:
    """Where another helper than ours may come from: the tests of this program break one on purpose."""
    return [path for path in (os.environ.get("PYTHONPATH"),) if path]


class Tally:
    """What is known so far."""

    def __init__(self, rounds: int) -> None:
        self.rounds, self.start = rounds, time.monotonic()
        self.done = self.judged = 0
        self.total: Counter[str] = Counter()
        self.by: dict[str, Counter[str]] = {}
        self.failures: list[str] = []

    def take(self, line: Line) -> None:
        if "done" in line:
            self.done += 1
        elif "round" in line:
            self._judge(line)
        elif line.get("ended"):
            self.failures.append(f"the worker for {line['of']} ended with {line['ended']}:\n{line['words']}")

    def _judge(self, line: Line) -> None:
        self.judged += 1
        counts = {name: line[name] for name in COUNTED}
        self.total.update(counts)
        self.by.setdefault(f"{line['server']}/{line['fault']}", Counter()).update({"rounds": 1, **counts})

    @property
    def good(self) -> bool:
        return not self.failures and self.judged == self.rounds and not any(self.total[name] for name in WRONG)

    def progress(self) -> str:
        wrong = ", ".join(f"{name} {self.total[name]}" for name in WRONG)
        return f"{self.done}/{self.rounds} rounds, {self.judged} judged: {wrong}; {self.seconds():.0f} s"

    def seconds(self) -> float:
        return time.monotonic() - self.start

    def document(self) -> Line:
        by = {name: dict(+counts) for name, counts in sorted(self.by.items())}
        wrong = {name: self.total[name] for name in WRONG}
        return {"rounds": self.judged, **wrong, "seconds": round(self.seconds(), 1), "by": by}


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an exception ends the workers, a signal would not
    chosen = _parser().parse_args(arguments)
    servers = chosen.server or list(SERVERS)
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(10**6)
    numbers = [chosen.only] if chosen.only is not None else list(range(chosen.rounds))
    tally = Tally(len(numbers))
    print(f"{tally.rounds} rounds with --seed {seed} on {', '.join(servers)}", file=sys.stderr)
    with contextlib.ExitStack() as stack:
        lines: Queue[Line] = Queue()
        going = 0
        for index, server in enumerate(servers):
            its = [number for number in numbers if number % len(servers) == index]
            if its:
                stack.callback(Worker(server, seed, servers, its, chosen.fault, lines).kill)
                going += 1
        _follow(lines, going, tally)
    for failure in tally.failures:
        print(failure, file=sys.stderr)
    print(json.dumps(tally.document()) if chosen.json else _words(tally))
    return 0 if tally.good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="faults.py", description="The real helper on real servers, broken at random.")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, help="the same seed draws the same faults; without it, by chance")
    parser.add_argument("--server", action="append", choices=list(SERVERS), help="only this one; may be repeated")
    parser.add_argument("--fault", metavar="NAME", help='only this one, such as "late RNTO" or "short upload"')
    parser.add_argument("--only", type=int, metavar="N", help="round N of the seed alone, to look at it again")
    parser.add_argument("--json", action="store_true", help="the last line as JSON")
    return parser


def _follow(lines: Queue[Line], going: int, tally: Tally) -> None:
    """Until every worker has ended, with a line of progress now and then, and what went wrong in full."""
    said = 0.0
    while going:
        line = lines.get()
        tally.take(line)
        going -= "ended" in line
        if "history" in line or line.get("story"):
            print(json.dumps(line), file=sys.stderr, flush=True)
        if tally.seconds() - said > PROGRESS_SECONDS:
            said = tally.seconds()
            print(tally.progress(), file=sys.stderr, flush=True)


def _words(tally: Tally) -> str:
    rows = []
    for name, counts in sorted(tally.by.items()):
        words = ", ".join(f"{key} {value}" for key, value in (+counts).items())
        rows.append(f"{name:45} {words}")
    return "\n".join([*rows, tally.progress()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
