"""The seller's browser on the helper's page, and the extension of a paired one."""

from __future__ import annotations

import html
import re

import pytest
from werkzeug.test import TestResponse

from tests.support.api import Api
from tests.support.house import House, Loopback


def link(house: House) -> str:
    return f"/open/{house.ledger.page_sessions.new_link(house.clock.now())}"


@pytest.fixture(name="page")
def _page(house: House) -> Loopback:
    """The seller's browser with an open page."""
    client = house.client()
    assert client.get(link(house)).status_code == 200
    return client


@pytest.fixture(name="api")
def _api(house: House) -> Api:
    """As a paired extension asks."""
    return Api(house.paired())


def words(response: TestResponse) -> str:
    """What the page says, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))
