"""What the tests of this folder share."""

from __future__ import annotations

import pytest


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The one of the properties, which scripts/test.py --explore draws; else always the same."""
    return int(request.config.getoption("--hypothesis-seed") or 0)
