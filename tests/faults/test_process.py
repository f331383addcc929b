"""The helper as the program that a seller runs: killed at any moment, it has kept what it acknowledged."""

from __future__ import annotations

import csv
import io
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds_demo.helper_process import COMMAND, HelperProcess
from jet_refunds_demo.world import World
from tests.faults.program import Program
from tests.support import documents as doc
from tests.support.http import Browser

pytestmark = pytest.mark.slow
MOMENTS = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15)
"""Seconds from the answer to the kill."""


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path / "world", delay=0.1) as world:
        yield world


@pytest.fixture(name="helper")
def _helper(tmp_path: Path, world: World) -> Iterator[HelperProcess]:
    """Its undo time is 0 seconds."""
    with Program(tmp_path / "data", SiteAddress.parse(world.site.url, "off"), world.site.password) as helper:
        yield helper


def test_what_was_acknowledged_is_delivered_once_whenever_the_helper_dies(world: World, helper: HelperProcess) -> None:
    browser = Browser(helper)
    for number, seconds in enumerate(MOMENTS):
        document = doc.refund(doc.line(1), doc.line(2), of=order(number))
        assert browser.ask("POST", "/v1/refunds", document)[0] == 201
        time.sleep(seconds)
        helper.kill()
        helper.start()
        browser.moved(helper)
        assert browser.ask("POST", "/v1/refunds", document)[0] == 200, "the same request again is the same refund"
    browser.wait_for("accepted", len(MOMENTS))
    bodies = [body for versions in world.site.history.values() for body in versions]
    rows = [row for body in bodies for row in csv.DictReader(io.StringIO(body.decode(), newline=""))]
    assert Counter((row["merchant_order_id"], row["order_item_id"]) for row in rows) == Counter(
        (f"{number:032x}", f"{item:032x}") for number in range(len(MOMENTS)) for item in (1, 2)
    )


def order(number: int) -> doc.Document:
    return doc.order(doc.item(1), doc.item(2), merchant_order_id=f"{number:032x}")


def test_a_second_helper_with_the_same_data_leaves(helper: HelperProcess) -> None:
    command = [*COMMAND, "run", "--no-tray", "--port", "0", "--data-dir", str(helper.data_dir)]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert second.returncode == 3
    assert second.stderr == "jet-refunds: Jet Refunds is already running with this data folder.\n"


def test_the_helper_ends_in_peace_and_says_one_line(helper: HelperProcess) -> None:
    process = helper._process
    assert process is not None
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert helper.log_tail().count("Traceback") == 0
    assert not (helper.data_dir / "helper.json").exists()
