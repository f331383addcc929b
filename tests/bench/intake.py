"""Seconds of a refund as a paired browser sends it, beside a bare Flask route that commits one row as durably.

Both are processes of their own on waitress; each has one connection that is kept. Ours is the real helper: hello,
guard, proofs in both directions, schema, rules, refund with its line and event committed, courier woken, status read
back.
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
from functools import partial
from itertools import count
from pathlib import Path

from jet_refunds_demo.helper_process import COMMAND, READY
from tests.bench.table import Row
from tests.support import documents as doc
from tests.support.credential import Answer, paired

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
        send = partial(_send, connection)
        credential = paired(port, send, code, "bench")
        yield lambda body: credential.ask(port, send, "POST", "/v1/refunds", body).status
        connection.close()


@contextmanager
def _peer(database: Path) -> Iterator[Callable[[bytes], int]]:
    with _process([sys.executable, "-m", "tests.bench.bare_route", str(database)]) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        yield lambda body: _send(connection, "POST", "/", body, {}).status
        connection.close()


def _send(
    connection: http.client.HTTPConnection, method: str, target: str, body: bytes, headers: dict[str, str]
) -> Answer:
    connection.request(method, target, body, {"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    return Answer(answer.status, dict(answer.headers.items()), answer.read())


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
