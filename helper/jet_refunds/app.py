"""The composition root: the only module that names every adapter. build() makes the parts, serve() lets them run."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import socket
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import waitress
from filelock import FileLock, Timeout
from flask import Flask
from waitress import wasyncore

from jet_refunds import web
from jet_refunds.courier import Courier
from jet_refunds.desk.environment import EnvironmentSecrets
from jet_refunds.desk.keychain import Keychain
from jet_refunds.errors import AlreadyRunning, BadSettings, LedgerUnavailable
from jet_refunds.health import Health
from jet_refunds.intake import Intake
from jet_refunds.ledger import Ledger
from jet_refunds.ports import Clock, Progress, Secrets, Site, SiteOpener
from jet_refunds.seller_site import SellerSite
from jet_refunds.settings import PASSWORD_VARIABLE, Settings
from jet_refunds.site_address import SiteAddress
from jet_refunds.sites.folder import open_folder
from jet_refunds.sites.ftp import open_ftp
from jet_refunds.sites.sftp import open_sftp
from jet_refunds.times import SystemClock
from jet_refunds.web.parts import Parts

log = logging.getLogger(__name__)

LOCK, RUNNING, LOG, SEAT = "helper.lock", "helper.json", "helper.log", "seat"
LOG_BYTES, LOG_FILES = 1_000_000, 5
NOTICE_SECONDS = 2.0
"""How soon a change of the settings, made by another program, is noticed."""
BREATH = 0.1
"""Seconds from being woken to the tick: who woke us is answered first, and many at once wake us once."""

OPENERS: dict[str, SiteOpener] = {"ftp": open_ftp, "ftps": open_ftp, "sftp": open_sftp, "file": open_folder}
"""By the address's scheme."""


@dataclass(frozen=True)
class Helper:
    settings: Settings
    ledger: Ledger
    intake: Intake
    seller_site: SellerSite
    courier: Courier
    health: Health
    clock: Clock
    web: Flask
    wake: threading.Event


def open_site(address: SiteAddress, password: str, progress: Progress | None = None, /) -> AbstractContextManager[Site]:
    """Port SiteOpener, for every kind of address."""
    return OPENERS[address.scheme](address, password, progress)


def build(settings: Settings, *, opener: SiteOpener = open_site, clock: Clock | None = None) -> Helper:
    clock, wake = clock or SystemClock(), threading.Event()
    ledger = Ledger.in_folder(settings.data_dir)
    secrets = secrets_for(os.environ)
    seller_site = SellerSite(settings.data_dir, secrets, opener, ledger.site_facts, clock)
    courier = Courier(
        ledger,
        seller_site,
        clock,
        seat=_seat(settings.data_dir),
        rows_per_file=settings.rows_per_file,
        minutes_ahead=settings.minutes_ahead,
        retry_seconds_max=settings.retry_seconds_max,
        wake=wake.set,
    )
    intake = Intake(ledger, clock, settings, wake.set)
    health = Health(ledger, courier, seller_site, secrets)
    pages = web.create_app(Parts(ledger, intake, courier, health, seller_site, clock))
    return Helper(settings, ledger, intake, seller_site, courier, health, clock, pages, wake)


def _seat(data_dir: Path) -> str:
    """The same after every start of this data folder. Kept there: a computer's network address may be another one by
    then, or none, and a helper that died would wait for its own lease to run out.
    """
    path = data_dir / SEAT
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    if known:
        return known
    made = str(uuid.uuid4())
    path.write_text(made, encoding="utf-8")
    return made


def seller_site(settings: Settings, ledger: Ledger) -> SellerSite:
    """The site alone, for a command that needs no more."""
    return SellerSite(settings.data_dir, secrets_for(os.environ), open_site, ledger.site_facts, SystemClock())


def secrets_for(environment: os._Environ[str]) -> Secrets:
    """The keychain, but on a machine that nobody sits at."""
    return EnvironmentSecrets(environment) if PASSWORD_VARIABLE in environment else Keychain()


@contextmanager
def only_one(data_dir: Path, patience: float = 1.0) -> Iterator[None]:
    """Hold the data folder for life. `patience`: seconds, since a command may be looking. Raises AlreadyRunning."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / LOCK)
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise AlreadyRunning("Jet Refunds is already running with this data folder.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def serving(helper: Helper) -> Iterator[str]:
    """Serve and deliver within the block; yields http://127.0.0.1:PORT. Raises BadSettings when the port is taken."""
    listener = _listener(helper.settings.port)
    port = listener.getsockname()[1]
    connections: dict[int, wasyncore.dispatcher] = {}
    server = waitress.create_server(
        helper.web,
        sockets=[listener],
        threads=6,
        ident=None,
        max_request_body_size=8 * 1024 * 1024,
        map=connections,
    )
    running = helper.settings.data_dir / RUNNING
    running.write_text(json.dumps({"port": port, "pid": os.getpid()}), encoding="utf-8")
    stopping = threading.Event()
    threads = [
        threading.Thread(target=_serve, args=(server, stopping), name="web", daemon=True),
        threading.Thread(target=_deliver, args=(helper, stopping), name="courier", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stopping.set()
        helper.wake.set()
        server.close()
        wasyncore.close_all(
            connections, ignore_all=True
        )  # the page keeps one open, and would keep us for half a minute
        for thread in threads:
            thread.join(timeout=30)
        running.unlink(missing_ok=True)
        helper.courier.stop()
        helper.ledger.close()


def _listener(port: int) -> socket.socket:
    """Ours alone: waitress would share the port on Windows."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise BadSettings(
            f"Another program uses port {port}. Set another port in config.toml, and in the extension's options."
        ) from error
    return listener


def _serve(server: waitress.server.BaseWSGIServer, stopping: threading.Event) -> None:
    try:
        server.run()
    except OSError:
        if not stopping.is_set():
            raise


def _deliver(helper: Helper, stopping: threading.Event) -> None:
    """The courier's loop. Whatever goes wrong in a tick is logged, and the next one comes."""
    while not stopping.is_set():
        helper.wake.clear()
        try:
            seconds = helper.courier.tick()
        except LedgerUnavailable as error:
            log.warning("%s", error)
            seconds = NOTICE_SECONDS
        except Exception:  # a defect must not end deliveries for good; the log has it, the refunds wait
            log.exception("a tick of the courier failed")
            with suppress(LedgerUnavailable):
                helper.courier.stumble()
            seconds = NOTICE_SECONDS
        if helper.wake.wait(min(seconds, NOTICE_SECONDS)):
            stopping.wait(BREATH)


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
    return f"{helper_address}/open/{ledger.access.new_code('page', clock.now()).text}"


def log_to(data_dir: Path) -> None:
    """The log: what was done and what failed, by ids; never a buyer, a password or a token."""
    data_dir.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        data_dir / LOG, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
