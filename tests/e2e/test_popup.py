"""What the extension's icon opens: the connection, the order in this tab, the last refunds, a search; and the badge.

The popup is opened as a tab here, as browsers without popups do: it then is about the tab that was looked at before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.test_options import OVERFLOW
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now

LONG = 75.0  # seconds: browsers wake an extension every thirty, a busy machine later
PASTE = "Paste an order"
HOLD = """
const real = window.fetch;
window.looks = 0;
const held = new Promise((resolve) => (window.letGo = resolve));
window.fetch = async (...words) => {
  window.looks++;
  await held;
  return real(...words);
};
"""
"""What the portal's page asks for comes when the test lets it go."""


@contextmanager
def popup(shop: Shop, *, closes: bool = False) -> Iterator[Seller]:
    """In a tab beside the one that the seller looks at, which is in front again afterwards; some buttons close it."""
    before = shop.driver.current_window_handle
    shop.driver.switch_to.new_window("tab")
    mine = shop.driver.current_window_handle
    shop.driver.get(shop.driver.popup_page())
    seller = Seller(shop.driver, shop.screenshots)
    try:
        yield seller
        if closes:
            seller.until(lambda: None if mine in shop.driver.window_handles else True, "the end of the popup")
    finally:
        if mine in shop.driver.window_handles:
            shop.driver.close()
        shop.driver.switch_to.window(before)


def refund(shop: Shop, number: int, button: str) -> Order:
    seller, order = shop.open_form(number)
    seller.choose("Reason", UNWANTED, within=order.items[0].product_title)
    seller.click("button", button)
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    return order


def settles(seller: Seller) -> None:
    """The refunds are listed before this is said: from then on no button is pushed down."""
    seller.sees("Connected with Jet Refunds on port", role="status")


def rows(seller: Seller) -> list[str]:
    return [one.text() for one in seller.screen().all() if one.role == "listitem"]


def find(seller: Seller, text: str, *orders: Order) -> None:
    """Types it, and waits until the refunds of just these orders are listed."""
    seller.write("Find by order number, SKU or refund number", text, role="searchbox")
    wanted = [f"Order {order.reference_order_id}" for order in orders]

    def listed() -> bool | None:
        found = rows(seller)
        return (len(found) == len(wanted) and all(map(str.startswith, found, wanted))) or None

    seller.until(listed, f"the refunds of {wanted}")
    seller.sees(f"Found: {len(orders)}.", role="status")


# -- the last refunds, and finding some


@pytest.mark.by_turns
def test_refunds_are_listed_and_found(shop: Shop) -> None:
    """By the order's number, a part of a SKU in whatever case, or the refund's number; each with where it stands."""
    first, second = refund(shop, 1, "Refund $41.20"), refund(shop, 22, "Refund $12.15")
    [known] = shop.refunds(second)
    with popup(shop) as seller:
        seller.await_("list", "Last refunds")
        assert [first.reference_order_id in row for row in rows(seller)] == [False, True]
        find(seller, first.reference_order_id, first)
        assert all(word in rows(seller)[0] for word in ("$41.20", ACCEPTED))
        find(seller, known["alt_refund_id"].lower(), second)
        find(seller, first.items[0].merchant_sku.lower()[:-1], first)
        seller.picture("popup found")
        find(seller, "no such thing")


@pytest.mark.by_turns
def test_what_waits_in_the_browser_is_listed_and_found_too(shop: Shop) -> None:
    """The helper is away: the sentence, its one button, and the refund that is kept; it goes out afterwards."""
    seller, order = shop.open_form(26)
    seller.choose("Reason", UNWANTED, within=order.items[0].product_title)
    shop.helper.stop()
    seller.click("button", "Refund $14.95")
    seller.sees("Waiting. It goes out by itself.", role="status")
    with popup(shop) as seller:
        said = seller.sees("is not running on this computer", role="status")
        assert "Refunds kept in this browser: 1." in said
        [row] = rows(seller)
        assert "Waiting. It goes out by itself." in row
        seller.picture("popup away")
        seller.click("button", "Try again")
        seller.sees("is not running on this computer", role="status")
        shop.helper.start()
        seller.sees("Connected with Jet Refunds on port", role="status")
    seller.until(lambda: shop.refunds(order) or None, "the refund in the helper", LONG)
    shop.end_undo_time(order)  # else the badge counts it for a while


# -- this tab


def test_the_order_in_this_tab(shop: Shop) -> None:
    """It is named, and its refunds are one click away."""
    _, order = shop.open_order(1)
    with popup(shop) as seller:
        settles(seller)
        seller.sees(f"Order {order.reference_order_id} lies open.", role="status")
        seller.click("button", "Its refunds")
        seller.sees(f"Found: {len(shop.refunds(order))}.", role="status")
        assert seller.await_("searchbox").value == order.reference_order_id


def test_an_order_is_pasted_in_this_tab(shop: Shop) -> None:
    """The panel opens over the page that the seller looks at."""
    shop.driver.get("about:blank")
    shop.driver.get(ADDRESS)
    with popup(shop, closes=True) as seller:
        settles(seller)
        seller.sees("No order lies open.", role="status")
        seller.click("button", PASTE)
    Seller(shop.driver, shop.screenshots).await_("dialog", "Refund order")


def test_an_order_that_takes_its_time_is_read_once(shop: Shop) -> None:
    """The panel opens at once and says that it reads; a second click meanwhile begins nothing."""
    seller, order = shop.open_order(30)
    shop.driver.execute_script(HOLD)
    with popup(shop, closes=True) as clicked:
        settles(clicked)
        clicked.click("button", PASTE)
    seller.sees("Reading the order")
    seller.picture("reading")
    with popup(shop, closes=True) as clicked:
        settles(clicked)
        clicked.click("button", PASTE)
    shop.driver.execute_script("window.letGo()")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    seller.await_("group", order.items[0].product_title)
    assert shop.driver.execute_script(
        "return [window.looks, document.querySelectorAll('html > [data-jet-refunds]').length]"
    ) == [1, 1]


def test_elsewhere_a_sentence_says_where_an_order_is_pasted(shop: Shop) -> None:
    shop.driver.get("about:blank")
    with popup(shop) as seller:
        settles(seller)
        seller.sees("This is no page of the portal.", role="status")
        seller.click("button", PASTE)
        seller.sees("Go to the portal at https://partner.jet.com", role="status")


def test_a_page_that_was_open_before_is_refreshed(shop: Shop) -> None:
    """The seller withheld the portal, opened an order, and allowed it again: the page knows of no extension."""
    shop.driver.withhold_portal()
    order = shop.world.order(33)
    shop.driver.get(shop.driver.options_page())
    shop.driver.get(f"{ADDRESS}?q={order.reference_order_id}")
    shop.driver.execute_script("window.before = true")
    shop.driver.grant_all()
    with popup(shop, closes=True) as seller:
        settles(seller)
        seller.sees("This page was open before Jet Refunds was ready.", role="status")
        seller.click("button", "Refresh the page")
    seller.until(lambda: None if shop.driver.execute_script("return window.before") else True, "the page anew")
    seller.click("link", order.reference_order_id)
    seller.await_("button", "Refund")


# -- the dashboard


def test_the_dashboard_opens_in_a_tab_of_its_own(shop: Shop) -> None:
    """By a link that is good once: the page is open, and the same address opens nothing again."""
    portal = shop.driver.current_window_handle
    with popup(shop, closes=True) as seller:
        settles(seller)
        before = set(shop.driver.window_handles)
        seller.click("button", "Open the dashboard")
        opened = seller.until(lambda: next(iter(set(shop.driver.window_handles) - before), None), "a new tab")
    shop.driver.switch_to.window(opened)
    page = Seller(shop.driver, shop.screenshots)
    page.sees("Pair a browser")
    address = rf"http://jet-refunds-[0-9a-f]{{32}}\.localhost:{shop.helper.port}/"
    assert re.fullmatch(address, shop.driver.current_url)
    page.picture("dashboard from popup")
    shop.driver.close()
    shop.driver.switch_to.window(portal)


# -- the badge


def title(shop: Shop) -> str:
    """The name of the extension's icon, which a screen reader says instead of the badge."""
    return str(shop.driver.execute_async_script("chrome.action.getTitle({}).then(arguments[0])"))


def test_the_badge_counts_what_waits_and_outlives_the_worker(shop: Shop) -> None:
    """A number while refunds wait, after a reload too; nobody looks, the worker is gone: still it goes out."""
    with popup(shop) as seller:
        seller.until(lambda: shop.driver.badge() == "" or None, "the end of what the tests before left")
    seller, order = shop.open_form(27)
    seller.choose("Reason", UNWANTED, within=order.items[0].product_title)
    shop.helper.stop()
    seller.click("button", "Refund $54.00")
    seller.sees("Waiting. It goes out by itself.", role="status")
    shop.driver.get("about:blank")
    with popup(shop) as seller:
        seller.until(lambda: shop.driver.badge() == "1" or None, "the number on the badge")
        assert title(shop) == "Jet Refunds: 1 waiting"
    shop.driver.reload_extension()
    with popup(shop) as seller:
        seller.until(lambda: shop.driver.badge() == "1" or None, "the number again")
    shop.driver.stop_background()
    shop.helper.start()
    shop.ring_soon()
    seller.until(lambda: shop.refunds(order) or None, "the refund in the helper, sent by the alarm", LONG)
    shop.end_undo_time(order)
    with popup(shop) as seller:
        seller.until(lambda: shop.driver.badge() == "" or None, "the end of the badge", LONG)


def test_the_badge_asks_for_the_seller(shop: Shop) -> None:
    """The browser keeps the extension from the portal: "!" at once, without a look at any page, until it is allowed."""
    with popup(shop) as seller:
        shop.driver.withhold_portal()
        seller.until(lambda: shop.driver.badge() == "!" or None, "the mark on the badge")
        assert title(shop) == "Jet Refunds needs you"
        seller.sees("does not let Jet Refunds work on the pages", role="status")
        seller.await_("button", "Open the options")
        shop.driver.grant_all()
        seller.until(lambda: shop.driver.badge() == "" or None, "the end of the mark")


# -- for everybody


def test_nothing_is_cut_off_at_320_pixels(shop: Shop) -> None:
    with popup(shop) as seller:
        seller.await_("list", "Last refunds")
        assert shop.driver.execute_script(OVERFLOW) == []
