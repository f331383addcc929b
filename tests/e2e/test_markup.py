"""Nobody has the portal's markup, so the adapter goes by words, roles and content: pages that are built in other ways.

A few of the pages that test_pages.py reads, with all of the extension. They are served at a plain loopback address,
where the extension works only after the seller said yes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.support.pages import PAGES, served

NUMBER = "731150284466"


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    """The address of the pages."""
    with served(PAGES) as address:
        yield address


@pytest.fixture(scope="module")
def allowed(shop: Shop, pages: str) -> str:
    """The same, after the seller's yes."""
    shop.driver.get(f"{pages}/inline/page.html")
    seller = Seller(shop.driver)
    seller.await_("button", "View raw data")
    assert seller.find("button", "Refund") is None
    shop.driver.get(shop.driver.options_page(portal=pages))
    seller.click("button", "Yes")
    seller.await_("button", f"Remove {pages}")
    return pages


OPEN = ["Jet Refunds", f"Refund order {NUMBER}"]
"""Dialogs: the frame over the page, and the panel in it."""


def refund(shop: Shop, page: str) -> Seller:
    shop.driver.get(page)
    seller = Seller(shop.driver, shop.screenshots)
    seller.click("button", "Refund")
    return seller


@pytest.mark.explore
@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("inline", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("shadow", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("icons", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("hidden", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("frame", {"ordered 2", "already refunded 0"}),
        ("spanish", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("virtual_wheel", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("aria_tree", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("heard", {"ordered 2", "cancelled 1", "shipped 1"}),
        ("heard_xhr", {"ordered 2", "cancelled 1", "shipped 1"}),
    ],
)
def test_the_order_is_read(shop: Shop, allowed: str, page: str, facts: set[str]) -> None:
    """Whatever the markup: the Created entry is opened, read, and closed again, and the form is filled in."""
    seller = refund(shop, f"{allowed}/{page}/page.html")
    seller.await_("dialog", f"Refund order {NUMBER}")
    group = seller.await_("group", "Beech Ladle")
    assert [one.name for one in seller.screen().all() if one.role == "dialog"] == OPEN
    words = " ".join(group.text().lower().split())
    assert {fact for fact in facts if fact in words} == facts
    seller.click("button", "Close")
    seller.misses("dialog", f"Refund order {NUMBER}")
    seller.await_("button", "Refund")
    assert len([one for one in seller.screen().all() if (one.role, one.name) == ("button", "Refund")]) == 1
    if page != "frame":  # it has nothing to close it with
        assert "hash_email" not in seller.screen().text()
        assert "order_items" not in seller.screen().text()


NATIVE = """
const { prototype } = Response;
return [[prototype, "json"], [prototype, "body"], [XMLHttpRequest.prototype, "send"]].map(([of, name]) => {
  const { get, value } = Object.getOwnPropertyDescriptor(of, name);
  window[`before ${name}`] ??= get ?? value;
  return window[`before ${name}`] === (get ?? value) && /native code/.test(`${get ?? value}`);
});
"""


def test_the_page_is_listened_to_for_a_moment_only(shop: Shop, allowed: str) -> None:
    """From our click on View raw data until they are read; else its functions are the browser's own."""
    page = f"{allowed}/heard/page.html"
    shop.driver.get(page)
    seller = Seller(shop.driver, shop.screenshots)
    assert shop.driver.execute_script(NATIVE) == [True] * 3
    seller.click("button", "Refund")
    seller.await_("dialog", f"Refund order {NUMBER}")
    assert shop.driver.execute_script(NATIVE) == [True] * 3
    shop.driver.get(page)
    assert shop.driver.execute_script(NATIVE) == [True] * 3
    shop.driver.execute_script("document.dispatchEvent(new CustomEvent('jet-refunds-listen'))")
    assert shop.driver.execute_script(NATIVE) == [False] * 3, "what is asked is whether it can tell"
    shop.driver.execute_script("document.dispatchEvent(new CustomEvent('jet-refunds-rest'))")
    assert shop.driver.execute_script(NATIVE) == [True] * 3


def test_the_button_comes_into_a_frame(shop: Shop, allowed: str) -> None:
    """Where the portal runs in a frame of its own origin, the button stands there, once."""
    shop.driver.get(f"{allowed}/whole_in_a_frame/page.html")
    seller = Seller(shop.driver, shop.screenshots)
    count = "return frames[0].document.querySelectorAll('h2 + [data-jet-refunds]').length"
    seller.until(lambda: shop.driver.execute_script(count) == 1 or None, "the button in the frame")


def test_the_button_comes_back_and_goes(shop: Shop, allowed: str) -> None:
    """Where the page builds its window anew the button stands in it again; where the window goes, nothing is left."""
    shop.driver.get(f"{allowed}/inline/page.html")
    seller = Seller(shop.driver, shop.screenshots)

    def buttons(many: int) -> None:
        count = "return document.querySelectorAll('[data-jet-refunds]').length"
        seller.until(lambda: shop.driver.execute_script(count) == many or None, f"{many} buttons")

    buttons(1)
    shop.driver.execute_script("document.querySelector('[data-jet-refunds]').remove()")
    buttons(1)
    anew = "const box = document.querySelector('b').parentElement; box.replaceWith(box.cloneNode(true))"
    shop.driver.execute_script(f"{anew}; history.pushState(null, '', '?order=2')")
    buttons(1)
    shop.driver.execute_script("document.querySelector('b').parentElement.remove()")
    buttons(0)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("other_order", "The page shows order 731150284466, but also order 111111111111."),
        ("no_created", "The HISTORY shows no entry Created"),
        ("never", "The raw data break off before their end."),
    ],
)
def test_what_is_not_found_is_said(shop: Shop, allowed: str, page: str, sentence: str) -> None:
    """A sentence instead of a form, and nothing is asked of the helper."""
    seller = refund(shop, f"{allowed}/{page}/page.html")
    seller.sees(sentence)
    assert seller.find("combobox", "Reason") is None


def test_an_address_that_is_not_on_this_computer(shop: Shop) -> None:
    """Only loopback addresses can be added."""
    shop.driver.get("about:blank")
    shop.driver.get(shop.driver.options_page(portal="http://partner.example"))
    seller = Seller(shop.driver)
    seller.click("button", "Yes")
    seller.sees("is not an address on this computer", role="status")
