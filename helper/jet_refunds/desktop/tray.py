"""The system tray: how things stand, the page, a pairing code, quit.

The contract: `Tray.run()` is called on the main thread and returns when the seller quits or `stop()` is called. Where
no tray can be shown, or the desktop takes it away, it raises TrayUnavailable, whose text is one plain sentence: say it
once and go on without.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jet_refunds.desktop.icons import Kind, icon
from jet_refunds.desktop.tray_backend import Backend, choose
from jet_refunds.errors import LedgerUnavailable, TrayUnavailable
from jet_refunds.event_log.events import acting, fault, warning
from jet_refunds.plain_text import plain

NAME = "Jet Refunds"
TITLE_LENGTH = 120  # characters; Windows shows no more than 127 beside an icon

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TrayState:
    """What the icon says, and a few words for its menu, such as "2 refunds wait for the site"."""

    kind: Kind
    text: str
    paused: bool = False


class Tray:
    """Asks `state` every few seconds. All callables may take their time; none runs on the main thread."""

    def __init__(
        self,
        state: Callable[[], TrayState],
        open_page: Callable[[], None],
        pair: Callable[[], None],
        quit: Callable[[], None],  # noqa: A002  the word of the menu
        *,
        pause: Callable[[], None],
        send_now: Callable[[], None],
        poll_seconds: float = 3.0,
    ) -> None:
        self._state = state
        self._actions = {"open": open_page, "pair": pair, "pause": pause, "send": send_now, "quit": quit}
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._over = False
        self._shown = TrayState("off", "Starting")

    def run(self) -> None:
        """Show the icon until `stop()` or Quit. Raises TrayUnavailable."""
        if self._stopping.is_set():
            return
        backend = choose()
        shown = backend.icon(NAME, icon(self._shown.kind), self._title(), self._menu(backend))
        watch = threading.Thread(target=self._watch, args=(shown,), name="tray", daemon=True)
        shown.run(setup=lambda _: self._appear(shown, watch))
        self._over = True
        if not self._stopping.is_set():
            raise TrayUnavailable("The desktop has closed its tray.")
        watch.join(self._poll_seconds)

    def stop(self) -> None:
        """Make `run()` return. From any thread and from a signal handler, before or after it."""
        self._stopping.set()

    @staticmethod
    def _appear(shown: Any, watch: threading.Thread) -> None:
        shown.visible = True
        watch.start()

    def _watch(self, shown: Any) -> None:
        """Follow the state; take the icon away at the end. Not on the main thread, which belongs to the desktop."""
        fails = False
        while True:
            try:
                self._follow(shown)
                fails = False
            except Exception as error:  # noqa: BLE001 - a tray that has stopped following could not be quit, either
                if not fails:
                    fault(log, "tray could not show", error)
                fails, self._shown = True, UNKNOWN
            if self._stopping.wait(self._poll_seconds) or self._over:
                break
        if not self._over:
            shown.stop()

    def _follow(self, shown: Any) -> None:
        now = self._ask()
        if now != self._shown and not self._over:
            self._shown = now
            shown.icon = icon(self._shown.kind)
            shown.title = self._title()
            shown.update_menu()

    def _ask(self) -> TrayState:
        try:
            return self._state()
        except LedgerUnavailable as error:
            return TrayState("needs_you", str(error), self._shown.paused)
        except Exception as error:  # noqa: BLE001 - a tray that is gone could say nothing at all
            if self._shown.text != UNKNOWN.text:
                fault(log, "tray could not ask", error)
            return UNKNOWN

    def _title(self) -> str:
        return f"{NAME}: {self._words()}"[:TITLE_LENGTH]

    def _words(self) -> str:
        """A reason may quote the site."""
        return plain(self._shown.text)

    def _menu(self, backend: Backend) -> Any:
        item, menu = backend.item, backend.menu
        return menu(
            item(lambda _: self._words(), None, enabled=False),
            menu.SEPARATOR,
            item(f"Open {NAME}", lambda: self._start("open"), default=True),
            item("Pair a browser", lambda: self._start("pair")),
            menu.SEPARATOR,
            item("Pause sending", lambda: self._start("pause"), checked=lambda _: self._shown.paused),
            item("Send now", lambda: self._start("send")),
            menu.SEPARATOR,
            item("Quit", lambda: self._start("quit")),
        )

    def _start(self, action: str) -> None:
        """Off the desktop's thread: a browser that starts slowly must not freeze the panel."""
        threading.Thread(target=self._do, args=(action,), name=f"tray {action}", daemon=True).start()

    def _do(self, action: str) -> None:
        try:
            with acting(by="tray"):
                self._actions[action]()
        except LedgerUnavailable as error:
            warning(log, "ledger unavailable", action=action, text=str(error))
        except Exception as error:  # noqa: BLE001 - the next click may work
            fault(log, "tray failed", error, action=action)
        finally:
            if action == "quit":
                self.stop()


UNKNOWN = TrayState("needs_you", "Something is wrong. Open the page to see what")
