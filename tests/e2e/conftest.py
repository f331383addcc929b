"""The whole house: the embedded world, the real helper, and a real browser with the extension, shared by a module."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from jet_refunds.demo import browser
from jet_refunds.demo.helper_process import HelperProcess
from jet_refunds.demo.orders import Order
from jet_refunds.demo.portal import ADDRESS
from jet_refunds.demo.seller import Seller
from jet_refunds.demo.world import World

UNDO_SECONDS = 6


@dataclass
class Shop:
    """What a seller has, and what a test may look at."""

    world: World
    helper: HelperProcess
    driver: webdriver.Chrome
    screenshots: Path

    def open_order(self, number: int) -> tuple[Seller, Order]:
        """The seller has searched and opened the order; what counts from here on are ``seller.actions``."""
        order = self.world.order(number)
        seller = Seller(self.driver, self.screenshots)
        self.driver.get(f"{ADDRESS}?q={order.reference_order_id}")
        seller.click("link", order.reference_order_id)
        seller.await_("button", "Refund")
        seller.actions = 0
        return seller, order

    def open_form(self, number: int) -> tuple[Seller, Order]:
        """The same, and the seller has clicked Refund."""
        seller, order = self.open_order(number)
        seller.click("button", "Refund")
        seller.await_("dialog", f"Refund order {order.reference_order_id}")
        return seller, order

    def refunds(self, order: Order) -> list[dict[str, Any]]:
        """What the helper knows of this order's refunds, newest first."""
        every = self.helper.ask("list")["refunds"]
        return [refund for refund in every if refund["merchant_order_id"] == order.merchant_order_id]

    def rows(self, refund: dict[str, Any]) -> list[dict[str, str]]:
        """The rows of the refund on the site, as the csv module reads them."""
        text = (self.world.site.refunds / refund["file"]["name"]).read_text("utf-8")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [row for row in rows if row["alt_refund_id"] == refund["alt_refund_id"]]

    def pair(self) -> None:
        browser.pair(self.driver, self.helper.port, self.helper.ask("pair")["code"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    data_dir = folder / "data"
    data_dir.mkdir()
    (data_dir / "config.toml").write_text(f"undo_seconds = {UNDO_SECONDS}\n", "utf-8")
    with (
        World(folder / "world", delay=0.2, raw_data_delay=0.05) as world,
        HelperProcess(data_dir, world.site.url, world.site.password) as helper,
    ):
        driver = browser.start(portal_tls_port=world.portal.tls_port)
        try:
            made = Shop(world, helper, driver, folder / "screenshots")
            made.pair()
            yield made
        finally:
            driver.quit()


@pytest.fixture(autouse=True)
def _picture_of_what_went_wrong(request: pytest.FixtureRequest, shop: Shop) -> Iterator[None]:
    """Keeps the last screen of a failed test beside the other files of the run, and says where."""
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before:
        print(f"last screen: {Seller(shop.driver, shop.screenshots).picture(request.node.name)}")
        print(shop.helper.log_tail())
