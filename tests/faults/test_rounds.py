"""A bounded number of the randomised rounds of scripts/faults.py; and the rounds proven able to find what is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.rounds import ROOT
from tests.faults.servers import SERVERS

pytestmark = pytest.mark.slow
ROUNDS, SEED = 20, 20261123


def run(*words: str, helper: Path | None = None) -> tuple[int, dict[str, Any], str]:
    """(exit status, last line, what was said of failures)."""
    path = {"PYTHONPATH": str(helper)} if helper else {}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.rounds", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, **path},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr


def test_nothing_is_lost_doubled_or_stuck_whatever_breaks() -> None:
    """The real helper on every server, faults at random: what was acknowledged appeared exactly once."""
    status, found, said = run("--rounds", str(ROUNDS), "--seed", str(SEED))
    assert (found["rounds"], found["lost"], found["doubled"], found["stuck"]) == (ROUNDS, 0, 0, 0), said
    assert status == 0, said
    assert {name.partition("/")[0] for name in found["by"]} == set(SERVERS)
    assert sum(entry.get("fired", 0) for entry in found["by"].values()) > ROUNDS // 2, "the faults hardly ever struck"


MISTAKES = {
    "recovery stages anew instead of claiming": (
        "doubled",
        "reply lost RNTO",
        "open_moves = _open_moves(attempts)",
        "open_moves: list[Attempt] = []",
    ),
    "the size of what was staged is not compared": ("lost", "short upload", "if size != len(file.body):", "if False:"),
}
"""What it comes to, the fault that shows it, the line of delivery.py, and what it is broken into."""
ENOUGH = 2
"""Rounds: a fault that is not by chance shows the mistake each time."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_rounds_find_what_is_wrong(mistake: str, tmp_path: Path) -> None:
    """With one line of the courier broken on purpose, the same program finds the double, or the loss."""
    wrong, fault, line, broken = MISTAKES[mistake]
    for name in ("helper", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    source = tmp_path / "helper/jet_refunds/delivery/upload.py"
    text = source.read_text()
    assert text.count(line) == 1, "the line is another one by now: break it anew"
    source.write_text(text.replace(line, broken))
    words = ("--rounds", str(ENOUGH), "--seed", "4", "--server", "pyftpdlib", "--fault", fault)
    status, found, said = run(*words, helper=tmp_path / "helper")
    assert status == 1, said
    assert found[wrong] > 0, (found, said)
