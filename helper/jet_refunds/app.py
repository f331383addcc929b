"""The composition root: the only module that names every adapter. build() makes what runtime.py lets run."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from jet_refunds import web
from jet_refunds.clock import SystemClock
from jet_refunds.credentials.environment import EnvironmentSecrets
from jet_refunds.credentials.keychain import Keychain
from jet_refunds.delivery.courier import Courier
from jet_refunds.diagnostics.health import Health
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.interfaces import Clock, Progress, Secrets, Site, SiteOpener
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.backup import Backups
from jet_refunds.refund_service import RefundService
from jet_refunds.seat import find, keep, machine_id
from jet_refunds.settings import Settings
from jet_refunds.site.seller_site import SellerSite
from jet_refunds.site.site_tests import SiteTests
from jet_refunds.transports.folder import open_folder
from jet_refunds.transports.ftp import open_ftp
from jet_refunds.web.services import Services


def open_sftp(address: SiteAddress, password: str, progress: Progress | None = None, /) -> AbstractContextManager[Site]:
    """Port SiteOpener. The library for SSH is loaded by those who have such a site: a start takes a fifth longer."""
    from jet_refunds.transports import sftp

    return sftp.open_sftp(address, password, progress)


OPENERS: dict[str, SiteOpener] = {"ftp": open_ftp, "ftps": open_ftp, "sftp": open_sftp, "file": open_folder}
"""By the address's scheme."""


@dataclass(frozen=True)
class Helper:
    settings: Settings
    ledger: Ledger
    refund_service: RefundService
    seller_site: SellerSite
    site_tests: SiteTests
    courier: Courier
    health: Health
    clock: Clock
    web: Flask
    backups: Backups
    wake: threading.Event


def open_site(address: SiteAddress, password: str, progress: Progress | None = None, /) -> AbstractContextManager[Site]:
    """Port SiteOpener, for every kind of address."""
    return OPENERS[address.scheme](address, password, progress)


def build(
    settings: Settings, password: str | None = None, *, opener: SiteOpener = open_site, clock: Clock | None = None
) -> Helper:
    """`password`: the site's, where it came by the environment; else it is in the keychain."""
    clock, wake = clock or SystemClock(), threading.Event()
    ledger = Ledger.in_folder(settings.data_dir)
    ledger.remember()  # its name is drawn before anything is asked of it: a copy of its folder has the same
    secrets = secrets_for(settings, password)
    seller_site = SellerSite(settings.data_dir, secrets, opener, ledger.site_capabilities, clock)
    courier = Courier(
        ledger,
        seller_site,
        clock,
        seat=_seat(settings.data_dir, ledger, clock),
        rows_per_file=settings.rows_per_file,
        minutes_ahead=settings.minutes_ahead,
        retry_seconds_max=settings.retry_seconds_max,
        witness_seconds=settings.witness_seconds,
        undo_seconds=settings.undo_seconds,
        wake=wake.set,
    )
    refund_service = RefundService(ledger, clock, settings, wake.set)
    site_tests = SiteTests(seller_site, clock)
    health = Health(ledger, courier, seller_site, secrets)
    pages = web.create_app(Services(ledger, refund_service, courier, health, seller_site, site_tests, clock))
    return Helper(
        settings,
        ledger,
        refund_service,
        seller_site,
        site_tests,
        courier,
        health,
        clock,
        pages,
        Backups(settings.data_dir),
        wake,
    )


def _seat(data_dir: Path, ledger: Ledger, clock: Clock) -> str:
    """Kept beside the ledger. In a folder that was not used here before, nobody is let in who was let in elsewhere."""
    machine = machine_id()
    seat = find(data_dir, machine)
    if seat.is_new:
        ledger.page_sessions.end_all()
        ledger.pairings.end_all(clock.now(), moved=True)
        keep(data_dir, seat, machine)
    return seat.name


def seller_site(settings: Settings, ledger: Ledger, password: str | None = None) -> SellerSite:
    """The site alone, for a command that needs no more."""
    secrets = secrets_for(settings, password)
    return SellerSite(settings.data_dir, secrets, open_site, ledger.site_capabilities, SystemClock())


def secrets_for(settings: Settings, password: str | None) -> Secrets:
    """The keychain, but on a machine that nobody sits at: there `password` is for the site that is set now."""
    return Keychain() if password is None else EnvironmentSecrets(password, settings.site)
