"""When something is in the way: a sentence where the seller looks, nothing lost, and it goes on by itself later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now
from tests.e2e.test_survival import refund_button
from tests.support.forked_helper import ForkedHelper
from tests.support.http_server import running

pytestmark = pytest.mark.by_turns

LONG = 45.0  # seconds: the courier's next look may be some way off


def fill_in(shop: Shop, number: int, group: int = 0) -> Seller:
    """Opens the form and chooses a reason for the item at ``group``."""
    seller, order = shop.open_form(number)
    seller.choose("Reason", UNWANTED, within=order.items[group].product_title)
    return seller


def test_the_site_is_down(shop: Shop) -> None:
    """The refund is kept, the panel says why it waits, and it goes out when the site is back."""
    seller = fill_in(shop, 1)
    shop.world.site.stop()
    seller.click("button", "Refund $41.20")
    send_now(seller)
    seller.sees("Waiting: ", role="status", patience=LONG)
    seller.picture("site-down")
    shop.world.site.start()
    seller.sees(ACCEPTED, role="status", patience=LONG)


def test_the_password_is_wrong(shop: Shop) -> None:
    """The site refuses the password: said in words; with the right one it goes on."""
    seller = fill_in(shop, 18 + 2)
    right = shop.world.site.password
    shop.world.site.password = "changed by the hoster"
    seller.click("button", "Refund $110.65")
    send_now(seller)
    assert "password" in seller.sees("Waiting: ", role="status", patience=LONG)
    shop.world.site.password = right
    seller.sees(ACCEPTED, role="status", patience=LONG)


def test_the_helper_is_not_running(shop: Shop) -> None:
    """Before the form: the sentence stands in its place, and the form appears by itself when the helper is back."""
    shop.helper.stop()
    seller, _ = shop.open_form(21)
    seller.sees("Jet Refunds is not running on this computer")
    seller.picture("helper-down")
    shop.helper.start()
    seller.await_("combobox", "Reason")


def test_the_helper_goes_while_the_form_is_open(shop: Shop) -> None:
    """What was typed stays; the click is kept, shown as waiting, and sent once when the helper is back."""
    seller = fill_in(shop, 22)
    shop.helper.stop()
    seller.write("Product price", "10")
    seller.choose("Why not the full amount?", "other")
    seller.write("Notes", "typed meanwhile")
    seller.sees("You can click Refund")
    seller.click("button", "Refund $10.90")
    seller.sees("Waiting. It goes out by itself.", role="status")
    seller.picture("kept")
    shop.helper.start()
    shop.end_undo_time(shop.world.order(22))
    seller.sees(ACCEPTED, role="status", patience=LONG)
    [refund] = shop.refunds(shop.world.order(22))
    assert shop.rows(refund)[0]["notes"] == "typed meanwhile"


def test_a_kept_refund_can_be_taken_back(shop: Shop) -> None:
    """While it waits in the browser, Undo takes it back in every tab, and the helper never hears of it."""
    seller = fill_in(shop, 26)
    shop.helper.stop()
    seller.click("button", "Refund $14.95")
    seller.sees("Waiting. It goes out by itself.", role="status")
    seller.await_("button", "Try again")
    first = shop.driver.current_window_handle
    shop.driver.switch_to.new_window("tab")
    second = shop.driver.current_window_handle
    other, _ = shop.open_form(26)
    other.sees("Waiting. It goes out by itself.", role="status")
    shop.driver.switch_to.window(first)
    seller.click("button", "Undo")
    seller.sees("Jet Refunds is not running on this computer")
    shop.helper.start()
    seller.await_("button", "Refund $14.95")
    shop.driver.switch_to.window(second)
    other.sees("Taken back. Nothing was sent.", role="status", patience=LONG)
    other.picture("taken-back-in-another-tab")
    shop.driver.get(shop.driver.popup_page())
    for _ in range(2):  # the first may have looked at what waits before
        after_a_round(shop, other)
    shop.driver.close()
    shop.driver.switch_to.window(first)
    assert not shop.refunds(shop.world.order(26))


def after_a_round(shop: Shop, seller: Seller) -> None:
    """On the popup's page, which has one begun every two seconds; each ends with a word on the icon."""
    shop.driver.execute_async_script("chrome.action.setBadgeText({ text: '?' }).then(arguments[0])")
    seller.until(lambda: shop.driver.badge() != "?" or None, "the end of a round of sending", LONG)


def test_an_undo_that_fails_says_why(shop: Shop) -> None:
    """The helper went after it took the refund: it is said that it was not taken back, and it goes on to the answer."""
    seller, order = shop.open_form(38)
    seller.choose("Reason", UNWANTED)
    seller.click("button", refund_button(order))
    seller.await_("button", "Undo")
    shop.helper.stop()
    seller.click("button", "Undo")
    seller.sees("This was not taken back. Jet Refunds is not running on this computer", role="alert")
    seller.picture("undo-failed")
    shop.helper.start()
    shop.end_undo_time(order)
    seller.sees(ACCEPTED, role="status", patience=LONG)


def test_a_kept_refund_outlives_its_tab(shop: Shop) -> None:
    """The tab is gone; the refund goes out when the extension can reach the helper again, and the badge counted it."""
    seller = fill_in(shop, 27)
    shop.helper.stop()
    seller.click("button", "Refund $54.00")
    seller.sees("Waiting. It goes out by itself.", role="status")
    shop.driver.get("about:blank")
    shop.driver.get(shop.driver.popup_page())
    seller.sees("Waiting. It goes out by itself.")
    seller.picture("popup-waiting")
    assert shop.driver.badge() == "1"
    shop.helper.start()
    seller.until(lambda: shop.refunds(shop.world.order(27)) or None, "the refund in the helper", LONG)


def test_a_kept_refund_that_is_not_allowed(shop: Shop) -> None:
    """Nobody could judge it when it was clicked: it comes back to the form as it was, with a sentence at the field."""
    seller = fill_in(shop, 42)
    shop.helper.stop()
    seller.write("Product price", "99")
    seller.click("button", "Refund $107.21")
    seller.sees("Waiting. It goes out by itself.", role="status")
    shop.driver.get("about:blank")
    shop.helper.start()
    shop.driver.get(shop.driver.popup_page())  # as the alarm would, half a minute later
    seller.sees("Open the order and mend it.")
    assert shop.driver.badge() == "!"
    seller, _ = shop.open_form(42)
    seller.sees("but only $32.99 of it is left")
    assert seller.await_("textbox", "Product price").value == "99.00"
    seller.click("button", "Use the full amounts")
    seller.click("button", "Refund $41.20")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")


def test_not_paired(shop: Shop) -> None:
    """A browser that was never paired says so, offers the options, and goes on once it is paired."""
    shop.driver.get(shop.driver.options_page())
    seller = Seller(shop.driver, shop.screenshots)
    seller.click("button", "Forget this pairing")
    seller.sees("This browser is not paired")
    seller, _ = shop.open_form(28)
    seller.sees("This browser is not paired with Jet Refunds yet.")
    seller.click("button", "Open the options")
    options = shop.driver.options_page()
    seller.until(lambda: options in shop.driver.tabs() or None, "the options page")
    shop.driver.close_tab(options)
    portal = shop.driver.current_window_handle
    shop.driver.switch_to.new_window("tab")
    shop.pair()
    shop.driver.close()
    shop.driver.switch_to.window(portal)
    seller.await_("group", shop.world.order(28).items[0].product_title)


def test_another_program_on_the_port(shop: Shop) -> None:
    """Another program answers: nothing is proved to it, and the seller hears of it."""
    heard: list[str | None] = []
    port = shop.helper.port
    shop.helper.stop()
    with other_program(port, heard):
        seller, _ = shop.open_form(31)
        seller.sees(f"Another program answers on port {port}.")
        seller.picture("other-program")
    shop.helper.start()
    seller.await_("combobox", "Reason")
    assert heard
    assert set(heard) == {None}


@pytest.mark.parametrize(
    ("api", "sentence"),
    [(1, "The Jet Refunds helper (version 9.8) is older"), (3, "This extension is older than the Jet Refunds helper")],
)
def test_versions_that_do_not_fit(shop: Shop, api: int, sentence: str) -> None:
    """Stores update extensions, helpers stay: which of the two is to be updated is said, and nothing is proved."""
    heard: list[str | None] = []
    port = shop.helper.port
    shop.helper.stop()
    answer = f'{{"name": "jet-refunds", "version": "9.8", "api": {api}}}'.encode()
    with other_program(port, heard, answer):
        seller, _ = shop.open_form(31)
        seller.sees(sentence)
    shop.helper.start()
    seller.await_("group", shop.world.order(31).items[0].product_title)
    assert set(heard) == {None}


def test_the_helper_does_not_know_this_browser(shop: Shop, tmp_path: Path) -> None:
    """A helper that does not know this browser: the click is kept, and goes out when the known one is back."""
    seller = fill_in(shop, 34, group=1)
    shop.helper.stop()
    with ForkedHelper(tmp_path / "other", shop.world.site, port=shop.helper.port):
        seller.click("button", "Refund $26.95")
        seller.sees("Jet Refunds does not accept this browser any more.", role="status")
        seller.await_("button", "Open the options")
    shop.helper.start()
    shop.end_undo_time(shop.world.order(34))
    seller.sees(ACCEPTED, role="status", patience=LONG)


@contextmanager
def other_program(port: int, heard: list[str | None], answer: bytes = b"<h1>It works!</h1>") -> Iterator[None]:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers["Authorization"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET  # noqa: N815  the name that http.server asks for

        def log_message(self, *_: object) -> None:
            return

    with running(Other, port):
        yield


@pytest.mark.parametrize("place", ["form", "options"])
def test_a_wrong_code_is_said(shop: Shop, place: str) -> None:
    """A wrong pairing code is refused in words, and the pairing that was stays."""
    shop.driver.get("about:blank")
    seller = Seller(shop.driver, shop.screenshots)
    if place == "form":
        shop.driver.get(shop.driver.options_page(port=shop.helper.port, code="WRONGONE"))
        seller.click("button", "Yes")
    else:
        shop.driver.get(shop.driver.options_page())
        seller.write("Pairing code", "WRONGONE")
        seller.click("button", "Pair")
    seller.picture("wrong-code")
    seller.sees("code", role="status")
    seller.sees("Connected with Jet Refunds", role="status", patience=LONG)
