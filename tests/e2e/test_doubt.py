"""Where there is a doubt which order it is, nothing is guessed: the seller is asked."""

from __future__ import annotations

import pytest

from jet_refunds_demo.portal.catalogue import FIRST, THREE_UNITS, TWO_ITEMS
from tests.e2e.conftest import Shop
from tests.e2e.opened import from_icon
from tests.e2e.test_paste import PASTE, raw

pytestmark = pytest.mark.by_turns


def test_two_orders_in_one_document(shop: Shop) -> None:
    """Both are named with number and items; without a choice nothing goes on; the chosen one is in the form."""
    one, other = shop.world.order(FIRST), shop.world.order(TWO_ITEMS)
    seller = from_icon(shop)
    seller.write(PASTE, f"[{raw(shop, FIRST)},{raw(shop, TWO_ITEMS)}]")
    seller.click("button", "Read it")
    seller.sees("The raw data hold several orders")
    names = [thing.name for thing in seller.screen().all() if thing.role == "radio" and thing.name.startswith("Order ")]
    assert [order.reference_order_id in name for order, name in zip((one, other), names, strict=True)] == [True, True]
    assert all(item.product_title in names[1] for item in other.items)
    seller.picture("two-orders")
    seller.click("button", "Use this order")
    seller.sees("Choose an order first.")
    assert seller.find("combobox", "Reason") is None
    seller.click("radio", names[1])
    seller.click("button", "Use this order")
    seller.await_("dialog", f"Refund order {other.reference_order_id}")
    seller.await_("group", other.items[0].product_title)


def test_a_stale_overlay(shop: Shop) -> None:
    """The address is already another order's than the overlay: both are named, and the seller decides."""
    seller, order = shop.open_order(THREE_UNITS)
    other = shop.world.order(TWO_ITEMS)
    shop.driver.execute_script("history.replaceState(null, '', arguments[0])", f"/orders/{other.reference_order_id}")
    seller.click("button", "Refund")
    said = seller.sees("or choose the one to refund", patience=30)
    assert order.reference_order_id in said
    assert other.reference_order_id in said
    assert seller.find("combobox", "Reason") is None
    seller.picture("stale")
    seller.click("radio", seller.called("radio", order.reference_order_id).name)
    seller.click("button", "Use this order")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")


def test_what_was_read_can_be_compared(shop: Shop) -> None:
    """Number, status, date, ids and SKU stand under Read from the page; what the page does not say is named."""
    seller, order = shop.open_form(32)
    seller.click("DisclosureTriangle", "Read from the page")
    said = seller.sees(order.merchant_order_id)
    for fact in (order.reference_order_id, order.order_item_id(0), order.items[0].merchant_sku, "In Progress"):
        assert fact in said
    assert "as the page shows it" in said
    seller.picture("read-from-the-page")


def test_what_is_missing_is_named(shop: Shop) -> None:
    """An order typed by hand has no date and no tax: both are named as not found."""
    order = shop.world.order(24)
    seller = from_icon(shop)
    text = raw(shop, 24).replace('"order_placed_date"', '"other_date"')
    seller.write(PASTE, text)
    seller.click("button", "Read it")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    seller.click("DisclosureTriangle", "Read from the pasted text")
    assert "Placed not found" in seller.sees("not found")
