"""The words on screen follow the browser's language, and so do dates and sums."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from jet_refunds_demo import browser
from jet_refunds_demo.browser import Browser
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop, open_shop
from tests.support.browsers import Browsers

pytestmark = pytest.mark.by_turns

UNWANTED = "No longer want this item"
"""Reasons stay as Jet writes them: they go into the file to the letter."""


@pytest.fixture(scope="module", params=browser.KINDS)
def shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browsers: Browsers
) -> Iterator[Shop]:
    """A shop of its own, with a browser in Spanish."""
    with ExitStack() as stack:

        def start() -> Browser:
            driver = browser.start(kind=request.param, portal_tls_port=browsers.portal.tls_port, language="es")
            stack.callback(driver.quit)
            return driver

        yield stack.enter_context(open_shop(tmp_path_factory.mktemp("shop"), browsers.portal, start))


def test_the_whole_job_in_spanish(shop: Shop) -> None:
    """Paired, filled in and sent: options, button, panel, sum, state and popup speak Spanish."""
    driver = shop.driver
    driver.get(driver.options_page(port=shop.helper.port, code=shop.helper.ask("pair")["code"]))
    seller = Seller(driver, shop.screenshots)
    seller.click("button", "Sí")
    seller.sees(f"Conectado con Jet Refunds en el puerto {shop.helper.port}.", role="status")
    assert driver.execute_script("return document.documentElement.lang") == "es"
    seller.picture("opciones")
    order = shop.world.order(1)
    driver.get(f"{ADDRESS}?q={order.reference_order_id}")
    seller.click("link", order.reference_order_id)
    seller.click("button", "Reembolsar")
    seller.await_("dialog", f"Reembolsar el pedido {order.reference_order_id}")
    seller.choose("Motivo", UNWANTED, within=order.items[0].product_title)
    seller.picture("panel en español")
    seller.click("button", "Reembolsar 41,20\u00a0US$")
    seller.click("button", "Enviar ahora")
    seller.sees("Aceptado por Solid Commerce", role="status")
    driver.get(driver.popup_page())
    said = seller.sees(f"Pedido {order.reference_order_id}")
    assert "41,20\u00a0US$" in said
