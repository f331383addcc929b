"""scripts/test.py --explore: what fails for some examples only is found, and the printed command repeats it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import pytest

from tests import explore

pytestmark = pytest.mark.slow

PROFILE = "import hypothesis\nhypothesis.settings.register_profile('explore', derandomize=False, database=None)\n"
PROPERTY = """
from hypothesis import given, strategies as st

@given(st.integers(0, 2**16))
def test_numbers(number):
    assert {claim}
"""


def explored(folder: Path, claim: str) -> subprocess.CompletedProcess[str]:
    """One round in a repository that has a single property."""
    (folder / "tests").mkdir()
    program = shutil.copy(explore.__file__, folder / "tests")
    (folder / "tests" / "conftest.py").write_text(PROFILE, "utf-8")
    (folder / "tests" / "test_numbers.py").write_text(PROPERTY.format(claim=claim), "utf-8")
    return run([sys.executable, program, "0", "--without-browsers", "tests"], folder)


def run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_what_fails_is_named_with_its_seed_and_repeated_by_the_printed_command(tmp_path: Path) -> None:
    found = explored(tmp_path, "number % 5 != 4")
    assert found.returncode == 1, found.stdout + found.stderr
    (seed,) = set(re.findall(r"seed (\d+)", found.stdout))
    command = shlex.split(found.stdout.splitlines()[-1])
    assert command[-2:] == [f"--hypothesis-seed={seed}", "tests/test_numbers.py::test_numbers"]
    examples = numbers(found.stdout)
    assert examples
    assert numbers(run(command, tmp_path).stdout) == examples


def numbers(output: str) -> set[str]:
    """The examples that pytest names: where CI is set, its summary names them once more."""
    return set(re.findall(r"number=\d+", output))


def test_each_round_says_its_seed_and_the_last_line_how_many_there_were(tmp_path: Path) -> None:
    found = explored(tmp_path, "number >= 0")
    assert found.returncode == 0, found.stdout + found.stderr
    assert re.search(r"^==> round 1: seed \d+$", found.stdout, re.MULTILINE)
    assert found.stdout.splitlines()[-1] == "Rounds: 1. Nothing failed."


@pytest.mark.parametrize("passes", [True, False])
def test_a_round_without_paths_fuzzes_with_its_seed_and_fails_with_it(
    monkeypatch: pytest.MonkeyPatch, *, passes: bool
) -> None:
    seeds: list[int] = []

    def fuzzed(seed: int, _seconds: float) -> bool:
        seeds.append(seed)
        return passes

    monkeypatch.setattr(explore, "failures", lambda seed, _: seeds.append(seed))
    monkeypatch.setattr(explore, "fuzzed", fuzzed)
    assert explore.main(["0"]) == (0 if passes else 1)
    assert len(seeds) == 2
    assert len(set(seeds)) == 1
    assert explore.main(["0", "tests"]) == 0
    assert len(seeds) == 3


def test_only_exploring_draws_other_examples_than_the_last_time() -> None:
    assert hypothesis.settings.get_profile("stable").derandomize
    assert not hypothesis.settings.get_profile("explore").derandomize


def test_what_takes_turns_meets_every_browser_by_and_by() -> None:
    """One of them in a run, the other with the next seed; whoever names one runs it."""

    def collected(*words: str) -> set[str]:
        quiet = ("-q", "--collect-only", "-o", "addopts=--import-mode=importlib")
        command = [sys.executable, "-m", "pytest", *quiet, *words]
        done = subprocess.run(command, cwd=explore.ROOT, capture_output=True, text=True, check=True)
        return {line for line in done.stdout.splitlines() if "test_the_order_is_read[" in line}

    path = "tests/e2e/test_markup.py"
    one, other = collected(path), collected(path, "--hypothesis-seed=1")
    assert one
    assert one.isdisjoint(other)
    assert {name.replace("chromium", "firefox") for name in one} == {
        name.replace("chromium", "firefox") for name in other
    }
    named = {next(iter(one)), next(iter(other))}
    assert set.union(*(collected(name) for name in named)) == named
