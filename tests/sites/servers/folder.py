"""A plain folder, as a mounted share would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sites.servers.server import Server


@contextmanager
def serving(folder: Path, _certificate: Path) -> Iterator[Server]:
    yield Server("folder", f"file://{folder}", folder)
