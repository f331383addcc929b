"""The whole house: the embedded world, the real helper, and a real browser with the extension, shared by a module."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from jet_refunds.clock import SystemClock
from jet_refunds.domain.refund import State
from jet_refunds.ledger import Ledger, tables
from jet_refunds.web import to_document
from jet_refunds_demo import browser
from jet_refunds_demo.browser import Browser
from jet_refunds_demo.helper_process import HelperProcess
from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.portal.server import ADDRESS, Portal
from jet_refunds_demo.seller import Seller
from jet_refunds_demo.world import World
from tests.support.browsers import Browsers
from tests.support.forked_helper import ForkedHelper

UNDO_SECONDS = 6
LOOK = 0.1  # seconds
SHOW = """
history.pushState(null, "", `/orders/${arguments[0]}`);
history.pushState(null, "", "/orders");
history.back();
"""
"""On the portal's page: the order is opened as by the browser's Back."""
RING = """
const done = arguments[0];
chrome.alarms.get("watch").then(async (alarm) => {
  if (alarm) await chrome.alarms.create("watch", { when: Date.now() + 1000, periodInMinutes: alarm.periodInMinutes });
  done(alarm?.periodInMinutes ?? null);
});
"""
PAIR = "chrome.runtime.sendMessage({ name: 'pair', body: arguments[0] }).then(arguments[1])"


@dataclass
class Shop:
    """What a seller has, and what a test may look at."""

    world: World
    helper: HelperProcess
    driver: Browser
    screenshots: Path
    loads_anew: bool = False
    """Each order is opened on a page that was just loaded: the tests leave something in it, or take something away."""

    def open_order(self, number: int) -> tuple[Seller, Order]:
        """The seller has opened the order, after others; what counts from here on are ``seller.actions``."""
        order = self.world.order(number)
        seller = Seller(self.driver, self.screenshots)
        if self.loads_anew or not self._shows(order):
            self.driver.get(f"{ADDRESS}?q={order.reference_order_id}")
            seller.click("link", order.reference_order_id)
        seller.await_("dialog", f"Order {order.reference_order_id}")
        seller.await_("button", "Refund")
        seller.actions = 0
        return seller, order

    def _shows(self, order: Order) -> bool:
        """Whether the portal's page is in front: then the order is opened in it, in place of another."""
        if not self.driver.current_url.startswith(ADDRESS):
            return False
        Seller(self.driver).key("Escape", code=27)  # closes the panel, or else the other order
        self.driver.execute_script(SHOW, order.reference_order_id)
        return True

    def open_form(self, number: int) -> tuple[Seller, Order]:
        """The same, and the seller has clicked Refund."""
        seller, order = self.open_order(number)
        seller.click("button", "Refund")
        seller.await_("dialog", f"Refund order {order.reference_order_id}")
        return seller, order

    def refunds(self, order: Order) -> list[dict[str, Any]]:
        """What the helper knows of this order's refunds, newest first; whether or not it runs."""
        with closing(Ledger.in_folder(self.helper.data_dir)) as ledger:
            page = ledger.refund_views.page(merchant_order_id=order.merchant_order_id)
            return [dict(to_document.refund_status(refund)) for refund in page.refunds]

    def rows(self, refund: dict[str, Any]) -> list[dict[str, str]]:
        """The rows of the refund on the site, as the csv module reads them."""
        text = (self.world.site.refunds / refund["file"]["name"]).read_text("utf-8")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [row for row in rows if row["alt_refund_id"] == refund["alt_refund_id"]]

    def end_undo_time(self, order: Order) -> None:
        """The newest refund of the order, once the helper has it, is held no longer: it goes out at the next look."""
        seller = Seller(self.driver)
        [refund, *_] = seller.until(lambda: self.refunds(order) or None, "the refund in the helper", beat=LOOK)
        ended = sa.update(tables.refund).where(tables.refund.c.id == refund["id"], tables.refund.c.state == State.HELD)
        with closing(Ledger.in_folder(self.helper.data_dir)) as ledger, ledger.database.writing() as connection:
            connection.execute(ended.values(held_until=SystemClock().now()))

    def pair(self) -> None:
        """As a person does."""
        Seller(self.driver).pair(self.helper.port, self._pairing_code())

    def pair_at_once(self) -> None:
        """By the message that the options page sends."""
        self.driver.get(f"{self.driver.pages}/manifest.json")
        wanted = {"port": self.helper.port, "code": self._pairing_code(), "client": "tests"}
        answer = self.driver.execute_async_script(PAIR, wanted)
        assert answer["ok"]["trouble"] is None, answer

    def ring_soon(self) -> None:
        """The extension's alarm, half a minute long, rings in a second: of those who sleep it wakes the background.

        Set on an address of the extension that asks nothing of the background, as its pages would.
        """
        self.driver.get(f"{self.driver.pages}/manifest.json")
        assert self.driver.execute_async_script(RING) == 0.5
        self.driver.get("about:blank")

    def _pairing_code(self) -> str:
        with closing(Ledger.in_folder(self.helper.data_dir)) as ledger:
            return ledger.pairings.new_code(SystemClock().now()).text


@contextmanager
def open_shop(folder: Path, portal: Portal, start: Callable[[], Browser]) -> Iterator[Shop]:
    """Everything started, and paired with the browser that ``start`` gives, which stays open."""
    data_dir = folder / "data"
    data_dir.mkdir()
    (data_dir / "config.toml").write_text(f"undo_seconds = {UNDO_SECONDS}\n", "utf-8")
    with World(folder / "world", delay=0.05, portal=portal) as world, ThreadPoolExecutor(1) as beside:
        starting = beside.submit(start)
        with ForkedHelper(data_dir, world.site) as helper:
            made = Shop(world, helper, starting.result(), folder / "screenshots")
            made.pair_at_once()
            yield made


@pytest.fixture(scope="module", params=browser.KINDS)
def shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browsers: Browsers
) -> Iterator[Shop]:
    """A helper, a site and a processor of the module's own, and a browser that knows of none before."""
    with open_shop(tmp_path_factory.mktemp("shop"), browsers.portal, lambda: browsers.fresh(request.param)) as opened:
        opened.loads_anew = getattr(request.module, "LOADS_ANEW", False)
        yield opened


@pytest.fixture(autouse=True)
def _watched(request: pytest.FixtureRequest) -> Iterator[None]:
    """The console's errors of the extension fail a test. A failed one leaves its last screen, and says where."""
    if "shop" not in request.fixturenames:
        yield
        return
    shop: Shop = request.getfixturevalue("shop")
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before:
        print(f"last screen: {Seller(shop.driver, shop.screenshots).picture(request.node.name)}")
        print(shop.helper.log_tail())
    assert shop.driver.complaints() == []
