"""Seconds from a POST /v1/refunds to its answer, beside a bare Flask route that commits one row as durably.

Both are processes of their own on waitress; each has one connection that is kept. Ours is the real helper: guard,
token, schema, rules, refund with its line and event committed, courier woken, status read back.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from jet_refunds_demo.helper_process import COMMAND, READY
from tests.bench.table import Row
from tests.support import documents as doc

WARM_UP, BLOCK, BLOCKS = 50, 50, 16
"""Requests: not counted, in one turn of one side, and turns of each."""
_orders = count()


def measure() -> list[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jet-refunds-bench-")))
        ours = stack.enter_context(_helper(folder / "data"))
        peer = stack.enter_context(_peer(folder / "peer.db"))
        for side in (ours, peer):
            _turn(side, WARM_UP)
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(BLOCKS):
            for side, found in zip((ours, peer), times, strict=True):
                found += _turn(side, BLOCK)
    hundredths = [statistics.quantiles(found, n=100) for found in times]
    return [
        Row(f"seconds a request: p{which}", *(hundredth[which - 1] for hundredth in hundredths)) for which in (50, 99)
    ]


def _turn(post: Callable[[bytes], int], requests: int) -> list[float]:
    found = []
    for _ in range(requests):
        placed = datetime.now(UTC) - timedelta(days=2)
        order = doc.order(merchant_order_id=f"{next(_orders):032x}", order_placed_date=placed.isoformat())
        body = json.dumps(doc.refund(of=order)).encode()
        start = time.perf_counter()
        status = post(body)
        found.append(time.perf_counter() - start)
        assert status == 201, status
    return found


@contextmanager
def _helper(data_dir: Path) -> Iterator[Callable[[bytes], int]]:
    """Its refunds stay held, as they would: the undo time is longer than the bench."""
    data_dir.mkdir()
    (data_dir / "config.toml").write_text("undo_seconds = 3600\n")
    with _process([*COMMAND, "run", "--no-tray", "--port", "0", "--data-dir", str(data_dir)]) as port:
        shown = subprocess.run(
            [*COMMAND, "pair", "--json", "--data-dir", str(data_dir)], capture_output=True, check=True
        )
        code = json.loads(shown.stdout)["code"]
        connection = http.client.HTTPConnection("127.0.0.1", port)
        _, made = _post(connection, "/v1/pairings", json.dumps({"code": code, "client": "bench"}).encode())
        token = json.loads(made)["token"]
        yield lambda body: _post(connection, "/v1/refunds", body, Authorization=f"Bearer {token}")[0]
        connection.close()


@contextmanager
def _peer(database: Path) -> Iterator[Callable[[bytes], int]]:
    with _process([sys.executable, "-m", "tests.bench.bare_route", str(database)]) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        yield lambda body: _post(connection, "/", body)[0]
        connection.close()


def _post(connection: http.client.HTTPConnection, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    return answer.status, answer.read()


@contextmanager
def _process(command: list[str]) -> Iterator[int]:
    """Yields the port that it says it listens on."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(READY), line
            yield int(line.rpartition(":")[2])
        finally:
            process.terminate()
