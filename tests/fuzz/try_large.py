"""The large inputs of a target, in a process that has little memory: python -m tests.fuzz.try_large TARGET"""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

from tests.fuzz import targets
from tests.fuzz.large_inputs import large_inputs

MEMORY_LIMIT = 100_000_000
"""Bytes that an input may take, beside what the process had before."""


def main(name: str) -> None:
    logging.disable()  # each refusal has its line in the helper's log
    inputs = large_inputs(name)
    targets.TARGETS[name](b"{}")  # what is loaded and opened once is not counted
    limit_memory()
    for what, body in inputs.items():
        try:
            targets.run(name, body)
        except Exception as error:
            raise AssertionError(f"{name}: {what}") from error


def limit_memory() -> None:
    """Whoever takes more meets a MemoryError. On Linux alone: other systems do not keep to such a limit."""
    if sys.platform == "linux":
        import resource

        (kilobytes,) = re.findall(r"^VmData:\s*(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
        limit = int(kilobytes) * 1024 + MEMORY_LIMIT
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    main(*sys.argv[1:])
