"""The words on screen follow the browser's language, and so do dates and sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jet_refunds_demo import browser
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop

UNWANTED = "No longer want this item"
"""Reasons stay as Jet writes them: they go into the file to the letter."""


@pytest.fixture(name="spanish", scope="module")
def _spanish(shop: Shop) -> Iterator[Shop]:
    """The same shop, with a browser in Spanish."""
    driver = browser.start(kind=shop.driver.kind, portal_tls_port=shop.world.portal.tls_port, language="es")
    try:
        yield replace(shop, driver=driver)
    finally:
        driver.quit()


def test_the_whole_job_in_spanish(spanish: Shop) -> None:
    """Paired, filled in and sent: options, button, panel, sum, state and popup speak Spanish."""
    driver = spanish.driver
    driver.get(driver.options_page(port=spanish.helper.port, code=spanish.helper.ask("pair")["code"]))
    seller = Seller(driver, spanish.screenshots)
    seller.click("button", "Sí")
    seller.sees(f"Conectado con Jet Refunds en el puerto {spanish.helper.port}.", role="status")
    assert driver.execute_script("return document.documentElement.lang") == "es"
    seller.picture("opciones")
    order = spanish.world.order(1)
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
