"""The page's cookie goes to the page alone: a server on another port is sent nothing, however it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from jet_refunds import runtime
from jet_refunds_demo import browser
from jet_refunds_demo.browser import Browser
from tests.support import documents as doc
from tests.support.browsers import Browsers
from tests.support.house import house
from tests.support.http_server import running

LURE = """<!doctype html><title>lure</title>
<img src="/image"><a id="link" href="/link">x</a>
<form id="form" method="post" action="/form"><button>x</button></form>
"""
WAYS = {
    "image": "new Image().src = arguments[0] + '/image';",
    "link": "location.href = arguments[0] + '/link';",
    "form": "const f = document.createElement('form'); f.method = 'post'; f.action = arguments[0] + '/form';"
    " document.body.append(f); try { f.submit(); } catch { /* Firefox says that the policy forbids it */ }",
    "fetch": "fetch(arguments[0] + '/fetch', { mode: 'no-cors', credentials: 'include' }).catch(() => 0);",
    "frame": "const f = document.createElement('iframe'); f.src = arguments[0] + '/frame'; document.body.append(f);",
}
"""How a page asks another server; run on the helper's own page, whose policy forbids most, and on the other's."""


@dataclass
class Other:
    """A server on another port, which writes down what it is sent."""

    port: int = 0
    heard: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    """(path, cookie, referrer)"""

    def paths(self) -> set[str]:
        return {path for path, _, _ in self.heard}


@contextmanager
def other_server(onward: str = "") -> Iterator[Other]:
    """`onward`: where /redirect leads."""
    other = Other()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            other.heard.append((self.path, self.headers["Cookie"], self.headers["Referer"]))
            self.send_response(302 if self.path == "/redirect" else 200)
            if self.path == "/redirect":
                self.send_header("Location", onward)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(LURE.encode())

        do_POST = do_GET  # noqa: N815  the name that http.server asks for

        def log_message(self, *_: object) -> None:
            return

    with running(Handler) as other.port:
        yield other


@dataclass
class Opened:
    """A helper, and a browser in a tab without a history, in which its page is not opened yet."""

    driver: Browser
    address: str
    link: str


@pytest.fixture(name="opened", params=browser.KINDS)
def _opened(
    request: pytest.FixtureRequest, browsers: Browsers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opened]:
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    driver = browsers.fresh(request.param)
    driver.switch_to.new_window("tab")
    with house(tmp_path, port=0) as made, runtime.serving(made.helper) as address:
        made.clock.moment = datetime.now(UTC)
        made.take(doc.refund())
        yield Opened(driver, address, runtime.open_link(address, made.ledger, made.clock))


@pytest.mark.slow
def test_no_other_port_is_sent_our_cookie(opened: Opened) -> None:
    """By an image, a link, a form, a frame or a script, from our page and from the other's; and the page works on."""
    driver, address, link = opened.driver, opened.address, opened.link
    with other_server() as other:
        driver.get(f"{link}#pair")
        shown = WebDriverWait(driver, 10, 0.1)
        shown.until(lambda _: driver.current_url.endswith("/#pair") and "JR-00001" in driver.page_source)
        assert driver.execute_script("return history.length") <= 2, "the link has left a place in the history"
        page = driver.current_url
        host = urlsplit(page)
        assert (host.hostname or "").endswith(".localhost")
        assert link.rpartition("/")[2] not in page, "what is left in the history opens nothing"
        cookie = next(cookie for cookie in driver.get_cookies() if cookie["name"] == "jet-refunds")
        assert cookie["domain"] == host.hostname
        for base in (
            f"http://127.0.0.1:{other.port}",
            f"http://localhost:{other.port}",
            f"http://x.localhost:{other.port}",
        ):
            for way, script in WAYS.items():
                driver.get("about:blank")
                driver.get(page)
                driver.execute_script(script, base)
                driver.get(f"{base}/from-{way}")
                driver.execute_script(script, base)
            driver.get(f"{address}/nothing")
            driver.get(f"{base}/typed")
        WebDriverWait(driver, 10, 0.1).until(
            lambda _: {"/typed", "/link", "/form", "/image", "/frame"} <= other.paths()
        )
        assert [(path, sent) for path, sent, _ in other.heard if sent] == []
        referrers = {said for _, _, said in other.heard if said}
        assert not [said for said in referrers if host.hostname in said or "/open/" in said]  # type: ignore[operator]
        driver.get("about:blank")
        driver.get(page)
        assert "JR-00001" in driver.page_source


@pytest.mark.slow
def test_a_redirect_of_another_server_neither_brings_the_cookie_nor_opens_the_page(opened: Opened) -> None:
    """Another server leads the browser to our own address: that is no page's host."""
    driver = opened.driver
    driver.get(opened.link)
    WebDriverWait(driver, 10, 0.1).until(lambda _: "JR-00001" in driver.page_source)
    with other_server(onward=f"{opened.address}/") as other:
        driver.get(f"http://127.0.0.1:{other.port}/redirect")
        assert "This page is closed." in driver.page_source
        assert "JR-00001" not in driver.page_source
        assert [sent for _, sent, _ in other.heard if sent] == []
