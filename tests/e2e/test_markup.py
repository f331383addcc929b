"""Nobody has the portal's markup, so the adapter goes by words, roles and content: pages that are built in other ways.

They are served at a plain loopback address, where the extension works only after the seller said yes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jet_refunds.demo import browser
from jet_refunds.demo.seller import Seller
from tests.e2e.conftest import Shop

PAGES = Path(__file__).parents[1] / "portal" / "pages"
NUMBER = "731150284466"


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    """The address of the pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(PAGES)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def allowed(shop: Shop, pages: str) -> str:
    """The same, after the seller's yes."""
    shop.driver.get(f"{pages}/inline.html")
    seller = Seller(shop.driver)
    seller.await_("button", "View raw data")
    assert seller.find("button", "Refund") is None
    shop.driver.get(browser.options_page(portal=pages))
    seller.click("button", "Yes")
    seller.await_("button", f"Remove {pages}")
    return pages


def refund(shop: Shop, page: str) -> Seller:
    shop.driver.get(page)
    seller = Seller(shop.driver, shop.screenshots)
    seller.click("button", "Refund")
    return seller


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("inline", "Ordered 2 · cancelled 1 · shipped 1"),
        ("shadow", "Ordered 2 · cancelled 1 · shipped 1"),
        ("icons", "Ordered 2 · cancelled 1 · shipped 1"),
        ("hidden", "Ordered 2 · cancelled 1 · shipped 1"),
        ("frame", "Ordered 2 · already refunded 0"),
    ],
)
def test_the_order_is_read(shop: Shop, allowed: str, page: str, facts: str) -> None:
    """Whatever the markup: the Created entry is opened, read, and closed again, and the form is filled in."""
    seller = refund(shop, f"{allowed}/{page}.html")
    seller.await_("dialog", f"Refund order {NUMBER}")
    group = seller.await_("group", "Beech Ladle")
    assert [one.name for one in seller.screen().all() if one.role == "dialog"] == [f"Refund order {NUMBER}"]
    assert facts in " ".join(group.text().split())
    seller.click("button", "Close")
    seller.misses("dialog", f"Refund order {NUMBER}")
    assert len([one for one in seller.screen().all() if (one.role, one.name) == ("button", "Refund")]) == 1
    if page != "frame":  # it has nothing to close it with
        assert "hash_email" not in seller.screen().text()
        assert "order_items" not in seller.screen().text()


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("other_order", "The raw data are those of order 111111111111"),
        ("no_created", "The HISTORY shows no entry Created"),
        ("never", "View raw data showed no order."),
    ],
)
def test_what_is_not_found_is_said(shop: Shop, allowed: str, page: str, sentence: str) -> None:
    """A sentence instead of a form, and nothing is asked of the helper."""
    seller = refund(shop, f"{allowed}/{page}.html")
    seller.sees(sentence)
    assert seller.find("combobox", "Reason") is None


def test_an_address_that_is_not_on_this_computer(shop: Shop) -> None:
    """Only loopback addresses can be added."""
    shop.driver.get("about:blank")
    shop.driver.get(browser.options_page(portal="http://partner.example"))
    seller = Seller(shop.driver)
    seller.click("button", "Yes")
    seller.sees("is not an address on this computer", role="status")
