"""The options page: how the connection is, the one button that mends it, and the connection test with its report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jet_refunds.ledger import Ledger
from jet_refunds_demo.portal.documents import document
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.test_refund import UNWANTED, send_now
from tests.e2e.test_trouble import other_program
from tests.support.forked_helper import ForkedHelper

pytestmark = pytest.mark.by_turns

REMEDIES = {"Allow", "Set the port", "Pair this browser", "Try again", "Refresh the page", "Open the dashboard"}
STEPS = (
    "The browser lets Jet Refunds talk to its helper",
    "The browser lets Jet Refunds work on the portal",
    "A program answers on the port",
    "It is the Jet Refunds helper",
    "Helper and extension fit together",
    "This browser is paired",
    "The helper knows this browser",
    "Ledger",
    "FTP site",
    "Sending",
    "Keychain",
)
READ_ID = """
const done = arguments[0];
indexedDB.open("jet-refunds").onsuccess = ({ target: { result: database } }) => {
  const asked = database.transaction("settings").objectStore("settings").get("pairing");
  asked.onsuccess = () => { database.close(); done(asked.result.browser); };
};
"""
OVERFLOW = """
document.documentElement.style.width = "320px";
return [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 320.5)
  .map((one) => one.outerHTML.slice(0, 80));
"""


def options(shop: Shop) -> Seller:
    shop.driver.get("about:blank")
    shop.driver.get(shop.driver.options_page())
    seller = Seller(shop.driver, shop.screenshots)
    seller.until(lambda: seller.await_("status").text() or None, "how the connection stands, which pushes buttons down")
    return seller


def remedies(seller: Seller) -> list[str]:
    """The buttons that mend something, on the whole page."""
    return [one.name for one in seller.screen().all() if one.role == "button" and one.name in REMEDIES]


# -- the states of the connection


@contextmanager
def away(shop: Shop, _: Path) -> Iterator[None]:
    shop.driver.get("about:blank")  # no page asks on while another program takes the helper's place
    shop.helper.stop()
    yield
    shop.helper.start()


@contextmanager
def answering(shop: Shop, answer: bytes) -> Iterator[None]:
    heard: list[str | None] = []
    with away(shop, Path()), other_program(shop.helper.port, heard, answer):
        yield
    assert set(heard) == {None}, "something was proved to a program that is not the helper"


@contextmanager
def another(shop: Shop, _: Path) -> Iterator[None]:
    with answering(shop, b"<h1>It works!</h1>"):
        yield


@contextmanager
def pretender(shop: Shop, _: Path) -> Iterator[None]:
    """It names itself ours, and knows no more of this browser than anybody."""
    with answering(shop, b'{"name": "jet-refunds", "version": "9.8", "api": 2}'):
        yield


@contextmanager
def impostor(shop: Shop, _: Path) -> Iterator[None]:
    """It says that it knows this browser, and cannot prove it."""
    with answering(shop, b'{"name": "jet-refunds", "version": "9.8", "api": 2, "nonce": "%s"}' % (b"A" * 54)):
        yield


@contextmanager
def older(shop: Shop, _: Path) -> Iterator[None]:
    with answering(shop, b'{"name": "jet-refunds", "version": "9.8", "api": 1}'):
        yield


@contextmanager
def newer(shop: Shop, _: Path) -> Iterator[None]:
    with answering(shop, b'{"name": "jet-refunds", "version": "9.8", "api": 3}'):
        yield


@contextmanager
def unpaired(shop: Shop, _: Path) -> Iterator[None]:
    options(shop).click("button", "Forget this pairing")
    yield
    shop.pair()


@contextmanager
def stranger(shop: Shop, folder: Path) -> Iterator[None]:
    """Another ledger, which never paired this browser."""
    with away(shop, folder), ForkedHelper(folder / "other", shop.world.site, port=shop.helper.port):
        yield


@contextmanager
def without_helper(shop: Shop, _: Path) -> Iterator[None]:
    shop.driver.withhold_helper()
    yield
    shop.driver.grant_all()


@contextmanager
def without_portal(shop: Shop, _: Path) -> Iterator[None]:
    shop.driver.withhold_portal()
    yield
    shop.driver.grant_all()


TROUBLES: dict[str, tuple[Any, str, str, str]] = {
    "no permission for the helper": (without_helper, "does not let Jet Refunds talk to its helper", "Allow", STEPS[0]),
    "no permission for the portal": (without_portal, "does not let Jet Refunds work on the pages", "Allow", STEPS[1]),
    "nothing on the port": (away, "is not running on this computer", "Try again", STEPS[2]),
    "another program": (another, "Another program answers on port", "Set the port", STEPS[3]),
    "a program that pretends": (pretender, "does not accept this browser any more", "Pair this browser", STEPS[6]),
    "an impostor": (impostor, "Another program answers on port", "Set the port", STEPS[3]),
    "helper too old": (older, "The Jet Refunds helper (version 9.8) is older", "Try again", STEPS[4]),
    "extension too old": (newer, "This extension is older than the Jet Refunds helper", "Try again", STEPS[4]),
    "not paired": (unpaired, "This browser is not paired with Jet Refunds yet.", "Pair this browser", STEPS[5]),
    "pairing ended": (stranger, "does not accept this browser any more", "Pair this browser", STEPS[6]),
}
"""What is wrong -> how it comes, its sentence, its button, the step of the test that fails."""


@pytest.mark.explore
@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_trouble_has_its_sentence_its_one_button_and_its_step(shop: Shop, tmp_path: Path, trouble: str) -> None:
    """Said at the top; the connection test names the step, takes those before it as fine and tries none behind it."""
    cause, sentence, button, step = TROUBLES[trouble]
    state: AbstractContextManager[None] = cause(shop, tmp_path)
    with state:
        seller = options(shop)
        seller.sees(sentence, role="status")
        assert remedies(seller) == [button]
        seller.click("button", "Test the connection")
        seller.await_("textbox", "Report")
        at = STEPS.index(step)
        assert results(seller) == [*["fine"] * at, "needs you", *["not tried"] * (len(STEPS) - at - 1)]
        assert remedies(seller) == [button, button]
        seller.picture(f"options {trouble}")
    seller = options(shop)
    seller.sees("Connected with Jet Refunds on port", role="status")


def results(seller: Seller) -> list[str]:
    """Of each step in the list, in order."""
    rows = [one.text() for one in seller.screen().all() if one.role == "listitem"]
    steps = [row for row in rows if any(step in row for step in STEPS)]
    assert [next(step for step in STEPS if step in row) for row in steps] == list(STEPS)
    return [next(word for word in ("not tried", "needs you", "waiting", "fine") if f" {word}" in row) for row in steps]


@pytest.mark.parametrize(
    ("cause", "button", "field"),
    [(another, "Set the port", "Port"), (unpaired, "Pair this browser", "Pairing code")],
)
def test_the_button_leads_to_the_field(shop: Shop, tmp_path: Path, cause: Any, button: str, field: str) -> None:
    with cause(shop, tmp_path):
        seller = options(shop)
        seller.click("button", button)
        seller.until(lambda: seller.await_("textbox", field).states.get("focused") or None, f"the focus in {field}")


def test_a_pairing_that_is_forgotten_or_replaced_is_ended_in_the_helper_too(shop: Shop) -> None:
    """No pairing stays there that no browser has."""

    def paired() -> list[str]:
        with closing(Ledger.in_folder(shop.helper.data_dir)) as ledger:
            return [browser.id for browser in ledger.pairings.browsers()]

    shop.pair_at_once()
    first = paired()
    shop.pair_at_once()
    second = paired()
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    seller = options(shop)
    seller.click("button", "Forget this pairing")
    seller.sees("This browser is not paired", role="status")
    assert paired() == []
    shop.pair_at_once()


def test_what_was_withheld_is_given_with_one_click(shop: Shop) -> None:
    """Firefox is told to say yes here, but asks only straight from a click; Chromium's question is beyond a test."""
    shop.driver.withhold_helper()
    seller = options(shop)
    seller.click("button", "Allow")
    if shop.driver.kind == "chromium":
        shop.driver.grant_all()
    seller.sees("Connected with Jet Refunds on port", role="status")
    shop.driver.grant_all()


def test_what_waits_and_what_needs_the_seller_is_said(shop: Shop) -> None:
    """Not a trouble of the connection: a number, the helper's own reason, and the dashboard as the place to mend it."""
    shop.world.site.stop()
    try:
        seller, order = shop.open_form(1)
        seller.choose("Reason", UNWANTED, within=order.items[0].product_title)
        seller.click("button", "Refund $41.20")
        send_now(seller)
        seller.sees("Waiting: ", role="status", patience=45)
        seller = options(shop)
        said = seller.sees("Refunds without an answer yet: 1.", role="status")
        assert "Connected with Jet Refunds on port" in said
        assert remedies(seller) == ["Open the dashboard"]
        seller.click("button", "Test the connection")
        seller.await_("textbox", "Report")
        assert results(seller)[8] == "waiting"
        seller.picture("options waiting")
    finally:
        shop.world.site.start()


# -- the report


def test_all_is_fine_and_the_report_holds_no_secret(shop: Shop) -> None:
    """A refund lies in the ledger and another in the browser; no id, code, order, buyer or password is told."""
    seller, order = shop.open_form(22)
    seller.choose("Reason", UNWANTED, within=order.items[0].product_title)
    shop.helper.stop()
    seller.click("button", "Refund $12.15")
    seller.sees("Waiting. It goes out by itself.", role="status")
    seller = options(shop)
    seller.click("button", "Test the connection")
    reports = [report(seller)]
    shop.helper.start()
    seller.click("button", "Test the connection")
    seller.until(lambda: None if "helper_away" in report(seller) else True, "a second report")
    reports.append(report(seller))
    assert "answers: failed (helper_away)" in reports[0]
    assert "Kept in the browser: 1" in reports[0]
    assert "known: fine" in reports[1]
    secrets = {
        shop.driver.execute_async_script(READ_ID),
        shop.helper.ask("pair")["code"],
        shop.world.site.password,
        shop.world.site.url.partition("://")[2],
        *(value for refund in shop.helper.ask("list")["refunds"] for value in numbers(refund)),
        *words(document(order, order.history()[-1])),
    }
    assert len(secrets) > 20
    for secret in secrets:
        assert not [one for one in reports if secret in one], f"the report tells {secret}"
    seller.click("button", "Copy report")
    seller.sees("Copied.", role="status")
    seller.picture("options fine")


def report(seller: Seller) -> str:
    return seller.await_("textbox", "Report").value


def numbers(refund: dict[str, Any]) -> set[str]:
    return {refund["alt_refund_id"], refund["merchant_order_id"], refund["reference_order_id"], refund["request_id"]}


def words(document: Any) -> Iterator[str]:
    """Every text in an order's raw data that is long enough to tell something."""
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        for value in document:
            yield from words(value)
    elif isinstance(document, str) and len(document) > 6:
        yield document


# -- for everybody


def focused(seller: Seller, name: str) -> bool | None:
    return any(one.states.get("focused") and one.name == name for one in seller.screen().all()) or None


def test_the_keyboard_is_enough(shop: Shop) -> None:
    """From the top, Tab comes by every control in the order in which they stand, and Space presses."""
    seller = options(shop)
    seller.sees("Connected with Jet Refunds on port", role="status")
    for name in ("Open the dashboard", "Port", "Pairing code", "Pair", "Forget this pairing", "Test the connection"):
        seller.key("Tab", code=9)
        seller.until(partial(focused, seller, name), f"the focus on {name}")
    seller.key(" ", code=32)
    seller.await_("textbox", "Report")


def test_nothing_is_cut_off_at_320_pixels(shop: Shop) -> None:
    seller = options(shop)
    seller.click("button", "Test the connection")
    seller.await_("textbox", "Report")
    assert shop.driver.execute_script(OVERFLOW) == []
    seller.picture("options narrow")
