"""The whole job without a mouse, beside a page that has shortcuts and a focus trap of its own."""

from __future__ import annotations

from typing import Any

from selenium.common.exceptions import NoSuchElementException

from jet_refunds_demo.browser.screen_element import ScreenElement
from jet_refunds_demo.portal.catalogue import FIRST
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.opened import inside
from tests.e2e.test_refund import ACCEPTED, focused

CODES = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowDown": 40}
FAR = 60  # more stops than any of these pages has

RING = """
const one = document.activeElement;
if (!one || "jetRefunds" in one.dataset) return null; // in the browser's own bars, or where the page cannot look
const box = one.getBoundingClientRect(), style = getComputedStyle(one);
const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
return one.matches(":focus-visible") && inside && (style.outlineStyle !== "none" || style.boxShadow !== "none");
"""
"""Whether what has the focus is on screen and has a ring."""

THIRD = "const link = document.querySelectorAll('a.order-number')[2]; link.focus(); return link.textContent;"
"""Some order of the list has the focus; which one."""


class Typist:
    """A seller who has only a keyboard."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.seller = Seller(shop.driver, shop.screenshots)

    def key(self, name: str, *, shift: bool = False) -> None:
        self.seller.key(name, code=CODES.get(name, 0), shift=shift)

    def focused(self) -> ScreenElement | None:
        """The innermost thing with the focus."""
        found = [one for one in self.seller.screen().all() if one.states.get("focused")]
        return found[-1] if found else None

    def go_to(self, role: str, name: str | None = None, *, back: bool = False) -> str:
        """Presses Tab until it has the focus, and returns its name; the focus can be seen at every stop."""
        for _ in range(FAR):
            one = self.focused()
            if one and one.role == role and name in (None, one.name):
                return one.name
            self.key("Tab", shift=back)
            self.seller.until(lambda: self.ring() is not False or None, f"a ring at {self.focused()}", 5)
        raise AssertionError(f"{role} {name!r} is not reached by Tab; the focus is at {self.focused()}")

    def ring(self) -> Any:
        try:
            with inside(self.shop):
                return self.shop.driver.execute_script(RING)
        except NoSuchElementException:
            return self.shop.driver.execute_script(RING)

    def rests_on(self, role: str, name: str) -> None:
        """Waits until the focus is there by itself."""

        def look() -> bool | None:
            one = self.focused()
            return (one is not None and (one.role, one.name) == (role, name)) or None

        self.seller.until(look, f"the focus on {role} {name!r}")


def test_the_whole_job_by_keyboard(shop: Shop) -> None:
    """From the order list to the processor's answer: Tab, Enter, typing; the focus is seen wherever it is."""
    order = shop.world.order(FIRST)
    shop.driver.get(f"{ADDRESS}?q={order.reference_order_id}")
    hand = Typist(shop)
    hand.go_to("link", order.reference_order_id)
    hand.key("Enter")
    hand.seller.await_("button", "Refund")
    hand.go_to("button", "Refund")
    hand.key("Enter")
    hand.rests_on("combobox", "Reason")
    shop.driver.type("Unwanted gift")
    hand.go_to("textbox", "Shipping")
    shop.driver.select_all()
    shop.driver.type("2")
    hand.go_to("combobox", "Why not the full amount?")
    shop.driver.type("other")
    hand.go_to("textbox", "Notes")
    shop.driver.type("just a jk /test")
    hand.go_to("spinbutton", "Quantity returned", back=True)
    hand.go_to("button", "Refund $38.40")
    hand.seller.picture("keyboard")
    hand.key(" ")
    hand.seller.await_("button", "Undo")
    hand.go_to("button", "Send now")
    hand.key("Enter")
    hand.seller.sees(ACCEPTED, role="status", patience=45)
    [refund] = shop.refunds(order)
    [row] = shop.rows(refund)
    assert (row["refund_reason"], row["refund_feedback"], row["notes"]) == ("Unwanted gift", "other", "just a jk /test")
    assert row["shipping_cost"] == "2.00"
    hand.go_to("button", "Close")
    hand.key("Enter")
    hand.rests_on("button", "Refund")


def test_questions_and_warnings_by_keyboard(shop: Shop) -> None:
    """Check boxes, radio buttons, undo: Space and arrows do what a click does."""
    _, order = shop.open_order(7)
    hand = Typist(shop)
    hand.go_to("button", "Refund")
    hand.key("Enter")
    hand.rests_on("combobox", "Reason")
    shop.driver.type("Accidental order")
    line = hand.seller.called("radio", "For the whole line").name
    came_to = hand.go_to("radio", back=True)
    hand.key(" ")
    for _ in range(2 if came_to == line else 1):  # there are two, and the arrows go round
        hand.key("ArrowDown")
    hand.rests_on("radio", line)
    hand.go_to("button", "Refund $22.33")
    hand.key("Enter")
    hand.seller.await_("button", "Undo")
    hand.go_to("button", "Undo")
    hand.key("Enter")
    hand.seller.sees("Taken back. Nothing was sent.", role="status")
    assert shop.refunds(order)[0]["state"] == "cancelled"


def test_the_page_keeps_its_keys_and_we_ours(shop: Shop) -> None:
    """What is typed into our fields is no shortcut of the page, Escape closes ours alone, then its keys work."""
    shop.driver.get(ADDRESS)
    hand = Typist(shop)
    third = shop.driver.execute_script(THIRD)
    hand.rests_on("link", third)
    hand.key("Enter")
    hand.seller.await_("dialog", f"Order {third}")
    here = shop.driver.current_url
    hand.go_to("button", "Refund")
    hand.key("Enter")
    hand.rests_on("combobox", "Reason")
    hand.go_to("button", "Close", back=True)
    for key in ("j", "k", "/"):
        hand.key(key)  # the focus is on a button, where these keys mean something to the page
    assert shop.driver.current_url == here
    for _ in range(25):
        hand.key("Tab")
        assert focused(shop) in ("ours", "bars")
    hand.key("Escape")
    hand.seller.misses("dialog", f"Refund order {third}")
    hand.rests_on("button", "Refund")
    assert shop.driver.current_url == here
    assert hand.seller.find("dialog", f"Order {third}")
    hand.key("Tab")
    hand.rests_on("button", "Close")
    hand.go_to("button", "Refund", back=True)  # round by the page's own trap
    hand.key("j")
    hand.seller.until(lambda: shop.driver.current_url != here or None, "the next order, by the page's shortcut")
    hand.seller.misses("dialog", f"Order {third}")
    hand.key("Escape")
    hand.seller.until(lambda: hand.seller.find("dialog") is None or None, "the end of the page's own window")
