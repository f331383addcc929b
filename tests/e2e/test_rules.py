"""What stands against a refund is said where the seller looks, and nothing typed is lost."""

from __future__ import annotations

import pytest

from jet_refunds_demo.portal.catalogue import NOT_YET
from tests.e2e.conftest import Shop
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now

pytestmark = pytest.mark.by_turns


def test_an_order_that_is_not_far_enough(shop: Shop) -> None:
    """Jet takes refunds for In Progress and Completed only; there is no form, but a sentence."""
    seller, _ = shop.open_form(NOT_YET)
    seller.sees("In Progress or Completed")
    assert seller.find("combobox", "Reason") is None


def test_a_status_that_is_none_of_the_five(shop: Shop) -> None:
    """A word that is not known here is not guessed at: the seller says what it means, and the form comes."""
    seller, _ = shop.open_form(44)
    seller.sees("The page does not show a status that is known here.")
    assert seller.find("combobox", "Reason") is None
    seller.click("radio", "Completed")
    seller.await_("combobox", "Reason")


def test_more_than_is_left_is_said_at_the_field(shop: Shop) -> None:
    """The field is marked, its description is the sentence, and what was typed stays."""
    seller, _ = shop.open_form(22)
    seller.choose("Reason", UNWANTED)
    seller.write("Product price", "11.26")

    def marked() -> bool | None:
        field = seller.await_("textbox", "Product price")
        return (field.states.get("invalid") == "true" and "only $11.25 of it is left" in field.description) or None

    seller.until(marked, "the mark at Product price")
    seller.write("Quantity to refund", "2", role="spinbutton")
    seller.sees("only 1 can still be refunded")
    seller.click("button", "Refund $12.16")
    seller.sees("Nothing was sent. Mend what is marked", role="status")
    assert seller.await_("textbox", "Product price").value == "11.26"


def test_partial_without_a_why(shop: Shop) -> None:
    """Less than full asks why; the field is only there when it is needed."""
    seller, order = shop.open_form(38)
    seller.choose("Reason", "Package arrived late")
    assert seller.find("combobox", "Why not the full amount?") is None
    seller.write("Shipping", "0")
    seller.await_("combobox", "Why not the full amount?")
    seller.click("button", "Refund $1.07")
    seller.sees("Say why it is not the full amount.")
    seller.choose("Why not the full amount?", "other")
    seller.click("button", "Refund $1.07")
    seller.sees("write into the notes what “other” means")
    seller.picture("other-without-notes")
    seller.write("Notes", "Shipping was free")
    seller.click("button", "Refund $1.07")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    [row] = shop.rows(shop.refunds(order)[0])
    assert (row["refund_feedback"], row["notes"], row["shipping_cost"]) == ("other", "Shipping was free", "0.00")


def test_full_again_needs_no_why(shop: Shop) -> None:
    """When the amounts are full again, the question goes, and no feedback is sent."""
    seller, order = shop.open_form(33)
    seller.choose("Reason", UNWANTED)
    seller.write("Product price", "10")
    seller.choose("Why not the full amount?", "item damaged")
    seller.click("button", "Use the full amounts")
    seller.click("button", "Refund $26.94")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    assert shop.rows(shop.refunds(order)[0])[0]["refund_feedback"] == ""


def test_no_reason(shop: Shop) -> None:
    """Clicked too early, the button says at the field what is missing."""
    seller, _ = shop.open_form(42)
    seller.click("button", "Refund $41.20")
    seller.sees("Choose a reason.")
    assert seller.await_("combobox", "Reason").states.get("invalid") == "true"


@pytest.mark.parametrize(
    ("number", "warning", "button"),
    [(15, "jet manual canceled to complete state", "Refund $110.65"), (18, "days old", "Refund $41.20")],
)
def test_a_warning_is_confirmed(shop: Shop, number: int, warning: str, button: str) -> None:
    """A warning stands there as a check box from the start; without the check nothing is sent."""
    seller, order = shop.open_form(number)
    seller.choose("Reason", UNWANTED)
    seller.click("button", button)
    seller.sees("Confirm what is marked, then refund.", role="status")
    assert not shop.refunds(order)
    seller.click("checkbox", seller.called("checkbox", warning).name)
    seller.click("button", button)
    send_now(seller)
    seller.sees(ACCEPTED, role="status")


def test_refunding_more_than_came_back_is_confirmed(shop: Shop) -> None:
    """This warning comes with what is typed, and goes with it."""
    seller, order = shop.open_form(23)
    seller.choose("Reason", UNWANTED)
    seller.write("Quantity returned", "1", role="spinbutton")
    box = seller.called("checkbox", "you refund 2, but only 1 came back")
    seller.picture("warning")
    seller.click("checkbox", box.name)
    seller.click("button", "Refund $35.54")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    [row] = shop.rows(shop.refunds(order)[0])
    assert (row["total_quantity_returned"], row["order_return_refund_qty"]) == ("1", "2")


def test_unit_or_line_price_is_asked(shop: Shop) -> None:
    """Where nothing tells what a price is for, both readings are shown, and the amounts follow the seller's choice."""
    seller, order = shop.open_form(7)
    seller.choose("Reason", UNWANTED)
    seller.await_("button", "Refund $44.66")
    choices = [one for one in seller.screen().all() if one.role == "radio"]
    assert ["$44.66" in choices[0].name, "$22.33" in choices[1].name] == [True, True]
    seller.picture("readings")
    seller.click("button", "Refund $44.66")
    seller.sees("Confirm what is marked, then refund.", role="status")
    seller.click("radio", choices[1].name)
    seller.click("button", "Refund $22.33")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    assert shop.rows(shop.refunds(order)[0])[0]["principal"] == "17.59"


def test_items_with_the_same_sku(shop: Shop) -> None:
    """Neither table nor shipments can tell such items apart; each is offered by its own order_item_id."""
    seller, order = shop.open_form(11)
    seller.await_("group", order.items[1].product_title)
    groups = [one for one in seller.screen().all() if one.role == "group"]
    assert [one.name for one in groups if one.name] == [item.product_title for item in order.items]


def test_cancelled_units_are_not_offered(shop: Shop) -> None:
    """One of two was cancelled: the overlay says so, the raw data of Created do not."""
    seller, order = shop.open_form(12)
    group = order.items[0].product_title
    seller.sees("cancelled 1")
    assert seller.await_("spinbutton", "Quantity to refund", within=group).value == "1"
    seller.await_("button", "Refund $24.30")
