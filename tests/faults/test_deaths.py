"""Kill -9 of the helper between any two steps of a delivery, then a restart: exactly one file, one row an item."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from jet_refunds.solid_commerce.file_names import REFUND_FILE
from jet_refunds_demo.ftp_site import FtpSite
from tests.faults.deaths import STRIDE

pytestmark = [pytest.mark.slow, pytest.mark.explore]
LEAST_STEPS = 30
"""A delivery has more than these; fewer would mean that the counting is broken."""


class Greedy(FtpSite):
    """The processor takes a file the moment it appears, and answers: only that tells that it has arrived.

    The ledger knows this site already.
    """

    def saw(self, path: Path, content: bytes) -> None:
        super().saw(path, content)
        if path.parent == self.refunds and REFUND_FILE.fullmatch(path.name):
            path.unlink()
            (self.acks / f"{path.stem}_Ack.csv").touch()


@pytest.mark.parametrize("kind", [FtpSite, Greedy])
def test_a_death_at_any_step_neither_loses_nor_doubles(kind: type[FtpSite], tmp_path: Path, seed: int) -> None:
    """Each third step in a run; the seed draws which."""
    with kind(tmp_path / "site") as site:
        known = ["known"] if kind is Greedy else []
        program = [sys.executable, "-m", "tests.faults.deaths", str(tmp_path), site.url, str(seed % STRIDE + 1), *known]
        environment = {"JET_REFUNDS_SITE_PASSWORD": site.password, "PYTHONPATH": str(Path.cwd())}
        done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
        rounds = [json.loads(line) for line in done.stdout.splitlines()]
        bodies = [body for bodies in site.history.values() for body in bodies]
        left = site.listing()
    assert rounds[-1]["at"] > LEAST_STEPS
    assert [entry["lived"] for entry in rounds] == [False] * (len(rounds) - 1) + [True]
    seen = Counter(
        (row["alt_refund_id"], row["order_item_id"])
        for body in bodies
        for row in csv.DictReader(io.StringIO(body.decode(), newline=""))
    )
    expected = Counter((entry["alt_refund_id"], f"{item:032x}") for entry in rounds for item in (1, 2))
    assert seen == expected
    assert len(bodies) == len(rounds), "a file appeared twice under a final name"
    assert all(name.startswith(("JetRefunds/JET_REFUND_", "JetRefunds/Acks/")) for name in left), (
        "staged files were left behind"
    )
