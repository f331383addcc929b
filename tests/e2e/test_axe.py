"""axe finds nothing against the panel, in each of its states, the popup and the options; in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from jet_refunds_demo.browser import Browser
from jet_refunds_demo.browser.base import Scheme
from jet_refunds_demo.portal.catalogue import REFUSED, THREE_UNITS, TWO_ITEMS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.opened import from_icon, inside
from tests.e2e.test_paste import PASTE, raw
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now

pytestmark = pytest.mark.by_turns

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
LOADS_ANEW = True
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"

INSIDE = "Object.defineProperty(arguments[0], 'shadowRoot', { configurable: true, value: arguments[1] });"
"""The driver may enter the closed root; axe goes by this property. The page is left behind after each test."""

RUN = """
const [host, rules, done] = arguments;
const some = rules && { runOnly: { type: "rule", values: rules } };
axe.run(host ?? document, { preload: false, resultTypes: ["violations", "incomplete"], ...some }).then(
  ({ violations, passes, incomplete }) => done({
    checked: passes.map(({ id }) => id),
    unclear: incomplete.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.target}`)),
    wrong: violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.target} ${one.failureSummary}`)),
  }),
  (error) => done({ checked: [], unclear: [], wrong: [String(error)] }),
);
"""


OF_COLOURS = ("color-contrast", "link-in-text-block")
"""axe's rules that look at colours: what the others find is the same in light and in dark."""


def violations(shop: Shop, host: Any = None) -> list[str]:
    """What axe finds in light and in dark, and where it could measure no contrast; on the page, or in ``host``."""
    driver = shop.driver
    if host is not None:
        driver.execute_script(INSIDE, host, host.shadow_root)
    driver.execute_script(AXE.read_text("utf-8"))
    try:
        return [f"{scheme}: {each}" for scheme in SCHEMES for each in violations_in(driver, scheme, host)]
    finally:
        driver.prefer("light")


def violations_in(driver: Browser, scheme: Scheme, host: Any) -> list[str]:
    driver.prefer(scheme)
    told = f"return matchMedia('(prefers-color-scheme: {scheme})').matches"
    WebDriverWait(driver, 10, 0.05).until(lambda _: driver.execute_script(told))  # a frame hears it a moment later
    found = driver.execute_async_script(RUN, host, None if scheme == SCHEMES[0] else OF_COLOURS)
    assert "color-contrast" in found["checked"], f"axe has not measured what it was shown: {found}"
    wrong: list[str] = found["wrong"]
    return wrong + [each for each in found["unclear"] if each.startswith("color-contrast")]


def in_panel(shop: Shop) -> list[str]:
    with inside(shop):
        return violations(shop)


def test_form(shop: Shop) -> None:
    """As it opens, with a question, and with what was read unfolded."""
    seller, _ = shop.open_form(7)
    seller.await_("combobox", "Reason")
    seller.click("DisclosureTriangle", "Read from the page")
    assert in_panel(shop) == []


def test_errors_and_warnings(shop: Shop) -> None:
    """Marked fields, a warning to confirm, a partial amount with its why and notes."""
    seller, _ = shop.open_form(18)
    seller.write("Quantity returned", "0", role="spinbutton")
    seller.write("Product price", "1")
    seller.click("button", "Refund $9.21")
    seller.sees("Choose a reason.")
    seller.picture("axe-errors")
    assert in_panel(shop) == []


def test_no_refund_possible(shop: Shop) -> None:
    """A sentence instead of a form."""
    seller, _ = shop.open_form(8)
    seller.sees("In Progress or Completed")
    assert in_panel(shop) == []


def test_paste_and_doubt(shop: Shop) -> None:
    """The place to paste with an error, the numbers by hand with theirs, and the choice between two orders."""
    seller = from_icon(shop)
    seller.click("button", "Read it")
    seller.sees("This text holds no order.")
    seller.click("button", "Enter the numbers by hand")
    seller.click("button", "Add another item")
    seller.click("button", "Use these numbers")
    seller.sees("Copy the merchant_order_id")
    seller.picture("axe-paste")
    assert in_panel(shop) == []
    seller.write(PASTE, f"{raw(shop, TWO_ITEMS)}{raw(shop, THREE_UNITS)}")
    seller.click("button", "Read it")
    seller.sees("The raw data hold several orders")
    assert in_panel(shop) == []


def test_undo_and_accepted(shop: Shop) -> None:
    """The time to undo, the answer, and the form again with the earlier refund under it."""
    seller, order = shop.open_form(36)
    item = next(one for one in order.items if can_refund(seller, one.product_title))
    seller.choose("Reason", UNWANTED, within=item.product_title)
    seller.click("button", seller.called("button", "Refund $").name)
    seller.await_("button", "Undo")
    seller.picture("axe-held")
    assert in_panel(shop) == []
    send_now(seller)
    seller.sees(ACCEPTED, role="status", patience=45)
    assert in_panel(shop) == []
    seller.click("button", "Refund more of this order")
    seller.sees("Earlier refunds of this order")
    assert in_panel(shop) == []


def can_refund(seller: Seller, title: str) -> bool:
    return seller.find("combobox", "Reason", within=seller.await_("group", title)) is not None


def test_rejected(shop: Shop) -> None:
    """The processor's own words and Fix and resend."""
    seller, _ = shop.open_form(REFUSED)
    seller.choose("Reason", UNWANTED)
    seller.click("button", "Refund $110.65")
    send_now(seller)
    seller.sees("was not found in your account", role="status", patience=45)
    seller.picture("axe-rejected")
    assert in_panel(shop) == []


def test_popup_and_options(shop: Shop) -> None:
    """The extension's own pages, paired and with refunds to show."""
    driver = shop.driver
    for page in (driver.popup_page(), driver.options_page()):
        driver.get("about:blank")
        driver.get(page)
        seller = Seller(driver, shop.screenshots)
        seller.sees("Jet Refunds")
        seller.until(lambda: driver.execute_script("return document.readyState === 'complete'") or None, "the page")
        assert violations(shop) == []
    seller.click("button", "Test the connection")
    seller.await_("textbox", "Report")
    assert violations(shop) == []


def test_the_button_in_the_page(shop: Shop) -> None:
    """Refund, as it stands in the portal's own window."""
    shop.open_order(TWO_ITEMS)
    assert violations(shop, shop.driver.find_element("css selector", ".dialog [data-jet-refunds]")) == []
