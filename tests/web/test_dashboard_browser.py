"""The page in a real Chromium: it keeps itself fresh, and loses nothing that is typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from jet_refunds import runtime
from tests.support import documents as doc
from tests.support.browsers import SIZE, Browsers
from tests.support.credential import paired
from tests.support.house import House, house
from tests.support.http import sent_to
from tests.web.test_decisions import unclear


@pytest.fixture(scope="module")
def chromium(browsers: Browsers) -> Chrome:
    driver = browsers.fresh("chromium")
    assert isinstance(driver, Chrome)
    return driver


@dataclass
class Page:
    driver: Chrome
    house: House
    address: str

    def open(self, fragment: str = "") -> None:
        self.driver.get(runtime.open_link(self.address, self.house.ledger, self.house.clock) + fragment)

    def says(self, text: str, place: str = "body", seconds: float = 10) -> None:
        wait = WebDriverWait(self.driver, seconds, 0.1, ignored_exceptions=[Exception])
        wait.until(lambda driver: text in driver.find_element(By.CSS_SELECTOR, place).text, f"{text!r} in {place}")

    def button(self, name: str) -> None:
        self.driver.find_element(By.XPATH, f"//button[normalize-space()='{name}']").send_keys(Keys.ENTER)

    def focused(self) -> str:
        return str(self.driver.switch_to.active_element.get_attribute("value") or "")

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]


@contextmanager
def served(chromium: Chrome, made: House) -> Iterator[Page]:
    made.clock.moment = datetime.now(UTC)
    with runtime.serving(made.helper) as address:
        chromium.get_log("browser")
        yield Page(chromium, made, address)


@pytest.fixture
def page(chromium: Chrome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with house(tmp_path, port=0) as made, served(chromium, made) as shown:
        shown.open()
        yield shown


def test_what_happens_is_shown_and_what_is_typed_stays(page: Page) -> None:
    """A refund appears by itself, while the seller is in the middle of the address."""
    field = page.driver.find_element(By.ID, "url")
    field.clear()
    field.send_keys("ftp://some")
    page.house.take(doc.refund())
    page.says("JR-00001", "#refunds")
    page.says("They can still be undone", "#waiting")
    field.send_keys("body")
    assert field.get_property("value") == "ftp://somebody"
    assert page.complaints() == []


def test_a_browser_is_paired_in_place(page: Page) -> None:
    """The code appears with its time left, and makes room when the browser has used it."""
    page.button("Show a code")
    page.says("Good for 4:5", "#code")
    code = page.driver.find_element(By.CSS_SELECTOR, "#code output").text
    paired(int(page.address.rpartition(":")[2]), sent_to(page.address), code, "Chromium at home")
    page.says("Your browser is paired.", "#code")
    page.says("Chromium at home", "#browsers")
    page.button("Unpair Chromium at home")
    page.says("Three steps to the first refund", "main")
    assert page.complaints() == []


def test_the_site_is_tried_in_place(page: Page) -> None:
    """By keyboard: the steps appear, and the focus stays where it was."""
    page.button("Save and test")
    page.says("Your site works", "#tried")
    page.says("Clean up", "#tried")
    assert page.focused() == "test"
    assert page.complaints() == []


def test_a_wrong_address_brings_the_seller_to_its_field(page: Page) -> None:
    """The sentence is at the field, and the field has the focus."""
    field = page.driver.find_element(By.ID, "url")
    field.clear()
    field.send_keys("ftp.example.com")
    page.button("Save")
    page.says("must begin with ftp://", "#site")
    assert page.focused() == "ftp.example.com"


@pytest.mark.parametrize("path", ["/", "/refunds/1"])
def test_nothing_is_cut_off_at_320_pixels(page: Page, path: str) -> None:
    """WCAG 1.4.10: no sideways scrolling, whatever a title holds."""
    page.house.take(doc.refund(of=doc.order(doc.item(product_title="W" * 500, merchant_sku="-" * 200))))
    screen = {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        page.driver.get(page.driver.current_url.rstrip("/") + path)
        page.says("JR-00001")
        root = page.driver.find_element(By.TAG_NAME, "html")
        assert root.get_property("scrollWidth") == root.get_property("clientWidth")
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_without_scripts_it_works_by_loading_the_page(page: Page) -> None:
    """The forms are forms."""
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open()
        page.button("Show a code")
        page.says("Good until", "#code")
        page.button("Save and test")
        assert page.house.helper.site_tests.wait(10)
        page.driver.refresh()
        page.says("Your site works", "#tried")
        page.button("Save")
        page.says("Saved.", "#tried")
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_helper_that_is_gone_is_said(chromium: Chrome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page stays, with one sentence."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with house(tmp_path, port=0) as made:
        with served(chromium, made) as page:
            page.open("#site")
        page.says("Jet Refunds does not answer.", "#away")
        assert page.driver.find_element(By.ID, "url").is_displayed()


def test_what_an_answer_means_is_said_row_by_row(
    chromium: Chrome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer stands there as a table, also on a telephone; a row that was left out is asked for by the browser."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    with house(tmp_path, port=0) as made:
        refund_id = unclear(made)
        with served(chromium, made) as page:
            page.open()
            page.driver.find_element(By.PARTIAL_LINK_TEXT, "row by row").click()
            page.says('Not found, "Blue socks" <b>', "td:last-child")
            page.driver.set_window_size(360, 800)
            assert page.driver.execute_script("return document.body.scrollWidth <= window.innerWidth")
            accepted, rejected = page.driver.find_elements(By.CSS_SELECTOR, "fieldset")
            accepted.find_element(By.XPATH, ".//label[contains(., 'accepted')]").click()
            page.button("Keep this")
            page.says("Row by row", "#rows-title")
            rejected.find_element(By.XPATH, ".//label[contains(., 'They rejected')]").click()
            rejected.find_element(By.CSS_SELECTOR, "input[name^=words]").send_keys("Already refunded")
            page.button("Keep this")
            page.says("Already refunded", "#refunds")
        assert made.state(refund_id) == "partly_accepted"
    chromium.set_window_size(*SIZE)
