"""Fixtures that every folder may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.house import House, house

hypothesis.settings.register_profile("stable", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("stable")
"""The same examples everywhere, and no files left behind."""


@pytest.fixture(name="house")
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A helper's parts on a real ledger and a real FTP site; its undo time is 10 seconds."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with house(tmp_path) as made:
        yield made
