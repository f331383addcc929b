"""The panel from inside: a driver may enter a closed shadow root, which no script of the page can."""

from __future__ import annotations

from typing import Any

from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop

PLACE = "html > jet-refunds"


def root(shop: Shop) -> Any:
    """The panel's shadow root; raises NoSuchElementException where no panel is open."""
    return shop.driver.find_element("css selector", PLACE).shadow_root


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
