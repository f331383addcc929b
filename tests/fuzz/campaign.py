"""The search for inputs that break a target, each in a process of its own with a limit of time and memory.

What is found to reach new code stays in .cache/fuzz/TARGET/found and is where the next search begins; an input that
fails is kept beside it, and the command that tries it again is printed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jet_refunds import schema_validation
from tests.fuzz.targets import TARGETS, corpus, run

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "fuzz"
PYTHON = os.path.relpath(sys.executable, ROOT)
ORDER_TEXT = "order_text"
"""The target in JavaScript."""
ALL = (*TARGETS, ORDER_TEXT)
NODE = (shutil.which("node") or "node", "tests/fuzz/search_order_text.js")
LIMITS = ("-max_len=20000", "-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1")
"""Two seconds of the processor are the targets' own limit; by the clock a busy computer may stand still for longer."""
GRACE = 60
"""Seconds for the start, and for an input that is being tried when the time is over."""


def search(names: Sequence[str], seed: int, seconds: float) -> bool:
    """Each target for its part of the seconds. False after the first that failed."""
    possible = [name for name in names if name == ORDER_TEXT or importlib.util.find_spec("atheris")]
    if left_out := [name for name in names if name not in possible]:
        print(f"Not fuzzed: {', '.join(left_out)}. There is no atheris for this Python or system.", flush=True)
    return all(_search(name, seed, max(1, int(seconds / len(possible)))) for name in possible)


def repeat(name: str, path: Path) -> bool:
    """Tries one input; what it raises is shown as it is."""
    if name == ORDER_TEXT:
        with tempfile.TemporaryDirectory() as temporary:
            orders = Path(temporary) / "orders"
            tried = subprocess.run(
                [*NODE, path.resolve()], cwd=ROOT, env={**os.environ, "ORDERS": str(orders)}, check=False
            )
            return tried.returncode == 0 and _refused(orders) is None
    run(name, path.read_bytes())
    print("Nothing failed.")
    return True


def _search(name: str, seed: int, seconds: int) -> bool:
    folder = CACHE / name
    (folder / "found").mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    with tempfile.TemporaryDirectory() as temporary:
        orders = Path(temporary) / "orders"
        command = _command(name, folder, seed, seconds, words=Path(temporary) / "words")
        variables = {**os.environ, "TMPDIR": temporary, "ORDERS": str(orders)}
        limit = seconds + GRACE
        try:
            done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False, timeout=limit)
        except subprocess.TimeoutExpired:
            print(f"{name} did not come to its end. This repeats it:\n  {shlex.join(command)}", flush=True)
            return False
        refused = _refused(orders) if name == ORDER_TEXT and done.returncode == 0 else None
    output = (done.stdout + done.stderr).decode(errors="replace")
    tried = re.search(r"number_of_executed_units: *(\d+)", output)
    if done.returncode == 0 and tried and refused is None:
        print(f"{name}: {tried[1]} inputs in {seconds} s, nothing failed", flush=True)
        return True
    if refused is not None:
        (folder / f"refused-{seed}.txt").write_text(refused, "utf-8", errors="surrogatepass")
    print(re.sub(r"^INFO: Instrumenting .*\n", "", output, flags=re.MULTILINE))
    print(f"{name} failed with seed {seed}.", flush=True)
    for path in set(folder.iterdir()) - before:
        again = shlex.join([PYTHON, "-m", "tests.fuzz", name, f"--input={path.relative_to(ROOT)}"])
        print(f"The input is kept. This tries it alone:\n  {again}", flush=True)
    return False


def _command(name: str, folder: Path, seed: int, seconds: int, *, words: Path) -> list[str]:
    if name == ORDER_TEXT:
        return [*NODE, str(seed), str(seconds), str(folder)]
    words.write_text(_words(name), "ascii")
    options = (f"-seed={seed}", f"-max_total_time={seconds}", f"-dict={words}", f"-artifact_prefix={folder}/")
    return [PYTHON, "-m", "tests.fuzz.guided", name, *LIMITS, *options, f"{folder}/found", str(corpus(name)[0].parent)]


def _words(name: str) -> str:
    """What stands in the fixed inputs of a target, for libFuzzer to make inputs of."""
    text = b"\n".join(path.read_bytes() for path in corpus(name)).decode("ascii", errors="replace")
    return "".join(f'"{word}"\n' for word in sorted(set(re.findall(r"\w{2,40}", text, re.ASCII))))


def _refused(orders: Path) -> str | None:
    """The text of an order that the extension reads and the helper refuses, which is told; None: there is none."""
    for line in orders.read_bytes().splitlines():
        read = json.loads(line)
        if problems := schema_validation.problems("order", read["order"]):
            print(f"The extension read an order that is none: {problems[0].pointer}: {problems[0].message}", flush=True)
            return str(read["text"])
    return None
