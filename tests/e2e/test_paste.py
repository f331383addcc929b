"""Where the page gives no order, the seller pastes the raw data or types the numbers, and goes on to the same form."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from jet_refunds_demo.portal.catalogue import FIRST, NOT_YET, TWO_ITEMS
from jet_refunds_demo.portal.documents import PEOPLE, document, raw_text
from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.opened import from_icon, inside
from tests.e2e.test_popup import popup, settles
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now

LOADS_ANEW = True
PASTE = "Paste the raw data"
BY_HAND = "Enter the numbers by hand"
SHELVES = """
const [done] = arguments;
indexedDB.open("jet-refunds").onsuccess = async ({ target: { result: database } }) => {
  const read = (name) => new Promise((resolve) => {
    const all = database.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => resolve([name, JSON.stringify(all.result)]);
  });
  const shelves = Object.fromEntries(await Promise.all([...database.objectStoreNames].map(read)));
  database.close();
  done(shelves);
};
"""  # what the extension keeps, asked on a page of it
BREAK = "window.fetch = () => Promise.reject(new Error('the portal is down'))"
CUT = """
const whole = window.fetch;
const answer = { form: "pre", text: arguments[0] };
window.fetch = (address) => address.includes("/history/") ? Promise.resolve(Response.json(answer)) : whole(address);
"""


def raw(shop: Shop, number: int) -> str:
    """What View raw data shows for the newest moment of the order."""
    order = shop.world.order(number)
    return raw_text(order, order.history()[-1])


def cut_off(shop: Shop, number: int) -> None:
    """What the portal gives as raw data is of no use, as after BREAK, and it is known at once."""
    shop.driver.execute_script(CUT, raw(shop, number)[:200])


def type_numbers(seller: Seller, numbers: dict[str, str], within: str | None = None) -> None:
    for name, text in numbers.items():
        seller.write(name, text, within=within, role="spinbutton" if name == "Quantity ordered" else "textbox")


def test_a_pasted_order_is_refunded(shop: Shop) -> None:
    """No order on the page: the popup opens the panel, the text becomes the form, and nothing of the buyer stays."""
    order = shop.world.order(FIRST)
    seller = from_icon(shop)
    seller.sees("No order was found on this page.")
    seller.write(PASTE, raw(shop, FIRST))
    seller.picture("paste")
    seller.click("button", "Read it")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    seller.choose("Reason", UNWANTED)
    seller.click("button", "Refund $41.20")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    [refund] = shop.refunds(order)
    assert shop.rows(refund)[0]["order_item_id"] == order.order_item_id(0)
    kept = b"".join(path.read_bytes() for path in shop.helper.data_dir.rglob("*") if path.is_file())
    assert not [name for name, *_ in PEOPLE if name.encode() in kept]
    shop.driver.get(shop.driver.popup_page())
    shelves = shop.driver.execute_async_script(SHELVES)
    assert str(shop.helper.port) in shelves["settings"]
    assert (shelves["drafts"], shelves["outgoing"]) == ("[]", "[]")
    assert not [name for name, *_ in PEOPLE if name in "".join(shelves.values())]


def paste(shop: Shop, order: Order, **changes: Any) -> Seller:
    """The seller pastes the raw data of the order, in which something is written otherwise."""
    seller = from_icon(shop)
    seller.write(PASTE, json.dumps({**document(order, order.history()[-1]), **changes}))
    seller.click("button", "Read it")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    return seller


def kept_by_extension(shop: Shop) -> dict[str, str]:
    shop.driver.get(shop.driver.popup_page())
    shelves: dict[str, str] = shop.driver.execute_async_script(SHELVES)
    return shelves


@pytest.mark.by_turns
def test_words_about_a_buyer_in_the_exception_state_are_kept_nowhere(shop: Shop) -> None:
    """Neither with the refund that waits in the browser, nor in the ledger, nor in the log: an exception is noted."""
    order = shop.world.order(33)
    name = PEOPLE[order.number % len(PEOPLE)][0]
    seller = paste(shop, order, exception_state=f"exception - {name} refused the parcel")
    seller.choose("Reason", UNWANTED)
    box = seller.called("checkbox", "Jet noted an exception on this order.")
    seller.click("checkbox", box.name)
    shop.helper.stop()
    seller.click("button", "Refund $26.94")
    seller.sees("It goes out by itself.", role="status")
    shelves = kept_by_extension(shop)
    assert order.merchant_order_id in shelves["outgoing"]
    shop.helper.start()
    shop.ring_soon()
    seller.until(lambda: shop.refunds(order) or None, "the refund in the ledger", beat=0.2)
    kept = b"".join(path.read_bytes() for path in shop.helper.data_dir.rglob("*") if path.is_file())
    assert order.merchant_order_id.encode() in kept
    for word in (*name.split(), "refused the parcel"):
        assert word not in "".join(shelves.values())
        assert word.encode() not in kept


def test_the_largest_quantity_is_a_number_to_type(shop: Shop) -> None:
    """The panel does not grow with it, and is as quick."""
    order = shop.world.order(32)
    item = {**document(order, order.history()[0])["order_items"][0], "item_price": {"base_price": 2}}
    most = {**item, "request_order_quantity": 99_999}
    seller = paste(shop, order, order_items=[most], order_totals={"item_price": {"base_price": 199_998}}, shipments=[])
    seller.await_("button", "Refund $199,998.00")
    begun = time.monotonic()
    seller.write("Quantity to refund", "54321", role="spinbutton")
    seller.await_("button", "Refund $108,642.00")
    assert time.monotonic() - begun < 5
    with inside(shop):
        assert len(shop.driver.find_elements("css selector", "*")) < 300
    seller.picture("largest-quantity")


def test_pasting_is_enough(shop: Shop) -> None:
    """What comes from the clipboard is read at once, without a further click."""
    order = shop.world.order(35)
    seller = from_icon(shop)
    seller.write(PASTE, raw(shop, 35))
    seller.until(lambda: is_cut(shop, seller) or None, "the field empty again")
    with_control(shop, "v")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    seller.await_("group", order.items[0].product_title)


def is_cut(shop: Shop, seller: Seller) -> bool:
    """All of the field, once more where the browser had not given it the focus yet."""
    if seller.await_("textbox", PASTE).value:
        shop.driver.select_all()
        with_control(shop, "x")
    return not seller.await_("textbox", PASTE).value


def with_control(shop: Shop, key: str) -> None:
    modifier = Keys.META if sys.platform == "darwin" else Keys.CONTROL
    ActionChains(shop.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()


def test_a_text_without_an_order(shop: Shop) -> None:
    """The field says what is wrong with it and keeps what was pasted; the right text then goes on."""
    seller = from_icon(shop)
    seller.write(PASTE, "Order 12345, please refund")
    seller.click("button", "Read it")
    seller.sees("This text holds no order.")
    field = seller.await_("textbox", PASTE)
    assert (field.value, field.states.get("invalid")) == ("Order 12345, please refund", "true")
    assert "This text holds no order." in field.description
    seller.write(PASTE, f"Created 11:02\n{raw(shop, TWO_ITEMS)}\nDone")
    seller.click("button", "Read it")
    for item in shop.world.order(TWO_ITEMS).items:
        seller.await_("group", item.product_title)


def test_a_title_turns_nothing_around(shop: Shop) -> None:
    """Letters from right to left stay a part of their own; what would turn or command others is written out."""
    order = shop.world.order(35)
    title = order.items[0].product_title
    document = raw(shop, 35).replace(json.dumps(title), json.dumps("כיסא 12\u202e"))
    seller = from_icon(shop)
    seller.write(PASTE, document)
    seller.click("button", "Read it")
    seller.await_("group", "כיסא 12\\u202e")


@pytest.mark.by_turns
def test_the_raw_data_do_not_come(shop: Shop) -> None:
    """The portal fails: the sentence stands in the panel, and the seller can paste what was copied before.

    Raw data of an earlier moment do not say how the order stands now: that is asked.
    """
    seller, order = shop.open_order(NOT_YET)
    shop.driver.execute_script(BREAK)
    seller.click("button", "Refund")
    seller.sees("View raw data showed no order.", patience=40)
    seller.write(PASTE, raw(shop, NOT_YET))
    seller.click("button", "Read it")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    seller.sees("The page does not show a status that is known here.")
    assert seller.find("combobox", "Reason") is None


@pytest.mark.by_turns
def test_numbers_by_hand(shop: Shop) -> None:
    """The two ids, the order number, quantity and price are enough; each field says what is wrong with it."""
    order = shop.world.order(43)
    first, second = order.items
    seller = from_icon(shop)
    seller.click("button", BY_HAND)
    seller.write("merchant_order_id", "not an id")
    seller.click("button", "Use these numbers")
    seller.sees("Copy the merchant_order_id from the raw data")
    for words in ("Enter the order number", "Copy the order_item_id", "Enter how many were ordered", "Enter an amount"):
        seller.sees(words)
    assert seller.await_("textbox", "merchant_order_id").value == "not an id"
    assert seller.await_("textbox", "Product price").states.get("invalid") == "true"
    type_numbers(seller, {"merchant_order_id": order.merchant_order_id, "Order number": order.reference_order_id})
    seller.click("radio", "In Progress")
    whole = {"order_item_id": order.order_item_id(0), "Product": first.product_title, "Quantity ordered": "1"}
    prices = {"Product price": "89.95", "Sales tax": "7.20", "Shipping": "12.50", "Shipping tax": "$1"}
    type_numbers(seller, whole | prices, "Item 1")
    seller.click("button", "Add another item")
    seller.write("order_item_id", order.order_item_id(1), within="Item 2")
    type_numbers(seller, {"Product": second.product_title, "Product price": "12.50"}, "Item 2")
    seller.click("button", "Use these numbers")
    seller.until(lambda: in_error(seller) == ["Quantity ordered"] or None, "the mark at the one field that is empty")
    seller.picture("by-hand")
    seller.write("Quantity ordered", "1", within="Item 2", role="spinbutton")
    seller.click("button", "Use these numbers")
    seller.await_("dialog", f"Refund order {order.reference_order_id}")
    seller.choose("Reason", UNWANTED, within=second.product_title)
    seller.click("button", "Refund $12.50")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    [refund] = shop.refunds(order)
    [row] = shop.rows(refund)
    assert (row["merchant_order_id"], row["order_item_id"]) == (order.merchant_order_id, order.order_item_id(1))
    assert (row["principal"], row["tax"], row["shipping_cost"]) == ("12.50", "0.00", "0.00")


def in_error(seller: Seller) -> list[str]:
    return [one.name for one in seller.screen().all() if one.states.get("invalid") == "true"]


@pytest.mark.by_turns
def test_typed_numbers_stay(shop: Shop) -> None:
    """While the helper is away, and when the panel is closed and opened again on the page, nothing typed is lost.

    Over another order it is asked which of the two is meant; once used, the numbers are gone.
    """
    order = shop.world.order(20)
    seller = from_icon(shop)
    seller.click("button", BY_HAND)
    type_numbers(seller, {"merchant_order_id": order.merchant_order_id, "Order number": order.reference_order_id})
    type_numbers(seller, {"order_item_id": order.order_item_id(0), "Quantity ordered": "1", "Product price": "89.95"})
    shop.helper.stop()
    seller.click("button", "Use these numbers")
    seller.sees("Jet Refunds is not running on this computer")
    assert seller.await_("textbox", "merchant_order_id").value == order.merchant_order_id
    seller.click("button", "Close")
    seller.misses("dialog", "Refund order")
    shop.helper.start()
    seller.click("link", shop.world.order(FIRST).reference_order_id)
    cut_off(shop, FIRST)
    seller.click("button", "Refund")
    seller.sees("The raw data break off before their end.")
    assert seller.await_("spinbutton", "Quantity ordered").value == "1"
    seller.click("button", "Use these numbers")
    choose_other(seller, shop.world.order(FIRST), order)
    seller.sees("The page does not show a status that is known here.")
    seller.click("radio", "Completed")
    seller.await_("button", "Refund $89.95")
    seller.click("button", "Close")
    with popup(shop, closes=True) as icon:  # the portal's own window over the order hides its Refund button
        settles(icon)
        icon.click("button", "Paste an order")
    seller.click("button", BY_HAND)
    assert seller.await_("textbox", "merchant_order_id").value == ""


def choose_other(seller: Seller, opened: Order, other: Order) -> None:
    """It is asked which of the two is meant, and the other is chosen."""
    said = seller.sees("or choose the one to refund")
    assert [opened.reference_order_id in said, other.reference_order_id in said] == [True, True]
    assert seller.find("combobox", "Reason") is None
    seller.click("radio", seller.called("radio", other.reference_order_id).name)
    seller.click("button", "Use this order")
    seller.await_("dialog", f"Refund order {other.reference_order_id}")


@pytest.mark.by_turns
def test_another_order_than_the_one_that_lies_open(shop: Shop) -> None:
    """What is pasted over an open order is compared with it: nothing is refunded by mistake."""
    seller, order = shop.open_order(FIRST)
    cut_off(shop, FIRST)
    seller.click("button", "Refund")
    seller.sees("The raw data break off before their end.")
    seller.write(PASTE, raw(shop, 24))
    seller.click("button", "Read it")
    choose_other(seller, order, shop.world.order(24))
    seller.picture("pasted-another")
