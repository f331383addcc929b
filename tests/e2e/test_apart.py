"""Others in the same browser: a second extension that was never paired, and the scripts of the portal's own pages.

The portal's pages have no policy here, so that nothing but the browser and Jet Refunds stands in their way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jet_refunds_demo import browser
from jet_refunds_demo.browser.firefox import Firefox
from jet_refunds_demo.portal.catalogue import FIRST, THREE_UNITS, TWO_ITEMS, catalogue
from jet_refunds_demo.portal.server import ADDRESS, Portal
from tests.e2e.conftest import Shop, open_shop
from tests.e2e.test_refund import ACCEPTED, UNWANTED, send_now
from tests.support.credential import pairing_request

pytestmark = pytest.mark.browser

OTHER = Path(__file__).parent / "other_extension"
OWN_WORLD = """
const [attempt, words, done] = arguments;
const { dataset } = document.documentElement;
const until = async (name) => {
  while (!(name in dataset)) await new Promise((resolve) => setTimeout(resolve, 20));
};
(async () => {
  await until("another");
  delete dataset.came;
  dataset.try = JSON.stringify({ attempt, words });
  document.dispatchEvent(new Event("try"));
  await until("came");
  done(JSON.parse(dataset.came));
})();
"""
BACKGROUND = "const [attempt, words, done] = arguments; chrome.runtime.sendMessage({ attempt, words }).then(done);"
PAGE = """
const done = arguments[arguments.length - 1];
const late = new Promise((_, reject) => setTimeout(reject, 1500, new Error("no answer")));
const attempt = (async () => { %s })();
Promise.race([attempt, late]).then((got) => done({ got: got ?? null }), (error) => done({ refused: String(error) }));
"""
REFUND = {"request_id": "5f0c6a8e-7f0a-4f57-9c6f-0d1f1f7f6a10", "lines": []}
QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("connection", None),
    ("recent", {"text": ""}),
    ("standing", {}),
    ("refund", REFUND),
    ("draft", {"merchant_order_id": "0"}),
    ("outgoing", {"merchant_order_id": "0"}),
    ("pair", {"port": 1, "code": "AAAAAAAA", "client": "x"}),
    ("unpair", None),
    ("set_port", {"port": 1}),
    ("add_address", {"address": "http://127.0.0.1:1"}),
    ("open_dashboard", None),
)


@pytest.fixture(scope="module", params=browser.KINDS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with ExitStack() as stack:
        orders = catalogue(datetime.now(UTC).date())
        portal = stack.enter_context(Portal(orders, raw_data_delay=0.05, policy=""))
        driver = browser.start(
            kind=request.param, portal_tls_port=portal.tls_port, extensions=(browser.EXTENSION, OTHER)
        )
        stack.callback(driver.quit)
        shop = stack.enter_context(open_shop(tmp_path_factory.mktemp("shop"), portal, lambda: driver))
        shop.loads_anew = True
        yield shop


@pytest.fixture(autouse=True)
def _refusals(shop: Shop) -> Iterator[None]:
    """The console names our files where the browser kept others from them: no errors of ours."""
    yield
    shop.driver.complaints()


@pytest.fixture(scope="module")
def other_page(shop: Shop) -> str:
    """The address of a page of the other extension."""
    shop.driver.get(ADDRESS)
    return str(in_own_world(shop, "page")["got"])


def in_own_world(shop: Shop, attempt: str, *words: Any) -> dict[str, Any]:
    """What came of an attempt of the other extension's content script in the page that is open."""
    came: dict[str, Any] = shop.driver.execute_async_script(OWN_WORLD, attempt, words)
    return came


def in_background(shop: Shop, attempt: str, *words: Any) -> dict[str, Any]:
    """The same of its background; a page of it must be open."""
    came: dict[str, Any] = shop.driver.execute_async_script(BACKGROUND, attempt, words)
    return came


def in_page(shop: Shop, script: str, *words: Any) -> dict[str, Any]:
    """The same of a script of the page itself."""
    came: dict[str, Any] = shop.driver.execute_async_script(PAGE % script, *words)
    return came


def api(shop: Shop, path: str) -> str:
    return f"http://127.0.0.1:{shop.helper.port}{path}"


def post(body: Any, **headers: str) -> dict[str, Any]:
    return {"method": "POST", "body": json.dumps(body), "headers": {"Content-Type": "application/json", **headers}}


def everything(shop: Shop) -> list[Any]:
    """All that the helper has to do with."""
    return [shop.refunds(order) for order in shop.world.orders]


def assert_the_browser_asked(shop: Shop) -> None:
    """Firefox leaves it to the person; Chromium does not ask without a window, and refuses."""
    if isinstance(shop.driver, Firefox):
        assert shop.driver.asked() == ["loopback-network"]


def test_the_background_does_not_hear_it(shop: Shop, other_page: str) -> None:
    """No message and no port of another extension is answered, whatever it asks for."""
    shop.driver.get(other_page)
    ours = shop.driver.extension_id
    for name, body in QUESTIONS:
        assert "refused" in in_background(shop, "message", ours, {"name": name, "body": body}), name
    assert "refused" in in_background(shop, "connect", ours)


@pytest.mark.parametrize("attempt", ["fetch", "fetch_as"])
def test_the_helper_tells_it_nothing(shop: Shop, other_page: str, attempt: str) -> None:
    """Any extension may reach the port. Without a pairing it gets no more than hello, with our Origin neither."""
    shop.driver.get(other_page)
    origin = (shop.driver.pages,) if attempt == "fetch_as" else ()

    def ask(path: str, init: dict[str, Any]) -> tuple[int, str]:
        came = in_background(shop, attempt, *origin, api(shop, path), init)["got"]
        return came["status"], came["text"]

    status, hello = ask("/v1/health", {})
    assert (status, set(json.loads(hello))) == (200, {"name", "version", "api"})
    before = everything(shop)
    guess = {"Authorization": f"Jet-Refunds {' '.join(['A' * 22] * 4)}"}
    for path, init in (
        ("/v1/refunds", {}),
        ("/v1/refunds/1", {"headers": guess}),
        ("/v1/orders", post({})),
        ("/v1/refunds", post(REFUND)),
        ("/v1/refunds", post(REFUND, **guess)),
        ("/v1/page-codes", post({}, **guess)),
    ):
        assert ask(path, init)[0] == 401, path
    assert ask("/v1/refunds", {"method": "POST", "body": "{}"})[0] == 415
    assert ask("/v1/pairings", post(pairing_request("Another", bytes(32))))[0] >= 400
    for path in ("/", "/refunds", "/open/AAAAAAAA"):
        assert ask(path, {})[0] >= 400, path
    assert everything(shop) == before


def test_what_is_kept_is_out_of_its_reach(shop: Shop, other_page: str) -> None:
    """The secret lies in our background's own database; neither a page of ours nor our modules let the other in."""
    shop.driver.get(other_page)
    databases, stored = in_background(shop, "stores")["got"]
    assert (databases, stored) == ([], {})
    ours = shop.driver.pages
    for path in ("/background/store.js", "/background/helper.js", "/options/options.js"):
        assert "refused" in in_background(shop, "fetch", ours + path, {}), path
    assert "refused" in in_background(shop, "inject", shop.driver.options_page())
    shop.driver.get(ADDRESS)
    assert in_own_world(shop, "stores") == {"got": []}
    came = in_own_world(shop, "use", f"{ours}/shared/messages.js", "recent", {"text": ""})
    assert "refunds" not in json.dumps(came)
    assert "refused" in in_own_world(shop, "use", f"{ours}/background/store.js", "", None)


def test_its_content_script_cannot_reach_the_helper(shop: Shop) -> None:
    """On a page of the public network the browser keeps content scripts from this computer's addresses."""
    shop.driver.get(ADDRESS)
    for init in ({}, {"mode": "no-cors"}, post(REFUND), {"method": "POST", "body": "{}", "mode": "no-cors"}):
        assert "refused" in in_own_world(shop, "fetch", api(shop, "/v1/health"), init), init
    assert_the_browser_asked(shop)


def test_its_content_script_cannot_press_our_buttons(shop: Shop) -> None:
    """An extension may look into closed shadow roots, but not into the panel's frame: nothing is there to press."""
    seller, order = shop.open_form(FIRST)
    seller.choose("Reason", UNWANTED)
    seller.await_("button", "Refund $41.20")
    pressed = in_own_world(shop, "press")["got"]
    assert pressed == ["Refund"]  # that in the page
    seller.click("button", "Refund $41.20")
    seller.await_("button", "Undo")
    assert in_own_world(shop, "press")["got"] == ["Refund"]
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    assert len(shop.refunds(order)) == 1


def test_the_pages_own_scripts_get_nowhere(shop: Shop) -> None:
    """No shadow root is open to them, nothing that they press counts, and neither background nor helper answers."""
    seller, order = shop.open_form(TWO_ITEMS)
    for item in order.items:
        seller.choose("Reason", UNWANTED, within=item.product_title)
    ours = shop.driver.pages
    hosts = "[...document.querySelectorAll('[data-jet-refunds]')]"
    assert set(in_page(shop, f"return {hosts}.map((host) => host.shadowRoot)")["got"]) == {None}
    in_page(shop, f"for (const host of {hosts}) {{ host.click(); host.dispatchEvent(new Event('click')); }}")
    use = "const { ask } = await import(arguments[0]); return ask('recent', { text: '' });"
    assert "refused" in in_page(shop, use.replace("arguments[0]", json.dumps(f"{ours}/shared/messages.js")))
    assert "refused" in in_page(shop, f"return (await import('{ours}/background/store.js')).readAll('settings')")
    for init in ({}, {"mode": "no-cors"}, {"method": "POST", "body": "{}", "mode": "no-cors"}):
        ask = f"return (await fetch('{api(shop, '/v1/health')}', {json.dumps(init)})).status"
        assert "refused" in in_page(shop, ask), init
    assert_the_browser_asked(shop)
    assert in_page(shop, "return (await indexedDB.databases()).length")["got"] == 0
    assert not shop.refunds(order)


def test_refunds_go_on(shop: Shop) -> None:
    """After all that, the seller's own click does what it always does, and no permission is asked for."""
    seller, order = shop.open_form(THREE_UNITS)
    seller.choose("Reason", UNWANTED)
    seller.click("button", "Refund $53.31")
    send_now(seller)
    seller.sees(ACCEPTED, role="status")
    assert [refund["state"] for refund in shop.refunds(order)] == ["accepted"]
    if isinstance(shop.driver, Firefox):
        assert shop.driver.asked() == []
