"""What the tests of this folder share."""

from __future__ import annotations

import pytest

from tests.support.drawing import drawn_seed


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    return drawn_seed(request.config)
