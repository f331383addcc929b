"""The site test of a page: one at a time, in a thread of its own, seen while it runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from jet_refunds import settings
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.site.site_tests import SHOWN_SECONDS, SiteTests
from tests.support.house import House
from tests.support.silent_server import silent_server


@pytest.fixture(name="tests")
def _tests(house: House) -> SiteTests:
    return house.helper.site_tests


def running() -> int:
    return sum(thread.name == "site test" for thread in threading.enumerate())


@contextmanager
def site_that_never_answers(house: House) -> Iterator[None]:
    with silent_server() as port:
        set_site(house, f"ftp://seller@127.0.0.1:{port}")
        yield


def set_site(house: House, url: str) -> None:
    house.use_site(SiteAddress.parse(url, "off"))


def begun(tests: SiteTests, step: str) -> None:
    """Until that step is tried."""
    end = monotonic() + 10
    while (seen := tests.seen()) is None or seen.begun != step:
        assert monotonic() < end, seen
        sleep(0.005)


def test_nothing_is_seen_before_the_first(tests: SiteTests) -> None:
    assert tests.seen() is None
    assert tests.wait(0)


def test_it_is_seen_while_it_runs_and_whoever_asks_joins_it(house: House, tests: SiteTests) -> None:
    with site_that_never_answers(house):
        for _ in range(8):
            tests.begin()
        begun(tests, "connect")
        assert running() == 1
        assert not tests.wait(0)
        seen = tests.seen()
        assert seen
        assert [step.step for step in seen.steps] == ["resolve"]
    assert tests.wait(10)
    ended = tests.seen()
    assert ended
    assert (ended.begun, ended.steps[-1].ok) == (None, False)
    assert running() == 0


@pytest.mark.parametrize("has_new_password", [True, False])
def test_another_one_follows_where_what_is_set_has_changed(
    house: House, tests: SiteTests, *, has_new_password: bool
) -> None:
    """The address, or the password alone."""
    with site_that_never_answers(house):
        tests.begin()
        begun(tests, "connect")
        set_site(house, house.site.url)
        assert tests.seen() is not None, "what runs is shown, whatever it tries"
        tests.begin(has_new_password=has_new_password)
        assert running() == 1
    assert tests.wait(20)
    seen = tests.seen()
    assert seen
    assert [step.message for step in seen.steps if not step.ok] == []


def test_what_was_found_is_not_shown_of_another_site(house: House, tests: SiteTests) -> None:
    """Nor for ever, nor after the settings were saved anew."""
    tests.begin()
    assert tests.wait(20)
    url = house.site.url
    set_site(house, "ftp://seller@127.0.0.1:9")
    assert tests.seen() is None
    set_site(house, url)
    assert tests.seen() is not None
    house.clock.forward(SHOWN_SECONDS + 1)
    assert tests.seen() is None
    tests.begin()
    assert tests.wait(20)
    tests.forget()
    assert tests.seen() is None


def test_settings_that_cannot_be_read_are_said_as_a_step(house: House, tests: SiteTests) -> None:
    (house.helper.settings.data_dir / settings.CONFIG).write_text("port = [")
    tests.begin()
    assert tests.wait(10)
    seen = tests.seen()
    assert seen
    assert "config.toml" in seen.steps[-1].message


def test_a_defect_of_ours_ends_it_with_a_sentence(
    house: House, tests: SiteTests, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And the next one runs."""

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(house.helper.seller_site, "test", breaks)
        tests.begin()
        assert tests.wait(10)
    seen = tests.seen()
    assert seen
    assert "Something went wrong in Jet Refunds" in seen.steps[-1].message
    assert "site test failed" in caplog.text
    tests.begin()
    assert tests.wait(20)
    again = tests.seen()
    assert again
    assert again.steps[-1].ok
