"""The stand-in portal in a real Chromium, at its real address, as a seller without the extension meets it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from jet_refunds_demo.portal.documents import document
from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.world import World

pytestmark = pytest.mark.browser
Until = Callable[[Callable[[], bool]], None]

HOW_TO_READ = {
    "pre.code": "return arguments[0].textContent",
    "textarea.code": "return arguments[0].value",
    "div.code": "return Array.from(arguments[0].querySelectorAll('td.line'), (line) => line.textContent).join('\\n')",
    "ol.code": "return Array.from(arguments[0].querySelectorAll('li'), (line) => line.textContent).join('\\n')",
}


class Eyes:
    """A browser, and how a person finds things in it: by role and name."""

    def __init__(self, driver: webdriver.Chrome, until: Until) -> None:
        self.driver = driver
        self.until = until

    def dialogs(self) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, "[role=dialog]")

    def open(self, order: Order) -> WebElement:
        """Finds the order by its number and clicks it."""
        self.driver.get(f"{ADDRESS}?q={order.reference_order_id}")
        self.driver.find_element(By.LINK_TEXT, order.reference_order_id).click()
        self.until(lambda: bool(self.driver.find_elements(By.XPATH, "//button[.='View raw data']")))
        [dialog] = self.dialogs()
        return dialog

    def raw_data(self, entry: str) -> str:
        """Clicks the entry's View raw data and reads what appears, in whichever form."""
        self.driver.find_element(By.XPATH, f"//li[span='{entry}']//button[.='View raw data']").click()
        self.until(lambda: bool(self.driver.find_elements(By.CSS_SELECTOR, ".code")))
        found = self.driver.find_element(By.CSS_SELECTOR, ".code")
        [script] = [script for kind, script in HOW_TO_READ.items() if kind.split(".")[0] == found.tag_name]
        return str(self.driver.execute_script(script, found))


@pytest.fixture(scope="module")
def driver(world: World) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--window-size=1280,900",
        "--ignore-certificate-errors",
        f"--host-resolver-rules=MAP partner.jet.com:443 127.0.0.1:{world.portal.tls_port}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def eyes(driver: webdriver.Chrome, until: Until) -> Iterator[Eyes]:
    yield Eyes(driver, until)
    log = driver.get_log("browser")
    assert log == [], "something failed, or broke the page's own policy"


def test_an_order_opens_over_the_list_under_its_number(world: World, eyes: Eyes) -> None:
    order = world.order(1)
    dialog = eyes.open(order)
    assert (dialog.aria_role, dialog.accessible_name) == ("dialog", f"Order {order.reference_order_id}")
    assert "In Progress" in dialog.text
    assert order.items[0].product_title in dialog.text
    assert eyes.driver.current_url.endswith(f"/orders/{order.reference_order_id}")


@pytest.mark.parametrize("number", [1, 2, 3, 4, 35])
def test_raw_data_are_the_document_in_every_form(world: World, eyes: Eyes, number: int) -> None:
    order = world.order(number)
    eyes.open(order)
    assert json.loads(eyes.raw_data("Created")) == document(order, order.history()[0])


def test_escape_closes_what_is_on_top(world: World, eyes: Eyes) -> None:
    eyes.open(world.order(2))
    eyes.raw_data("Created")
    assert [dialog.accessible_name for dialog in eyes.dialogs()][1] == "Raw data"
    eyes.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert len(eyes.dialogs()) == 1
    assert eyes.driver.switch_to.active_element.text == "View raw data"
    eyes.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert eyes.dialogs() == []
    assert eyes.driver.switch_to.active_element.text == world.order(2).reference_order_id


def test_back_closes_an_order_and_forward_opens_it(world: World, eyes: Eyes) -> None:
    eyes.open(world.order(3))
    eyes.driver.back()
    eyes.until(lambda: not eyes.dialogs())
    eyes.driver.forward()
    eyes.until(lambda: len(eyes.dialogs()) == 1)


def test_an_orders_address_opens_it(world: World, eyes: Eyes) -> None:
    number = world.order(20).reference_order_id
    eyes.driver.get(f"{ADDRESS}/{number}")
    eyes.until(lambda: [dialog.accessible_name for dialog in eyes.dialogs()] == [f"Order {number}"])


def test_a_title_never_becomes_markup(world: World, eyes: Eyes) -> None:
    order = world.order(35)
    dialog = eyes.open(order)
    assert order.items[0].product_title in dialog.text
    assert dialog.find_elements(By.CSS_SELECTOR, "script, b") == []
