"""One browser of each kind for all tests of a process: started when it is first wanted, cleared between the modules."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from selenium.common.exceptions import WebDriverException

from jet_refunds_demo import browser
from jet_refunds_demo.browser import Browser, Kind
from jet_refunds_demo.browser.base import HELPER, PORTAL_PAGES
from jet_refunds_demo.portal.catalogue import catalogue
from jet_refunds_demo.portal.server import Portal

SCRIPT_SECONDS = 60
SIZE = (1280, 900)

ALLOWED = "chrome.permissions.contains({ origins: arguments[0] }).then(arguments[1])"
FORGET = """
const done = arguments[0];
const ask = (name, body) => chrome.runtime.sendMessage({ name, body });
const emptied = (database) => new Promise((resolve, reject) => {
  const all = database.transaction([...database.objectStoreNames], "readwrite");
  for (const name of database.objectStoreNames) all.objectStore(name).clear();
  all.oncomplete = resolve;
  all.onabort = () => reject(all.error);
});
const opened = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("jet-refunds");
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
(async () => {
  for (const address of (await ask("addresses", null)).ok) await ask("remove_address", { address });
  const database = await opened();
  await emptied(database);
  database.close();
  await chrome.alarms.clearAll();
  await chrome.action.setBadgeText({ text: "" });
})().then(() => done(null), (error) => done(String(error)));
"""
"""Runs on a page of the extension: what it keeps is gone, as after an installation."""


class Browsers:
    """The portal's address leads the browsers to ``portal``, which runs as long as they do."""

    def __init__(self) -> None:
        self.portal = Portal(catalogue(datetime.now(UTC).date()), raw_data_delay=0.05)
        self._started: dict[Kind, Browser] = {}
        self._stack = ExitStack()

    def fresh(self, kind: Kind) -> Browser:
        """The browser with one empty tab and the extension as it was installed: not paired, and nothing kept."""
        if kind in self._started:
            with suppress(WebDriverException):  # it has ended, or does not answer
                clear(self._started[kind])
                return self._started[kind]
            self._quit(kind)
        self._started[kind] = browser.start(kind=kind, portal_tls_port=self.portal.tls_port)
        self._started[kind].set_script_timeout(SCRIPT_SECONDS)
        return self._started[kind]

    def _quit(self, kind: Kind) -> None:
        with suppress(WebDriverException, OSError):
            self._started.pop(kind).quit()

    def __enter__(self) -> Self:
        self._stack.enter_context(self.portal)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for started in tuple(self._started):
            self._quit(started)
        self._stack.close()


def clear(driver: Browser) -> None:
    """Closes the tabs, and has cookies, permissions and the extension's own data as they are after a start."""
    first, *others = driver.window_handles
    for handle in others:
        driver.switch_to.window(handle)
        driver.close()
    driver.switch_to.window(first)
    driver.get(f"{driver.pages}/manifest.json")  # asks nothing of the background, as the extension's pages would
    driver.delete_all_cookies()
    if not driver.execute_async_script(ALLOWED, [HELPER, PORTAL_PAGES]):
        driver.grant_all()
    failed = driver.execute_async_script(FORGET)
    if failed is not None:
        raise WebDriverException(failed)
    driver.get("about:blank")
    driver.set_window_size(*SIZE)
    driver.complaints()
