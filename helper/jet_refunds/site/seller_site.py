"""The seller's site: where it is, opening it, trying it, and what was learned of it."""

from __future__ import annotations

import hashlib
import logging
import platform
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from jet_refunds import settings
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.domain.site_capabilities import Capabilities, Staging
from jet_refunds.errors import BadSettings, KeychainUnavailable, SiteError, SiteNotSet, SiteRefused
from jet_refunds.event_log.events import event
from jet_refunds.interfaces import NOT_ENCRYPTED, Clock, Progress, Secrets, Site, SiteOpener
from jet_refunds.ledger.site_capabilities import SiteCapabilities
from jet_refunds.site import probe
from jet_refunds.site.probe import Step, Steps
from jet_refunds.solid_commerce.file_names import REFUNDS, staged_file

log = logging.getLogger(__name__)

NOT_SET = "No FTP site is set yet. Open Jet Refunds and enter its address and password."
TEST_LOCK = "site-test.lock"
BUSY = "Another test of this site is running. Wait until it has ended."


def staged_path(staging: Staging, file_name: str) -> str:
    """Where a file is staged by one attempt, with {number} for its number: nowhere that the processor reads."""
    name = staged_file(file_name, secrets.token_hex(4))
    return name if staging == "root" else f"{REFUNDS}/.{name}"


@dataclass(frozen=True)
class OpenSite:
    """A connection, and where it leads: config.toml may name another site by the time that it is asked again."""

    site: Site
    address: SiteAddress


class SellerSite:
    def __init__(
        self, data_dir: Path, secrets: Secrets, opener: SiteOpener, capabilities: SiteCapabilities, clock: Clock
    ) -> None:
        self._data_dir, self._secrets, self._opener = data_dir, secrets, opener
        self._capabilities, self._clock = capabilities, clock

    def address(self) -> SiteAddress | None:
        """As config.toml says now: another program may have changed it."""
        return settings.load(self._data_dir).site

    def stamp(self) -> object:
        """Another value after every change of the settings."""
        path = self._data_dir / settings.CONFIG
        return path.stat().st_mtime_ns if path.exists() else None

    def change(self, address: SiteAddress, password: str | None) -> None:
        """Keep the address in config.toml and the password in the keychain; None keeps the password.

        The password goes first, so that an address never stands without it. A fingerprint that is trusted already
        stays, as long as the address and the encryption do. Raises KeychainUnavailable, and BadSettings for an address
        that the password is not for.
        """
        if password is not None:
            self._secrets.set(address.url, password)
        refused = self._secrets.refusal(address.url) if address.needs_password else None
        before = self.address()
        if refused and before:
            raise BadSettings(refused)
        if before and address.fingerprint is None and (before.url, before.tls) == (address.url, address.tls):
            address = before
        settings.save_site(self._data_dir, address)
        event(
            log,
            "site set",
            site=address.url,
            tls=address.tls,
            fingerprint=address.fingerprint,
            new_password=password is not None,
        )

    def trust(self, fingerprint: str) -> SiteAddress:
        """Know the site by this from now on. Raises SiteNotSet, BadSettings."""
        address = self._set().trusting(fingerprint)
        settings.save_site(self._data_dir, address)
        event(log, "site trusted", site=address.url, fingerprint=address.fingerprint)
        return address

    @contextmanager
    def open(self) -> Iterator[OpenSite]:
        """Sign in to the site that is set now.

        Raises SiteNotSet, SiteUnreachable, SiteRefused, SiteUnknown.
        """
        address = self._set()
        with self._opened(address) as site:
            known = self._capabilities.known(address.url)
            for ability, has in (("SIZE", known.size), ("MLSD", known.mlsd)) if known else ():
                if has is False:
                    site.do_without(ability)
            yield OpenSite(site, address)

    @contextmanager
    def _opened(self, address: SiteAddress, progress: Progress | None = None) -> Iterator[Site]:
        """A site that was encrypted before is never used in the clear: it may be somebody else's by now."""
        password = self._password(address) if address.needs_password else ""
        was_encrypted = self._capabilities.was_encrypted(address.url)
        if address.tls == "auto" and was_encrypted:
            address = replace(address, tls="required")
        with self._opener(address, password, progress) if progress else self._opener(address, password) as site:
            if site.security != NOT_ENCRYPTED and not was_encrypted:
                self._capabilities.saw_encryption(address.url, self._clock.now())
            yield site

    def _set(self) -> SiteAddress:
        try:
            address = self.address()
        except BadSettings as error:
            raise SiteNotSet(str(error)) from error
        if address is None:
            raise SiteNotSet(NOT_SET)
        return address

    def _password(self, address: SiteAddress) -> str:
        try:
            password = self._secrets.get(address.url)
        except KeychainUnavailable as error:
            raise SiteRefused(str(error)) from error
        if password is None:
            raise SiteRefused(
                f"No password is kept for {address.url}. Enter it on Jet Refunds' page, below Your FTP site."
            )
        return password

    def learned(self, site: Site, address: SiteAddress) -> Capabilities:
        """What must be known to deliver, tried once and remembered. Makes the two folders on the way."""
        known = self._capabilities.known(address.url)
        is_known = known is not None and known.renames_in_place is not None and known.reserves is not None
        return known if known is not None and is_known else self.relearn(site, address)

    def relearn(self, site: Site, address: SiteAddress) -> Capabilities:
        """Try it anew: what was allowed once may be forbidden by now. Raises SiteError."""
        learned = probe.learn(site, partial(self._made_folder, address), self.mark)
        self._learn(address, learned)
        return learned

    def _learn(self, address: SiteAddress, learned: Capabilities) -> None:
        self._capabilities.learn(address.url, learned, self._clock.now())
        event(log, "site learned", site=address.url, **vars(learned))

    def folder_made_at(self, address: SiteAddress) -> datetime | None:
        """When JetRefunds was not there and had to be made, the last time."""
        return self._capabilities.folder_made_at(address.url)

    def _made_folder(self, address: SiteAddress) -> None:
        self._capabilities.made_folder(address.url, self._clock.now())

    def capabilities(self) -> Capabilities | None:
        """What is known of the site that is set now; None before it was tried."""
        address = self.address()
        return self._capabilities.known(address.url) if address else None

    def test(self, steps: Steps | None = None) -> list[Step]:
        """Try all that a delivery needs, step by step, up to the first failure; what was learned is remembered.

        `steps` is filled meanwhile, for who wants to look. Raises BadSettings.
        """
        steps = steps or Steps()
        address = self.address()
        if address is None:
            return probe.run(self._unset, lambda: None, steps, "").steps
        try:
            with FileLock(self._data_dir / TEST_LOCK, blocking=False):
                return self._tested(address, steps)
        except Timeout:
            steps.failed(SiteError(BUSY))
            return steps.steps

    def _tested(self, address: SiteAddress, steps: Steps) -> list[Step]:
        probed = probe.run(partial(self._opened, address), partial(self._made_folder, address), steps, self.mark)
        if probed.capabilities:
            self._learn(address, probed.capabilities)
        failed_step = next((step.step for step in probed.steps if not step.ok), None)
        event(log, "site tested", site=address.url, failed_step=failed_step, steps=len(probed.steps))
        return probed.steps

    @property
    def mark(self) -> str:
        """Of this data folder on this computer: a copy on another one has another."""
        place = f"{platform.node()} {self._data_dir.absolute()}"
        return hashlib.sha256(place.encode(errors="surrogateescape")).hexdigest()[:8]

    def _unset(self, _progress: Progress) -> AbstractContextManager[Site]:
        raise SiteNotSet(NOT_SET)
