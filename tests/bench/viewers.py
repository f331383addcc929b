"""Real viewers of the npm registry: what is read of each document, and the milliseconds from click to form."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from queue import Empty, SimpleQueue

from jet_refunds_demo.browser import Kind
from tests.support.pages import bare_browser, served
from tests.viewers import reading
from tests.viewers.reading import Case, Result

EMPTY = "tests/bench/empty.html"
Matrix = dict[Case, Result]


BROWSERS = 3
"""Side by side: what is refused has waited for ten seconds, so two cores carry three."""


@dataclass(frozen=True)
class Wanted:
    kind: Kind
    viewers: Sequence[str]
    documents: Sequence[str]
    sources: Sequence[str]
    patience: dict[str, int]
    """As portal.read takes it."""


def measure(wanted: Wanted) -> Matrix:
    """Prints a line for each viewer, depth and source as soon as it is known, and at last a summary."""
    reading.build()
    matrix: Matrix = {}
    waiting = SimpleQueue[str]()
    for viewer in wanted.viewers:
        waiting.put(viewer)

    def read_all(address: str) -> None:
        with bare_browser(wanted.kind) as driver:
            while (viewer := _next(waiting)) is not None:
                driver.get(f"{address}/{EMPTY}")
                for depth, source in product(reading.depths_of(driver, viewer), wanted.sources):
                    cases = [Case(viewer, document, depth, source) for document in wanted.documents]
                    found = {case: reading.read(driver, address, case, wanted.patience) for case in cases}
                    print(_line(f"{viewer} {depth} {source}", found), flush=True)
                    matrix.update(found)

    with served() as address, ThreadPoolExecutor() as pool:
        for done in [pool.submit(read_all, address) for _ in range(min(BROWSERS, len(wanted.viewers)))]:
            done.result()
    print(summary(matrix.values()))
    return matrix


def _next(waiting: SimpleQueue[str]) -> str | None:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


def write_not_read(matrix: Matrix) -> None:
    """Brings the list of what is not read to what ``matrix`` has found; what it does not know stays as it was."""
    listed = reading.not_read() - {case.drawn for case in matrix}
    listed |= {case.drawn for case, result in matrix.items() if result.outcome != "right"}
    known: dict[str, dict[str, list[str]]] = {}
    for viewer, depth, document in sorted(listed):
        known.setdefault(viewer, {}).setdefault(depth, []).append(document)
    rows = (f"  {json.dumps(viewer)}: {json.dumps(depths)}" for viewer, depths in known.items())
    reading.NOT_READ.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def _line(name: str, found: Matrix) -> str:
    cells = (f"{case.document} {result.words()}" for case, result in found.items())
    return f"{name:40} {'; '.join(cells)}"


def summary(results: Iterable[Result]) -> str:
    found = list(results)
    took = sorted(result.took for result in found if result.outcome == "right")
    share = {name: 100 * sum(r.outcome == name for r in found) / len(found) for name in ("right", "refused", "WRONG")}
    times = (
        f"; right in {statistics.median(took):.0f} ms, 95 % within {took[math.ceil(0.95 * len(took)) - 1]:.0f} ms"
        if took
        else ""
    )
    return f"{len(found)} readings: " + ", ".join(f"{name} {value:.1f} %" for name, value in share.items()) + times
