"""The panel as a seller expects it: the numbers, what will happen in words, the time to undo, and what came of it."""

from __future__ import annotations

import time

import pytest

from jet_refunds.solid_commerce import file_names
from jet_refunds_demo.portal.catalogue import THREE_UNITS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.opened import inside
from tests.e2e.test_refund import ACCEPTED, LOST, UNWANTED, send_now

pytestmark = pytest.mark.by_turns

SPOON = "Olive Wood Spoon, 12 Inch"


def says_at_button(seller: Seller, button: str, words: str) -> None:
    """What a screen reader adds when it names the main button."""
    said = seller.until(lambda: one.description if (one := seller.find("button", button)) else None, button)
    assert said == words


def test_three_numbers_and_a_review_that_follows(shop: Shop) -> None:
    """Ordered, already refunded, refundable; quantity, amount and reason stand in words above the button."""
    seller, order = shop.open_form(THREE_UNITS)
    assert "ordered 3 already refunded 0 refundable 3" in " ".join(seller.await_("group", SPOON).text().split())
    says_at_button(seller, "Refund $53.31", f"3 of 3 × {SPOON}, $53.31. No reason is chosen yet.")
    seller.choose("Reason", LOST)
    seller.write("Quantity to refund", "2", role="spinbutton")
    says_at_button(seller, "Refund $35.54", f"2 of 3 × {SPOON}, $35.54, because “{LOST}”.")
    assert seller.find("textbox", "Notes") is None
    seller.write("Shipping", "0")
    seller.choose("Why not the full amount?", "item damaged")
    seller.await_("textbox", "Notes")
    partly = f"2 of 3 × {SPOON}, $27.64, because “{LOST}”. Not the full amount: “item damaged”."
    says_at_button(seller, "Refund $27.64", partly)
    seller.picture("review")
    seller.click("button", "Use the full amounts")
    seller.misses("textbox", "Notes")
    seller.click("button", "Refund $35.54")
    send_now(seller)
    assert "If the buyer opens a return in Jet" in seller.sees(ACCEPTED)
    seller.click("button", "Refund more of this order")
    seller.sees("Earlier refunds of this order")
    assert "ordered 3 already refunded 2 refundable 1" in " ".join(seller.await_("group", SPOON).text().split())
    assert "If the buyer opens a return in Jet" in seller.sees(shop.refunds(order)[0]["alt_refund_id"])
    seller.picture("earlier")


def test_the_time_to_undo_is_said_once(shop: Shop) -> None:
    """The number that ticks is for the eye; to a screen reader the status line stays the same sentence."""
    seller, _ = shop.open_form(38)
    seller.choose("Reason", UNWANTED)
    seller.click("button", "Refund $1.56")
    seller.await_("button", "Undo")
    said, seen = set(), set()
    for _ in range(5):
        said.add(seller.sees("goes out in", role="status"))
        with inside(shop):
            seen.add(shop.driver.find_element("css selector", ".ticking").text)
        time.sleep(0.6)
    seller.click("button", "Undo")
    seller.sees("Taken back. Nothing was sent.", role="status")
    assert len(said) == 1
    assert "seconds. Undo takes it back." in said.pop()
    assert len(seen) > 1
    assert all(text.startswith("A refund of $1.56 goes out in ") for text in seen)


def test_a_second_answer_that_contradicts_is_shown(shop: Shop) -> None:
    """Accepted, and rejected under the other name: both are said, and neither is taken for the whole truth."""
    seller, order = shop.open_form(33)
    seller.choose("Reason", UNWANTED)
    shop.world.processor.stop()
    seller.click("button", "Refund $26.94")
    send_now(seller)
    seller.sees("Delivered.", role="status", patience=45)
    [refund] = shop.refunds(order)
    shop.helper.stop()
    name = refund["file"]["name"]
    first, second = (shop.world.site.acks / one for one in file_names.ack_files(name))
    first.write_text("Status,ErrorMessage\r\nTRUE,\r\n", "utf-8")
    second.write_text("Status,ErrorMessage\r\nFALSE,Order was not found.\r\n", "utf-8")
    shop.helper.start()
    contradiction = "says something else than before. Ask Solid Commerce which is true."
    assert ACCEPTED in seller.sees(contradiction, role="status", patience=90)  # it may be said a look later
    seller.picture("contradiction")
    shop.world.processor.start()


def test_narrow_and_enlarged(shop: Shop) -> None:
    """At 320 pixels, which is also a window at 200 %, nothing lies beside the panel, and all of it can be reached."""
    driver = shop.driver
    driver.set_window_size(320, 640)
    try:
        seller, order = shop.open_form(34)
        for item in order.items:
            seller.choose("Reason", UNWANTED, within=item.product_title)
        seller.write("Shipping", "1", within=order.items[0].product_title)
        seller.await_("combobox", "Why not the full amount?")
        seller.click("DisclosureTriangle", "Read from the page")
        seller.sees(order.merchant_order_id)
        with inside(shop):
            wide = driver.execute_script(SIDEWAYS)
        seller.picture("narrow")
        assert wide == []
        seller.click("button", "Refund $46.09")
        seller.sees("Say why it is not the full amount.")
    finally:
        driver.set_window_size(1280, 900)


SIDEWAYS = """
const panel = document.querySelector("dialog").getBoundingClientRect();
const beside = (box) => box.left < panel.left - 0.5 || box.right > panel.right + 0.5;
const scrolls = (one) => one.scrollWidth > one.clientWidth + 1 && !one.matches("input, select, textarea");
const wrong = [...document.querySelectorAll("dialog, dialog *")]
  .filter((one) => one.getClientRects().length && !one.matches(".unseen"))
  .filter((one) => beside(one.getBoundingClientRect()) || (scrolls(one) && getComputedStyle(one).display !== "inline"));
return wrong.map((one) => `${one.localName}.${one.className} ${one.textContent.slice(0, 40)}`);
"""
"""What lies outside the panel or would have to be scrolled sideways."""
