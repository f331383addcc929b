"""The panel from inside: a driver may enter a closed shadow root, and a frame of the extension's; the page may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop

PLACE = "html > [data-jet-refunds]"


@contextmanager
def inside(shop: Shop) -> Iterator[None]:
    """The driver is in the panel's frame; raises NoSuchElementException where no panel is open."""
    root = shop.driver.find_element("css selector", PLACE).shadow_root
    shop.driver.switch_to.frame(root.find_element("css selector", "iframe"))
    try:
        yield
    finally:
        shop.driver.switch_to.default_content()


def from_icon(shop: Shop) -> Seller:
    """The seller is on the order list and clicks Paste an order in the extension's popup."""
    driver = shop.driver
    driver.get(ADDRESS)
    portal, tabs = driver.current_window_handle, len(driver.window_handles)
    driver.switch_to.new_window("tab")
    seller = Seller(driver, shop.screenshots)
    try:
        driver.get(driver.popup_page())
        seller.until(lambda: _settled(seller), "what the popup says of the page")
        seller.click("button", "Paste an order")
        seller.until(lambda: len(driver.window_handles) == tabs or None, "the end of the popup")
    finally:
        driver.switch_to.window(portal)
    seller.await_("dialog", "Refund order")
    return seller


def _settled(seller: Seller) -> bool | None:
    """All that the popup says is there and pushes no button down any more. A page just loaded is asked again."""
    [said] = seller.driver.texts(None)
    if "This page was open before" in said:
        seller.driver.refresh()
    return all(words in said for words in ("Connected with Jet Refunds", "No order lies open.")) or None
