"""From the order list to the processor's answer, as a seller does it at https://partner.jet.com."""

from __future__ import annotations

from decimal import Decimal

from jet_refunds_demo.portal.catalogue import FIRST, REFUSED, THREE_UNITS, TWO_ITEMS
from jet_refunds_demo.portal.orders import Item
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop

ACCEPTED = "Accepted by Solid Commerce"
LOST = "Package never arrived"
UNWANTED = "No longer want this item"
FOCUSED = """
const one = document.activeElement, [tells] = arguments;
if (one === document.body || (tells && !document.hasFocus())) return "bars";
return "jetRefunds" in one.dataset ? "ours" : one.localName;
"""


def focused(shop: Shop) -> str:
    """On the portal's page, which is not told what in the panel has the focus; "bars": it is in the browser's own.

    Then Firefox leaves the page's own focus where it is; a Chromium without a window is never in front.
    """
    return str(shop.driver.execute_script(FOCUSED, shop.driver.kind == "firefox"))


def dollars(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def amounts(item: Item) -> dict[str, str]:
    names = ("principal", "tax", "shipping_cost", "shipping_tax")
    return {name: dollars(item.cents(part)) for part, name in enumerate(names)}


def send_now(seller: Seller) -> None:
    """Does not wait until the undo time is over."""
    seller.click("button", "Send now")


def test_three_actions_make_a_refund(shop: Shop) -> None:
    """Refund, a reason, Refund $x: no more is asked of the seller, and the file says what was asked."""
    seller, order = shop.open_order(FIRST)
    assert shop.driver.current_url.startswith("https://partner.jet.com/")
    seller.click("button", "Refund")
    seller.choose("Reason", UNWANTED)
    seller.click("button", "Refund $41.20")
    assert seller.actions == 3
    seller.sees(ACCEPTED, role="status")
    [refund] = shop.refunds(order)
    assert shop.rows(refund) == [
        {
            "merchant_order_id": order.merchant_order_id,
            "alt_refund_id": refund["alt_refund_id"],
            "order_item_id": order.order_item_id(0),
            "total_quantity_returned": "1",
            "order_return_refund_qty": "1",
            "refund_reason": UNWANTED,
            "refund_feedback": "",
            "notes": "",
            **amounts(order.items[0]),
        }
    ]
    assert refund["state"] == "accepted"


def test_no_screen_says_refunded(shop: Shop) -> None:
    """What is known is that the processor accepted, not that the buyer was paid."""
    seller, _ = shop.open_form(FIRST)
    words = seller.sees(ACCEPTED)
    assert "Nothing is left to refund" in words
    assert "refunded" not in words


def test_two_items_are_one_refund(shop: Shop) -> None:
    """Two rows share one alt_refund_id, and one file holds both."""
    seller, order = shop.open_form(TWO_ITEMS)
    for item in order.items:
        seller.choose("Reason", "Wrong quantity received", within=item.product_title)
    total = sum(item.cents(part) for item in order.items for part in range(4))
    seller.click("button", f"Refund ${dollars(total)}")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    [refund] = shop.refunds(order)
    rows = shop.rows(refund)
    assert [row["order_item_id"] for row in rows] == [order.order_item_id(0), order.order_item_id(1)]
    assert {row["alt_refund_id"] for row in rows} == {refund["alt_refund_id"]}
    assert [{name: row[name] for name in amounts(item)} for item, row in zip(order.items, rows, strict=True)] == [
        amounts(item) for item in order.items
    ]


def test_a_second_refund_offers_only_what_is_left(shop: Shop) -> None:
    """Two of three are refunded; then one is offered, with the rest of the money to the cent."""
    seller, order = shop.open_form(THREE_UNITS)
    group = order.items[0].product_title
    seller.choose("Reason", LOST, within=group)
    assert seller.await_("spinbutton", "Quantity returned", within=group).value == "0"
    seller.write("Quantity to refund", "2", within=group, role="spinbutton")
    seller.await_("button", "Refund $35.54")  # the helper was asked for the amounts of two
    assert seller.await_("textbox", "Product price", within=group).value == "25.00"
    seller.click("button", "Refund $35.54")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    seller.click("button", "Refund more of this order")
    seller.sees("already refunded 2")
    assert seller.await_("spinbutton", "Quantity to refund", within=group).value == "1"
    seller.choose("Reason", LOST, within=group)
    seller.click("button", "Refund $17.77")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    last, first = shop.refunds(order)
    assert first["alt_refund_id"] != last["alt_refund_id"]
    rows = [row for refund in (first, last) for row in shop.rows(refund)]
    assert sum(Decimal(row[name]) for row in rows for name in amounts(order.items[0])) == Decimal("53.31")
    seller.click("button", "Refund more of this order")
    seller.sees("Nothing is left to refund")


def test_a_rejection_shows_the_processors_words_and_can_be_mended(shop: Shop) -> None:
    """The processor's own sentence stands in the panel; Fix and resend opens the form as it was filled in."""
    seller, order = shop.open_form(REFUSED)
    group = order.items[0].product_title
    seller.choose("Reason", "Item is expired", within=group)
    seller.write("Shipping", "2.50", within=group)
    seller.choose("Why not the full amount?", "other", within=group)
    seller.write("Notes", "Lamp came without its shade, £ € 🦊", within=group)
    seller.click("button", "Refund $100.65")
    send_now(seller)
    said = seller.sees("was not found in your account", role="status")
    assert "Import the order into Solid Commerce first." in said
    seller.picture("rejected")
    shop.world.processor.rejections.clear()
    seller.click("button", "Fix and resend")
    assert seller.await_("combobox", "Reason", within=group).value == "Item is expired"
    assert seller.await_("textbox", "Notes", within=group).value == "Lamp came without its shade, £ € 🦊"
    seller.click("button", "Refund $100.65")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    second, first = shop.refunds(order)
    assert first["request_id"] != second["request_id"]
    assert (first["state"], second["state"]) == ("rejected", "accepted")
    assert shop.rows(second)[0]["notes"] == "Lamp came without its shade, £ € 🦊"


def test_undo_takes_it_back(shop: Shop) -> None:
    """Undone within the time, nothing is sent, and the form is there again as it was."""
    seller, order = shop.open_form(16)
    seller.choose("Reason", "Unwanted gift")
    seller.write("Product price", "20")
    seller.choose("Why not the full amount?", "customer opened item")
    seller.write("Notes", "Said on the telephone")
    seller.click("button", "Refund $29.26")
    seller.click("button", "Undo")
    seller.sees("Taken back. Nothing was sent.", role="status")
    assert seller.await_("combobox", "Reason").value == "Unwanted gift"
    assert seller.await_("textbox", "Notes").value == "Said on the telephone"
    [refund] = shop.refunds(order)
    assert (refund["state"], refund["file"]) == ("cancelled", None)


def test_a_double_click_refunds_once(shop: Shop) -> None:
    """The second click meets no second refund, and does not close the window that came."""
    seller, order = shop.open_form(26)
    seller.choose("Reason", "Accidental order")
    seller.click("button", f"Refund ${dollars(order.items[0].cents(0))}", clicks=2)
    seller.await_("button", "Undo")
    assert len(shop.refunds(order)) == 1


def test_what_was_typed_survives_a_reload(shop: Shop) -> None:
    """The draft is there again when the order is opened the next time."""
    seller, order = shop.open_form(17)
    seller.choose("Reason", "Item arrived damaged - box damaged")
    seller.write("Product price", "40")
    seller.choose("Why not the full amount?", "customer opened item")
    seller.write("Notes", "Half of it is fine")
    seller.await_("button", "Refund $45.12")
    seller.driver.refresh()
    seller, order = shop.open_form(17)
    assert seller.await_("combobox", "Reason").value == "Item arrived damaged - box damaged"
    assert seller.await_("textbox", "Product price").value in ("40", "40.00")
    assert seller.await_("combobox", "Why not the full amount?").value == "customer opened item"
    assert seller.await_("textbox", "Notes").value == "Half of it is fine"
    seller.click("button", "Refund $45.12")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    [refund] = shop.refunds(order)
    [row] = shop.rows(refund)
    assert (row["principal"], row["refund_feedback"]) == ("40.00", "customer opened item")
    assert row["notes"] == "Half of it is fine"


def test_the_order_of_another_title_does_not_run(shop: Shop) -> None:
    """A title is text, whatever it says: <script> stands in the panel as it stands in the order."""
    seller, order = shop.open_form(35)
    seller.await_("group", order.items[0].product_title)


def test_the_panel_keeps_the_focus(shop: Shop) -> None:
    """Tab goes round in it, and through the browser's own bars."""
    seller, _ = shop.open_form(20)
    seller.await_("combobox", "Reason")
    for _ in range(25):
        seller.key("Tab", code=9)
        assert focused(shop) in ("ours", "bars")
    shop.driver.refresh()  # into a Chromium that has no window a driver's keys do not come back from its bars twice


def test_escape_closes_and_focus_returns(shop: Shop) -> None:
    """Escape closes the panel alone, wherever in it the focus is, and the focus is back on Refund."""
    seller, order = shop.open_form(20)
    seller.await_("combobox", "Reason")
    seller.until(lambda: tabbed_into_the_panel(shop, seller), "the focus in the panel", beat=0.05)
    seller.key("Escape", code=27)
    seller.misses("dialog", f"Refund order {order.reference_order_id}")
    seller.until(lambda: seller.await_("button", "Refund").states.get("focused"), "the focus on Refund")


def tabbed_into_the_panel(shop: Shop, seller: Seller) -> bool | None:
    """The test before may have left the focus in Firefox's own bars."""
    if focused(shop) == "ours":
        return True
    seller.key("Tab", code=9)
    return None


def test_a_page_cannot_press_the_button(shop: Shop) -> None:
    """The button in the page lies in a closed shadow root, out of reach of its scripts."""
    seller, _ = shop.open_order(21)
    reach = "return [...document.querySelectorAll('[data-jet-refunds]')].map(host => host.shadowRoot)"
    assert shop.driver.execute_script(reach) == [None]
    shop.driver.execute_script("document.querySelector('[data-jet-refunds]').click()")
    assert seller.find("dialog", "Refund order") is None


def test_an_order_of_another_person(shop: Shop) -> None:
    """Nothing about a buyer reaches the helper: its data folder knows no name, street or telephone number."""
    from jet_refunds_demo.portal.documents import PEOPLE

    seller, order = shop.open_form(28)
    seller.choose("Reason", LOST, within=order.items[1].product_title)
    seller.click("button", "Refund $32.93")
    seller.await_("button", "Undo")
    kept = b"".join(path.read_bytes() for path in shop.helper.data_dir.rglob("*") if path.is_file())
    assert order.merchant_order_id.encode() in kept
    for name, street, *_ in PEOPLE:
        assert name.encode() not in kept
        assert street.encode() not in kept
