"""The site test for a page: one at a time, in a thread of its own, to be looked at while it runs."""

from __future__ import annotations

import logging
import threading
from contextvars import copy_context
from dataclasses import dataclass

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings, JetRefundsError, SiteError
from jet_refunds.event_log.events import fault
from jet_refunds.interfaces import Clock
from jet_refunds.site.probe import Step, Steps
from jet_refunds.site.seller_site import SellerSite

log = logging.getLogger(__name__)

SHOWN_SECONDS = 600.0
"""How long a result is shown: later the site may be another."""
DEFECT = "Something went wrong in Jet Refunds. Try again; the log says more (jet-refunds doctor says where it is)."


@dataclass(frozen=True)
class SiteTest:
    """How far it has come. `begun`: the step that is tried now, None when it has ended."""

    steps: tuple[Step, ...]
    begun: str | None


class SiteTests:
    def __init__(self, seller_site: SellerSite, clock: Clock) -> None:
        self._seller_site, self._clock = seller_site, clock
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._steps: Steps | None = None
        self._address: SiteAddress | None = None
        self._is_asked_again = False
        self._ended_at = 0.0

    def begin(self, *, has_new_password: bool = False) -> None:
        """Whoever asks while one runs is shown that one; another follows it when it tries what is not set any more."""
        address = self._set()
        with self._lock:
            if self._thread is not None:
                self._is_asked_again |= has_new_password or address != self._address
                return
            self._steps, self._address = Steps(), address
            self._thread = threading.Thread(  # in the name of who asked, for the log
                target=copy_context().run, args=(self._run,), name="site test", daemon=True
            )
            self._thread.start()

    def forget(self) -> None:
        """The settings were changed: what was found says nothing of them."""
        with self._lock:
            if self._thread is None:
                self._steps = None

    def seen(self) -> SiteTest | None:
        """The one that runs, or the last one; None when there is none, or it says nothing of the site of now."""
        address = self._set()
        with self._lock:
            if self._steps is None:
                return None
            steps = tuple(self._steps.steps)
            if self._thread is not None:
                return SiteTest(steps, self._steps.begun)
            is_old = self._clock.running() - self._ended_at > SHOWN_SECONDS
            return None if is_old or address != self._address else SiteTest(steps, None)

    def wait(self, seconds: float) -> bool:
        """Until none runs; False when one still does."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _set(self) -> SiteAddress | None:
        try:
            return self._seller_site.address()
        except BadSettings:  # the test says what is wrong in config.toml
            return None

    def _run(self) -> None:
        while True:
            self._test()
            address = self._set()
            with self._lock:
                if not self._is_asked_again:
                    self._thread, self._ended_at = None, self._clock.running()
                    return
                self._is_asked_again = False
                self._steps, self._address = Steps(), address

    def _test(self) -> None:
        steps = self._steps or Steps()
        try:
            self._seller_site.test(steps)
        except JetRefundsError as error:
            steps.failed(error)
        except Exception as error:  # noqa: BLE001 - it would look as if it went on for ever
            fault(log, "site test failed", error)
            steps.failed(SiteError(DEFECT))
