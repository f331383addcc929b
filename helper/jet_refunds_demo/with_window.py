"""A browser with a window, loaded and paired, on the order list: the person goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from selenium.common.exceptions import WebDriverException

from jet_refunds_demo import browser, instructions
from jet_refunds_demo.helper_process import HelperProcess
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import NotSeen, Seller
from jet_refunds_demo.world import World


@contextmanager
def shown(world: World, helper: HelperProcess, kind: browser.Kind | None) -> Iterator[str]:
    """Yields what to tell the person; without a browser of our own, how to go on with another."""
    try:
        driver = browser.start(kind=kind, portal_tls_port=world.portal.tls_port, headless=False)
    except browser.BrowserMissing as missing:
        yield instructions.without_browser(world, helper, str(missing))
        return
    try:
        Seller(driver).pair(helper.port, helper.ask("pair")["code"])
        driver.get(ADDRESS)
        yield instructions.what_to_click(world)
    except (WebDriverException, NotSeen) as error:
        yield instructions.without_browser(world, helper, str(error))
    finally:
        with suppress(WebDriverException, OSError):  # Ctrl-C has reached the browser too
            driver.quit()
