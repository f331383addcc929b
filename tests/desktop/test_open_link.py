"""A link is opened so that it stands in no list of processes where another user could use it."""

from __future__ import annotations

import json
import sys
import webbrowser
from pathlib import Path

import pytest

from jet_refunds.desktop import open_link

LINK = "http://127.0.0.1:23750/open/abc_-DEF#pair"
PROGRAM = """#!/bin/sh
'''exec' "{python}" "$0" "$@" # a path with a space fits no first line
'''
import json, sys
with open({told!r}, "w") as told:
    json.dump([sys.argv[1:], sys.stdin.read()], told)
sys.exit({code})
"""


@pytest.mark.parametrize("code", [0, 1])
def test_on_macos_the_link_is_no_argument_of_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """The system's own program is played by one of ours: it is told by its input, and says whether it could."""
    program, told = tmp_path / "osascript", tmp_path / "told"
    program.write_text(PROGRAM.format(python=sys.executable, told=str(told), code=code), "utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(open_link, "OSASCRIPT", str(program))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delenv("BROWSER", raising=False)
    assert open_link.open_link(LINK) is (code == 0)
    assert json.loads(told.read_text("utf-8")) == [[], f'open location "{LINK}"\n']


def test_elsewhere_it_goes_to_the_browser_that_the_seller_has_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, told = tmp_path / "browser", tmp_path / "told"
    program.write_text(PROGRAM.format(python=sys.executable, told=str(told), code=0), "utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setenv("BROWSER", str(program))
    assert open_link.open_link(LINK)
    assert json.loads(told.read_text("utf-8"))[0] == [LINK]
