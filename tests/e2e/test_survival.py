"""What ends at its own time: worker, tab, helper. The refund exists once or not at all, and the seller sees which."""

from __future__ import annotations

from typing import Any

from jet_refunds_demo.portal.catalogue import THREE_UNITS
from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now

LONG = 45.0  # seconds: the courier's next look may be some way off


def refund_button(order: Order) -> str:
    """The name of the button that refunds an order of one unit."""
    cents = sum(order.items[0].cents(part) for part in range(4))
    return f"Refund ${cents // 100:,}.{cents % 100:02}"


def fill_in(shop: Shop, number: int) -> tuple[Seller, Order]:
    seller, order = shop.open_form(number)
    seller.choose("Reason", UNWANTED)
    return seller, order


def new_tab(shop: Shop) -> None:
    """The tab that is open is closed, and another is there instead."""
    before = shop.driver.current_window_handle
    shop.driver.switch_to.new_window("tab")
    after = shop.driver.current_window_handle
    shop.driver.switch_to.window(before)
    shop.driver.close()
    shop.driver.switch_to.window(after)


def only(refunds: list[dict[str, Any]]) -> dict[str, Any]:
    [one] = refunds
    return one


def row(seller: Seller, order: Order) -> str:
    """What the popup says of the order's refund."""
    rows = [one.text() for one in seller.screen().all() if one.role == "listitem"]
    return next((text for text in rows if order.reference_order_id in text), "")


def test_the_worker_is_stopped_before_it_answers(shop: Shop) -> None:
    """The helper is busy, the background is stopped meanwhile: it is asked again, and that is the same refund."""
    seller, order = fill_in(shop, 37)
    with shop.helper.frozen():
        seller.click("button", refund_button(order))
        shop.driver.stop_background()
    seller.click("button", "Send now", patience=LONG)
    seller.sees(ACCEPTED, role="status", patience=LONG)
    assert only(shop.refunds(order))["state"] == "accepted"


def test_the_worker_is_stopped_between_two_clicks(shop: Shop) -> None:
    """Token, drafts and what waits are on disk."""
    seller, order = fill_in(shop, 20)
    shop.driver.stop_background()
    seller.click("button", refund_button(order))
    seller.await_("button", "Send now")
    shop.driver.stop_background()
    send_now(seller)
    seller.sees(ACCEPTED, role="status", patience=LONG)
    assert len(shop.refunds(order)) == 1


def test_the_tab_is_closed_in_the_undo_time(shop: Shop) -> None:
    """The refund was asked for, so it goes out; the popup and the order in another tab show where it stands."""
    seller, order = fill_in(shop, 22)
    seller.click("button", refund_button(order))
    seller.await_("button", "Undo")
    new_tab(shop)
    shop.end_undo_time(order)
    shop.driver.get(shop.driver.popup_page())
    seller = Seller(shop.driver, shop.screenshots)
    seller.until(lambda: ACCEPTED in row(seller, order) or None, "the answer in the popup", LONG)
    assert only(shop.refunds(order))["state"] == "accepted"
    seller, _ = shop.open_form(22)
    seller.sees(ACCEPTED)


def test_a_draft_outlives_worker_and_tab(shop: Shop) -> None:
    """What was typed is there in another tab, after the background was stopped."""
    seller, _ = fill_in(shop, 27)
    seller.write("Product price", "10")
    seller.choose("Why not the full amount?", "item damaged")
    seller.write("Notes", "Said on the telephone")
    shop.driver.stop_background()
    new_tab(shop)
    seller, _ = shop.open_form(27)
    assert seller.await_("combobox", "Reason").value == UNWANTED
    assert seller.await_("textbox", "Notes").value == "Said on the telephone"
    assert seller.await_("textbox", "Product price").value == "10.00"


def test_a_draft_that_was_sent_is_not_sent_again(shop: Shop) -> None:
    """Left behind by a tab that was closed at the click, it would answer the next click with the refund that was."""
    seller, order = fill_in(shop, THREE_UNITS)
    seller.write("Quantity to refund", "2", role="spinbutton")
    seller.await_("button", "Refund $35.54")
    portal = shop.driver.current_window_handle
    shop.driver.switch_to.new_window("tab")
    shop.driver.get(shop.driver.popup_page())
    left = seller.until(lambda: kept_draft(shop, order), "what was typed")
    shop.driver.switch_to.window(portal)
    seller.click("button", "Refund $35.54")
    send_now(seller)
    seller.sees(ACCEPTED, role="status", patience=LONG)
    new_tab(shop)
    shop.driver.get(shop.driver.popup_page())
    assert kept_draft(shop, order) is None
    told(shop, "keep_draft", {"merchant_order_id": order.merchant_order_id, "draft": left})
    seller, _ = fill_in(shop, THREE_UNITS)
    seller.click("button", "Refund $17.77")
    send_now(seller)
    seller.sees(ACCEPTED, role="status", patience=LONG)
    assert [refund["total"] for refund in shop.refunds(order)] == ["17.77", "35.54"]


def kept_draft(shop: Shop, order: Order) -> dict[str, Any] | None:
    """What was typed for the order and not sent, asked on a page of the extension."""
    draft = told(shop, "draft", {"merchant_order_id": order.merchant_order_id})
    whole = draft and [item["order_return_refund_qty"] for item in draft["items"].values()] == ["2"]
    return draft if whole else None


def told(shop: Shop, name: str, body: dict[str, Any]) -> Any:
    """What the background answers."""
    script = "const [name, body, done] = arguments; chrome.runtime.sendMessage({ name, body }).then(done);"
    return shop.driver.execute_async_script(script, name, body)["ok"]


def test_the_helper_dies_after_the_click(shop: Shop) -> None:
    """Whether or not it had taken the refund over when it died: it exists once, and the panel goes on to the answer."""
    seller, order = fill_in(shop, 26)
    seller.click("button", refund_button(order))
    shop.helper.kill()
    shop.helper.start()
    shop.end_undo_time(order)
    seller.sees(ACCEPTED, role="status", patience=LONG)
    assert only(shop.refunds(order))["state"] == "accepted"


def test_several_tabs_with_several_orders(shop: Shop) -> None:
    """Each panel refunds its own order, whichever was opened or sent first."""
    first, one = fill_in(shop, 21)
    left = shop.driver.current_window_handle
    shop.driver.switch_to.new_window("tab")
    second, other = fill_in(shop, 38)
    second.click("button", refund_button(other))
    send_now(second)
    second.sees(ACCEPTED, role="status", patience=LONG)
    shop.driver.close()
    shop.driver.switch_to.window(left)
    first.click("button", refund_button(one))
    send_now(first)
    first.sees(ACCEPTED, role="status", patience=LONG)
    for order in (one, other):
        refund = only(shop.refunds(order))
        assert [row["merchant_order_id"] for row in shop.rows(refund)] == [order.merchant_order_id]
