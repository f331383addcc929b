"""Real viewers of the npm registry draw an order's raw data: what is read is right, or it is said why it is not."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from jet_refunds_demo import browser
from tests.support.browsers import Browsers
from tests.support.drawing import drawn_seed
from tests.support.pages import served
from tests.viewers import reading
from tests.viewers.reading import DOCUMENTS, SOURCES, VIEWERS, Case

EMPTY = "tests/bench/empty.html"
TURNS = 5
SHORT = {"limit": 1_500}
"""For what is not read so far: whether something is read wrong shows early."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    reading.build()
    with served() as address:
        yield address


@pytest.fixture(scope="module", params=browser.KINDS)
def driver(request: pytest.FixtureRequest, browsers: Browsers) -> WebDriver:
    return browsers.fresh(request.param)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A run takes each fifth viewer; which of them, the seed draws."""
    if "viewer" in metafunc.fixturenames:
        metafunc.parametrize("viewer", VIEWERS[drawn_seed(metafunc.config) % TURNS :: TURNS])


@pytest.mark.explore
@pytest.mark.by_turns
def test_a_viewer_is_read(pytestconfig: pytest.Config, driver: WebDriver, address: str, viewer: str) -> None:
    """One of its documents, depths and sources. An order is never another one than the document's, known or not."""
    drawn = random.Random(f"{drawn_seed(pytestconfig)} {viewer}")
    driver.get(f"{address}/{EMPTY}")
    depth = drawn.choice(reading.depths_of(driver, viewer))
    case = Case(viewer, drawn.choice(DOCUMENTS), depth, drawn.choice(SOURCES))
    known = case.source == "embedded" and case.drawn in reading.not_read()
    result = reading.read(driver, address, case, SHORT if known else {})
    assert result.outcome in (("right", "refused") if known else ("right",)), f"{case}: {result.words()}"


def test_there_are_many_viewers() -> None:
    """Each with one file; and what is listed as not read is there."""
    assert len(VIEWERS) >= 45
    assert {(viewer, document) for viewer, _, document in reading.not_read()} <= {
        (viewer, document) for viewer in VIEWERS for document in DOCUMENTS
    }
