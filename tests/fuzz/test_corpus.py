"""No input breaks what reads it: neither the fixed ones nor large ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import targets, try_large
from tests.fuzz.large_inputs import MEGABYTE, large_inputs
from tests.fuzz.targets import TARGETS, corpus

ROOT = Path(__file__).parents[2]
FIXED = [pytest.param(name, path, id=f"{name}-{path.stem}") for name in TARGETS for path in corpus(name)]


@pytest.mark.parametrize(("name", "path"), FIXED)
def test_a_fixed_input_is_read_or_refused_as_documented(name: str, path: Path) -> None:
    targets.run(name, path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_a_megabyte_takes_2_seconds_and_100_megabytes_of_memory_at_most(name: str) -> None:
    tried = subprocess.run(
        [sys.executable, "-m", try_large.__name__, name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr


def test_an_input_that_takes_too_long_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "SECONDS_LIMIT", 0)
    with pytest.raises(targets.TooSlow, match="address: 4 bytes"):
        targets.run("address", b"ftp:")


def test_an_input_that_takes_too_much_memory_fails() -> None:
    program = "from tests.fuzz import try_large; try_large.limit_memory(); bytearray(2 * try_large.MEMORY_LIMIT)"
    tried = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "MemoryError" in tried.stderr


@pytest.mark.parametrize("name", TARGETS)
def test_a_large_input_has_about_a_megabyte_where_so_much_is_read(name: str) -> None:
    assert max(map(len, large_inputs(name).values())) > MEGABYTE * 0.9
