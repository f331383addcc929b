"""The embedded world, as quick as a test wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jet_refunds_demo.ftp_site import FtpSite
from jet_refunds_demo.world import World


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FtpSite]:
    with FtpSite(tmp_path / "site") as found:
        yield found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("world"), delay=0.2, raw_data_delay=0) as found:
        yield found


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for something to be so, ten seconds at most."""

    def wait(true: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not true():
            assert time.monotonic() < end, "it did not happen within ten seconds"
            time.sleep(0.01)

    return wait
