"""A place of the tests, opened by the adapter for its kind of address, as the helper would."""

from __future__ import annotations

from contextlib import AbstractContextManager

from jet_refunds.app import OPENERS
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.interfaces import Site
from tests.sites.servers.server import Place


def opened(place: Place, password: str | None = None) -> AbstractContextManager[Site]:
    return open_at(place.address, place.server.password if password is None else password)


def open_at(address: SiteAddress, password: str) -> AbstractContextManager[Site]:
    return OPENERS[address.scheme](address, password)
