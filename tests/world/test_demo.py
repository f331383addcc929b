"""The demo as a person starts it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jet_refunds_demo.solid_commerce.verdict import COLUMNS

pytestmark = pytest.mark.slow
DEMO = [sys.executable, "-m", "jet_refunds_demo"]


@pytest.mark.browser
def test_headless_does_the_whole_job_and_tells_it_in_its_last_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [*DEMO, "--headless", "--screenshots", "pictures"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told) == {"refund", "file", "csv", "ack", "seconds"}
    assert told["ack"] == told["refund"]["state"] == "accepted"
    assert told["file"] == told["refund"]["file"]["name"]
    [row] = csv.DictReader(io.StringIO(told["csv"], newline=""))
    assert tuple(row) == COLUMNS
    assert (row["principal"], row["tax"], row["shipping_cost"], row["shipping_tax"]) == (
        "32.99",
        "2.97",
        "4.80",
        "0.44",
    )
    assert all(seconds >= 0 for seconds in told["seconds"].values())
    pictures = sorted((tmp_path / "pictures").iterdir())
    assert len(pictures) == 6
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_headless_without_a_browser_fails_in_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [*DEMO, "--headless"],
        cwd=tmp_path,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "The demo stopped at this step: start the browser. chromium is not installed." in done.stderr
    assert "The end of the helper's log:" in done.stderr


def test_without_a_browser_it_says_how_to_go_on_and_ends_when_told(tmp_path: Path) -> None:
    with subprocess.Popen(
        DEMO,
        cwd=tmp_path,
        env={**os.environ, "PATH": str(tmp_path), "DISPLAY": ":0"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 0
    assert lines[0].startswith("No browser was opened: chromium is not installed.")
    assert "chrome://extensions" in lines[1]
    assert "#port=" in lines[2]
    assert "http://127.0.0.1:" in lines[3]
    assert rest.strip() == "Everything has ended."
