"""What fails in a search is said, kept and can be tried again; what cannot be searched is said, too."""

from __future__ import annotations

import importlib.util
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import campaign

PROGRAM = "import pathlib; pathlib.Path({folder!r}, 'crash-1').write_bytes({body!r}); raise SystemExit('in words')"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "ROOT", tmp_path)
    monkeypatch.setattr(campaign, "CACHE", tmp_path / ".cache")


def searched_by(program: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(campaign, "_command", lambda *_, **__: [sys.executable, "-c", program])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    return campaign.search(["address"], seed=5, seconds=1)


def test_an_input_that_fails_is_kept_and_the_command_that_tries_it_alone_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / ".cache" / "address"
    assert not searched_by(PROGRAM.format(folder=str(folder), body=b"ftp://"), monkeypatch)
    said = capsys.readouterr().out
    assert "in words" in said
    assert "address failed with seed 5" in said
    assert said.splitlines()[-1].split()[1:] == ["-m", "tests.fuzz", "address", "--input=.cache/address/crash-1"]
    assert (folder / "crash-1").read_bytes() == b"ftp://"


def test_a_search_says_how_many_inputs_were_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert searched_by("print('stat::number_of_executed_units: 1234')", monkeypatch)
    assert capsys.readouterr().out == "address: 1234 inputs in 1 s, nothing failed\n"


def test_a_search_that_has_tried_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not searched_by("", monkeypatch)


def test_without_atheris_it_is_said_what_is_not_searched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert campaign.search(["address", "csv"], seed=5, seconds=1)
    assert capsys.readouterr().out == "Not fuzzed: address, csv. There is no atheris for this Python or system.\n"


def test_one_input_is_tried_alone(tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(b"ftp://u@h")
    command = f"{shlex.quote(sys.executable)} -m tests.fuzz address --input={tmp_path / 'input'}"
    tried = subprocess.run(
        shlex.split(command), cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert tried.stdout == "Nothing failed.\n"
