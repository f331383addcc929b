"""scripts/checks.py: checks beside each other, what each prints stands together, and the first that fails ends all."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"
PROGRAM = """
import json, sys
from checks import first_failure
print(first_failure({name: [sys.executable, "-c", code] for name, code in json.loads(sys.argv[1]).items()}, at_once=2))
"""
SLOW = "import time; time.sleep(60)"
TALKS = "import time\nfor number in range(3): print({name!r}, number, flush=True); time.sleep(0.05)"
STARTS = """
import subprocess, sys, pathlib
process = subprocess.Popen([sys.executable, "-c", {slow!r}])
pathlib.Path({file!r}).write_text(str(process.pid))
process.wait()
"""
FAILS_LATER = """
import pathlib, sys, time
file = pathlib.Path({file!r})
while not file.exists() or not file.read_text(): time.sleep(0.01)
sys.exit(1)
"""


def run(codes: dict[str, str]) -> list[str]:
    """What is printed for checks of these names and Python codes; the last line is the name of what has failed."""
    command = [sys.executable, "-c", PROGRAM, json.dumps(codes)]
    done = subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_each_prints_stands_together() -> None:
    names = ("a", "b", "c")
    lines = run({name: TALKS.format(name=name) for name in names})
    assert lines.pop() == "None"
    for name in names:
        start = lines.index(f"==> {name}")
        assert lines[start + 1 : start + 4] == [f"{name} {number}" for number in range(3)]
        assert lines[start + 4].startswith(f"    {name}: passed in ")
    assert len(lines) == 5 * len(names)


def test_the_first_that_fails_is_named_and_ends_the_others() -> None:
    lines = run({"slow": SLOW, "bad": "import sys; print(7); sys.exit(3)", "later": "print(8)"})
    assert lines[:2] == ["==> bad", "7"]
    assert lines[2].startswith("    bad: FAILED (exit status 3) in ")
    assert lines[3:] == ["bad"]


def test_what_a_check_has_started_ends_with_it(tmp_path: Path) -> None:
    """npm starts the program that does the work."""
    file = tmp_path / "pid"
    lines = run({"starts": STARTS.format(slow=SLOW, file=str(file)), "bad": FAILS_LATER.format(file=str(file))})
    assert lines[-1] == "bad"
    process = Path(f"/proc/{file.read_text()}/cmdline")
    end = time.monotonic() + 10
    while process.exists() and SLOW.encode() in process.read_bytes():
        assert time.monotonic() < end, "the program of a check goes on after the run has ended"
        time.sleep(0.01)
