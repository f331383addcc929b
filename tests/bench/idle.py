"""The real helper with nothing outstanding: its open connections, CPU time and memory (Linux: read from /proc)."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds_demo.world import World
from tests.bench.table import Row
from tests.faults.program import Program
from tests.support import documents as doc
from tests.support.http import Browser

SAMPLE_SECONDS = 1.0
_ESTABLISHED = "01"
_TICKS = os.sysconf("SC_CLK_TCK")


def measure(seconds: float) -> list[Row]:
    """After one refund was delivered and accepted; its answer is looked at again after a minute, and then rarely."""
    with tempfile.TemporaryDirectory(prefix="jet-refunds-bench-") as made, _quiet(Path(made)) as pid:
        cpu, most, samples, end = _cpu(pid), 0, 0, time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(SAMPLE_SECONDS)
            found = _connections(pid)
            most, samples = max(most, found), samples + (found > 0)
            print(f"{end - time.monotonic():6.0f} s left, {found} connections", end="\r", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return [
            Row("connections open at once, the most", most),
            Row("samples with a connection open", samples),
            Row(f"CPU seconds in {seconds:.0f} s", _cpu(pid) - cpu),
            Row("resident memory, MB", _megabytes(pid)),
        ]


@contextmanager
def _quiet(folder: Path) -> Iterator[int]:
    """A helper that has done its work. Yields its process."""
    with World(folder / "world", delay=0.1) as world:
        address = SiteAddress.parse(world.site.url, "off")
        with Program(folder / "data", address, world.site.password) as helper:
            browser = Browser(helper)
            assert browser.ask("POST", "/v1/refunds", doc.refund())[0] == 201
            browser.wait_for("accepted", 1)
            yield helper.pid


def _connections(pid: int) -> int:
    """Established ones; the socket that listens is none."""
    own = {path.readlink().name for path in _descriptors(pid)}
    count = 0
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            count += fields[3] == _ESTABLISHED and f"socket:[{fields[9]}]" in own
    return count


def _descriptors(pid: int) -> list[Path]:
    return [path for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
