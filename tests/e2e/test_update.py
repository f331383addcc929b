"""The extension is updated or switched off while there is work: nothing is lost, nothing is left behind."""

from __future__ import annotations

import time

from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now
from tests.e2e.test_survival import LONG, fill_in, new_tab, only, refund_button

LOADS_ANEW = True
ALARMS = "const [done] = arguments; chrome.alarms.getAll().then((all) => done(all.map((one) => one.name)));"
RESTS = 1.0  # seconds: a draft is written down when the typing rests
STORED = """
const [done] = arguments;
indexedDB.databases().then((all) => done([all.length, localStorage.length, sessionStorage.length]));
"""


def test_the_extension_is_updated(shop: Shop) -> None:
    """The page that was open says what to do, or goes on; refreshed, all is there: the pairing and what was typed."""
    seller, order = fill_in(shop, 33)
    seller.write("Sales tax", "0")
    seller.choose("Why not the full amount?", "item damaged")
    seller.write("Notes", "before the update")
    time.sleep(RESTS)
    shop.driver.reload_extension()
    if shop.driver.kind == "firefox":  # puts the new script into the open page; a refresh in mid-load is an error to it
        seller.await_("button", "Refund")
    shop.driver.refresh()
    seller, order = shop.open_form(33)
    assert seller.await_("textbox", "Notes").value == "before the update"
    assert seller.await_("combobox", "Reason").value == UNWANTED
    seller.click("button", "Refund $25.34")
    send_now(seller)
    seller.sees(ACCEPTED, role="status", patience=LONG)
    assert only(shop.refunds(order))["state"] == "accepted"


def test_the_page_of_before_an_update(shop: Shop) -> None:
    """The old page shows one Refund button; its panel opens, or says that the page is to be refreshed."""
    seller, _ = shop.open_order(34)
    shop.driver.reload_extension()
    seller.await_("button", "Refund")
    if shop.driver.kind == "firefox":  # puts the new extension's script into open pages
        seller.click("button", "Refund")
        seller.await_("combobox", "Reason")
        return
    seller.click("button", "Refund")
    seller.sees("Jet Refunds was updated. Refresh this page.")


def test_what_waits_goes_out_after_an_update(shop: Shop) -> None:
    """A refund that waits for the helper goes out by itself, with no page of the extension or the portal open."""
    order = left_waiting(shop, 42)
    shop.driver.reload_extension()
    seller = await_alarm(shop)
    shop.helper.start()
    shop.ring_soon()
    seller.until(lambda: shop.refunds(order) or None, "the refund in the helper", LONG)
    assert len(shop.refunds(order)) == 1


def test_what_waits_is_looked_after_when_switched_on_again(shop: Shop) -> None:
    """Firefox forgets alarms when an extension is switched off."""
    order = left_waiting(shop, 20)
    shop.driver.switch(on=False)
    shop.driver.switch(on=True)
    await_alarm(shop)
    shop.helper.start()
    shop.driver.get(shop.driver.popup_page())  # half a minute earlier than the alarm
    Seller(shop.driver).until(lambda: shop.refunds(order) or None, "the refund in the helper", LONG)
    assert len(shop.refunds(order)) == 1


def left_waiting(shop: Shop, number: int) -> Order:
    """The seller has refunded an order while the helper was away, and closed the tab."""
    seller, order = fill_in(shop, number)
    shop.helper.stop()
    seller.click("button", refund_button(order))
    seller.sees("Waiting. It goes out by itself.", role="status", patience=LONG)
    new_tab(shop)
    return order


def await_alarm(shop: Shop) -> Seller:
    """On an address of the extension that asks nothing of the background, as its pages would."""
    shop.driver.get(f"{shop.driver.pages}/manifest.json")
    seller = Seller(shop.driver, shop.screenshots)
    seller.until(lambda: shop.driver.execute_async_script(ALARMS) == ["watch"] or None, "the alarm")
    return seller


def test_nothing_is_left_behind(shop: Shop) -> None:
    """Switched off, a page is as if there had never been an extension: no element in it, and nothing stored."""
    seller, _ = shop.open_form(28)
    seller.click("button", "Close")
    shop.driver.switch(on=False)
    try:
        shop.driver.refresh()
        seller.until(lambda: seller.find("link", "Partner Portal"), "the page")
        assert shop.driver.execute_script("return document.querySelectorAll('[data-jet-refunds]').length") == 0
        assert shop.driver.execute_async_script(STORED) == [0, 0, 0]
        assert shop.driver.get_cookies() == []
    finally:
        shop.driver.switch(on=True)
    seller, _ = shop.open_form(28)
    seller.await_("group", shop.world.order(28).items[0].product_title)
