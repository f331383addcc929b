"""Checks everything: python3 scripts/test.py [--fast] [--explore MINUTES] [PATH...]

Without arguments: ruff, mypy, the extension's checks (tsc, prettier, eslint, web-ext lint, node's tests), then pytest
on all tests. With PATHs: pytest on those alone. --fast leaves out the tests that start a browser, and those that
take seconds. The first check that fails ends the run; pytest comes last, so that its closing line is the last thing
printed.

--explore runs only what draws its examples by chance (the properties, the model of the delivery, and the fuzzing of
what reads others' bytes), with a new seed in each round, until the time is over or something has failed; then it prints
the command that repeats it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import argparse
import os
import shutil
from pathlib import Path

import setup_env
from checks import first_failure
from setup_env import BIN, PYTHON, ROOT, VIEWERS

CHECKS_AT_ONCE = 3
"""Some of them wait for timers, so two cores carry three."""
WORKERS = 3
"""Processes that run the tests' files side by side: half of their time goes by in waiting, so two cores carry three."""
MEMORY = Path("/dev/shm")  # noqa: S108  a folder in memory, where the system has one
ROOM = 2 * 1024**3
"""Free bytes there that are enough: a whole run needs a fifth of them."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Checks everything, or runs pytest on some paths.")
    parser.add_argument("--fast", action="store_true", help="leave out browsers, and what takes seconds")
    parser.add_argument("--explore", type=float, metavar="MINUTES", help="try new examples for so long")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="run pytest on these only")
    chosen = parser.parse_args(arguments)
    try:
        setup_env.prepare_test_run(browsers=not chosen.fast, viewers=not chosen.fast and with_viewers(chosen.paths))
    except setup_env.CannotPrepare as missing:
        print(missing, file=sys.stderr)
        return 1
    paths = [str(Path(path).resolve()) if Path(path.split("::")[0]).exists() else path for path in chosen.paths]
    if chosen.explore is not None:
        without = ["--without-browsers"] if chosen.fast else []
        explore = [PYTHON, "-m", "tests.explore", str(chosen.explore), *without, *paths]
        return setup_env.continue_as(explore, folder=ROOT)
    failed = None if chosen.paths else first_failure(checks(), at_once=CHECKS_AT_ONCE)
    if failed is not None:
        print(f"Stopped: {failed} failed. The tests were not run.", file=sys.stderr)
        return 1
    marks = ["-m", "not browser and not slow"] if chosen.fast else []
    beside = [] if chosen.paths else ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"]
    keep_temporary_files_in_memory()
    setup_env.say("pytest")
    return setup_env.continue_as([PYTHON, "-m", "pytest", *beside, *marks, *paths], folder=ROOT)


def with_viewers(paths: list[str]) -> bool:
    """Whether tests/viewers is among what runs; without paths everything is."""
    found = [Path(path.split("::")[0]).resolve() for path in paths]
    return not found or any(VIEWERS.is_relative_to(path) or path.is_relative_to(VIEWERS) for path in found)


def keep_temporary_files_in_memory() -> None:
    """A seventh of the time goes by in waiting for the disk. The system's own folder, or the caller's, else."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC:
        setup_env.say(f"temporary files in {MEMORY}")
        os.environ["TMPDIR"] = str(MEMORY)


def checks() -> dict[str, setup_env.Command]:
    """Those that read the sources: the quickest two, then the longest first."""
    npm = [shutil.which("npm") or "npm", "run", "--silent"]
    return {
        "ruff check": [BIN / "ruff", "check", "."],
        "ruff format": [BIN / "ruff", "format", "--check", "."],
        "mypy": [BIN / "mypy"],
        "node's tests": [*npm, "test"],
        "prettier, eslint": [*npm, "style"],
        "tsc": [*npm, "types"],
        "web-ext lint": [*npm, "lint"],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
