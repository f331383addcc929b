"""A web page cannot see by what loads that the helper is there, in real browsers."""

from __future__ import annotations

from pathlib import Path

import pytest

from jet_refunds import runtime
from jet_refunds_demo import browser
from jet_refunds_demo.browser import Kind
from tests.sites.servers.server import free_port
from tests.support.browsers import Browsers
from tests.support.house import house
from tests.support.pages import served

PATHS = (
    "/",
    "/v1/health",
    "/static/icon.svg",
    "/static/page.js",
    "/static/page.css",
    "/open/wrong",
    "/nothing",
    "/" + "x" * 70_000,
)
"""The last one is refused before the app is asked."""
EMPTY = "tests/bench/empty.html"
TRY = """
const [addresses, done] = arguments;
const heard = (element) => new Promise((resolve) => {
  element.onload = () => resolve("load");
  element.onerror = () => resolve("error");
  document.body.append(element);
});
const ways = {
  img: (src) => heard(Object.assign(new Image(), { src })),
  script: (src) => heard(Object.assign(document.createElement("script"), { src })),
  module: (src) => heard(Object.assign(document.createElement("script"), { src, type: "module" })),
  style: (href) => heard(Object.assign(document.createElement("link"), { rel: "stylesheet", href })),
  video: (src) => heard(Object.assign(document.createElement("video"), { src })),
  fetch: (url) => fetch(url, { mode: "no-cors" }).then(() => "load", () => "error"),
  cors: (url) => fetch(url).then(() => "load", () => "error"),
};
const tried = Object.entries(ways).map(([way, look]) =>
  addresses.map(async (address) => [`${way} ${address}`, await look(address)]));
Promise.all(tried.flat()).then((found) => done(Object.fromEntries(found)));
"""


@pytest.mark.parametrize("kind", browser.KINDS)
def test_what_a_page_hears_of_the_helper_is_what_it_hears_of_nobody(
    kind: Kind, browsers: Browsers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's page on this computer, which the browsers let ask: one of the network may not even do that."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    driver = browsers.fresh(kind)
    with house(tmp_path, port=0) as made, runtime.serving(made.helper) as helper, served() as page:
        driver.get(f"{page}/{EMPTY}")
        own = driver.execute_async_script(TRY, [f"{page}/helper/jet_refunds/web/dashboard/static/icon.svg"])
        assert "load" in own.values(), "nothing would be heard of anybody"
        nobody = f"http://127.0.0.1:{free_port()}"
        heard = [driver.execute_async_script(TRY, [f"{at}{path}" for path in PATHS]) for at in (helper, nobody)]
    driver.complaints()
    assert list(heard[0].values()) == list(heard[1].values())
