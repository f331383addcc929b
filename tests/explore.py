"""Rounds of the tests that draw their examples by chance, each with a new seed; scripts/test.py --explore starts it.

Without paths a third of the time goes to inputs that are made to break what reads them (tests/fuzz).
Ends with 0 when the time is over, with 1 after the first round in which something failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTEST = (os.path.relpath(sys.executable, ROOT), "-m", "pytest", "--hypothesis-profile=explore")
FUZZ_SECONDS = 60
"""At least, for all targets of a round together."""
QUIET = ("-q", "--no-header", "-r", "N")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="test.py --explore")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--without-browsers", action="store_true")
    parser.add_argument("paths", nargs="*")
    chosen = parser.parse_intermixed_args(arguments)
    marks = "(hypothesis or explore) and not browser" if chosen.without_browsers else "hypothesis or explore"
    end = time.monotonic() + 60 * chosen.minutes
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        seed = random.SystemRandom().randrange(10**9)
        rounds += 1
        begun = time.monotonic()
        print(f"==> round {rounds}: seed {seed}", flush=True)
        failed = failures(seed, ["-m", marks, *chosen.paths])
        if failed is not None:
            command = shlex.join([*PYTEST, f"--hypothesis-seed={seed}", *failed])
            print(f"Round {rounds} failed with seed {seed}. This repeats it:\n  {command}", flush=True)
            return 1
        if not chosen.paths and not fuzzed(seed, max(FUZZ_SECONDS, (time.monotonic() - begun) / 2)):
            return 1
    print(f"Rounds: {rounds}. Nothing failed.")
    return 0


def fuzzed(seed: int, seconds: float) -> bool:
    """Nothing failed; what did is told by the program itself."""
    command = (sys.executable, "-m", "tests.fuzz", f"--seed={seed}", f"--seconds={seconds}")
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def failures(seed: int, selection: Sequence[str]) -> list[str] | None:
    """Runs pytest once. None when all passed, else the ids of what failed (none, where pytest itself did)."""
    with tempfile.TemporaryDirectory() as cache:
        chosen = (f"--hypothesis-seed={seed}", "-o", f"cache_dir={cache}", *selection)
        if subprocess.run([*PYTEST, *QUIET, *chosen], cwd=ROOT, check=False).returncode == 0:
            return None
        last = Path(cache) / "v" / "cache" / "lastfailed"
        return list(json.loads(last.read_text("utf-8"))) if last.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
