"""The repository over a loopback address: saved pages and the extension's modules have one origin there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from selenium.webdriver.remote.webdriver import WebDriver

from jet_refunds_demo import browser
from jet_refunds_demo.browser import Kind
from tests.support.http_server import running

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "portal" / "pages"
NO_PORT = 1  # nothing listens there: what reads pages needs no portal
CACHED = ("/extension/", "/node_modules/")
PATIENCE = 60  # seconds


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return

    def end_headers(self) -> None:
        if any(part in self.path for part in CACHED):  # as a browser keeps them; each server has an address of its own
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


@contextmanager
def served(folder: Path = ROOT) -> Iterator[str]:
    """The address of ``folder``."""
    with running(partial(_Silent, directory=str(folder))) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def bare_browser(kind: Kind) -> Iterator[WebDriver]:
    """Without the extension: what is tried are its modules, imported by the page."""
    driver = browser.start(kind=kind, portal_tls_port=NO_PORT, extensions=())
    driver.set_script_timeout(PATIENCE)
    try:
        yield driver
    finally:
        driver.quit()
