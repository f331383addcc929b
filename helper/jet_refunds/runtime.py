"""The running helper: one a data folder, its web server, its delivery thread."""

from __future__ import annotations

import json
import logging
import os
import platform
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from jet_refunds import __version__, owner_only
from jet_refunds.app import Helper
from jet_refunds.errors import AlreadyRunning, BadSettings, LedgerUnavailable
from jet_refunds.event_log.events import event, fault, warning
from jet_refunds.interfaces import Clock
from jet_refunds.ledger import Ledger
from jet_refunds.listener.server import listen

log = logging.getLogger(__name__)

LOCK, RUNNING = "helper.lock", "helper.json"
NOTICE_SECONDS = 2.0
"""How soon a change of the settings, made by another program, is noticed."""
BREATH = 0.1
"""Seconds from being woken to the tick: who woke us is answered first, and many at once wake us once."""
STOP_SECONDS = 1.0
"""How long a site test may still run when the helper stops; nothing is lost with it."""


@contextmanager
def only_one(data_dir: Path, patience: float = 1.0) -> Iterator[None]:
    """Hold the data folder for life. `patience`: seconds, since a command may be looking.

    Raises AlreadyRunning, and BadSettings where the folder cannot be written.
    """
    lock = FileLock(data_dir / LOCK)
    try:
        owner_only.make_folder(data_dir)
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise AlreadyRunning("Jet Refunds is already running with this data folder.") from error
    except OSError as error:
        raise BadSettings(
            f"The data folder {data_dir} cannot be written ({error.strerror or error}). Make it writable for this "
            "user, or name another one with --data-dir."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def serving(helper: Helper) -> Iterator[str]:
    """Serve and deliver within the block; yields http://127.0.0.1:PORT. Raises BadSettings when the port is taken."""
    server = listen(helper.web, helper.settings.port)
    port = server.port
    running = helper.settings.data_dir / RUNNING
    running.write_text(json.dumps({"port": port, "pid": os.getpid()}), encoding="utf-8")
    stopping = threading.Event()
    works = {"web": partial(server.serve, stopping), "courier": partial(_deliver, helper, stopping)}
    threads = [
        threading.Thread(target=_for_ever, args=(work, name, stopping), name=name, daemon=True)
        for name, work in works.items()
    ]
    for thread in threads:
        thread.start()
    event(
        log,
        "helper started",
        version=__version__,
        port=port,
        python=platform.python_version(),
        system=sys.platform,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stopping.set()
        helper.wake.set()
        server.pull_trigger()
        for thread in threads:
            thread.join(timeout=30)
        server.close_all()
        running.unlink(missing_ok=True)
        helper.site_tests.wait(STOP_SECONDS)
        try:
            helper.courier.stop()
        except LedgerUnavailable as error:  # the lease runs out by itself
            _say_unavailable(error)
        helper.ledger.close()
        event(log, "helper stopped")


def _for_ever(work: Callable[[], None], name: str, stopping: threading.Event) -> None:
    """A thread that the helper cannot do without: what ends `work` too early is logged, and it begins anew."""
    while not stopping.is_set():
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - without this thread the helper would only seem to work
            with suppress(BaseException):  # nor may the log end it
                fault(log, f"{name} ended", error)
        stopping.wait(NOTICE_SECONDS)


def _deliver(helper: Helper, stopping: threading.Event) -> None:
    """The courier's loop. Whatever goes wrong in a tick is logged, and the next one comes."""
    while not stopping.is_set():
        helper.wake.clear()
        seconds = _tick(helper)
        if helper.wake.wait(min(seconds, NOTICE_SECONDS)):
            stopping.wait(BREATH)


def _tick(helper: Helper) -> float:
    """Seconds until the next one."""
    try:
        if backup := helper.backups.daily(helper.clock.local().date()):
            event(log, "ledger copied to a backup", backup=backup.name)
    except LedgerUnavailable as error:  # refunds go on without it
        _say_unavailable(error)
    try:
        return helper.courier.tick()
    except LedgerUnavailable as error:
        _say_unavailable(error)
    except Exception as error:  # noqa: BLE001 - a defect must not end deliveries for good; the log has it
        fault(log, "courier failed", error)
        try:
            helper.courier.stumble()
        except LedgerUnavailable as unavailable:
            _say_unavailable(unavailable)
    return NOTICE_SECONDS


def _say_unavailable(error: LedgerUnavailable) -> None:
    warning(log, "ledger unavailable", text=str(error))


def running_at(data_dir: Path) -> str | None:
    """The address of the helper that runs with this data folder; None when none does."""
    try:
        with only_one(data_dir, patience=0):
            return None
    except AlreadyRunning:
        path = data_dir / RUNNING
        if not path.exists():
            return None  # it is starting or stopping
        return f"http://127.0.0.1:{json.loads(path.read_text(encoding='utf-8'))['port']}"


def open_link(helper_address: str, ledger: Ledger, clock: Clock) -> str:
    """A one-time link to the page."""
    return f"{helper_address}/open/{ledger.page_sessions.new_link(clock.now())}"
