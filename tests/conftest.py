"""Fixtures that every folder may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.browsers import Browsers
from tests.support.drawing import drawn_seed, out_of_turn
from tests.support.house import House, house

hypothesis.settings.register_profile("stable", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("stable")
"""The same examples everywhere, and no files left behind."""
hypothesis.settings.register_profile("explore", derandomize=False, database=None, deadline=None, max_examples=400)
"""More of them, and others for each --hypothesis-seed; see tests/explore.py."""


SLOWEST_FIRST = ("viewers", "e2e", "faults", "world", "sites")


@pytest.hookimpl(tryfirst=True)  # before pytest looks for marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slowest are begun first; what takes a browser can be left out; what is marked so takes turns."""
    items.sort(key=_folder_rank)
    left_out = out_of_turn(items, drawn_seed(config))
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        if "browsers" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def _folder_rank(item: pytest.Item) -> int:
    folder = item.path.parent.name
    return SLOWEST_FIRST.index(folder) if folder in SLOWEST_FIRST else len(SLOWEST_FIRST)


@pytest.fixture(name="house")
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A helper's parts on a real ledger and a real FTP site; its undo time is 10 seconds."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with house(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    """The browsers of this process; whoever wants one asks for a fresh one."""
    with Browsers() as found:
        yield found
