"""The seller's site: where it is, opening it, trying it, and what was learned of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from jet_refunds import settings, site_trial
from jet_refunds.errors import KeychainUnavailable, SiteNotSet, SiteRefused
from jet_refunds.ledger.site_facts import Learned, SiteFacts, Staging
from jet_refunds.ports import Clock, Progress, Secrets, Site, SiteOpener
from jet_refunds.site_address import SiteAddress
from jet_refunds.site_trial import ACKS, REFUNDS, Step

__all__ = ["ACKS", "REFUNDS", "SellerSite", "Step", "staged_name"]


def staged_name(staging: Staging, file_name: str) -> str:
    """Where a file is staged, with a place for the attempt's number: nowhere that the processor reads."""
    return f"{file_name}.{{number}}.part" if staging == "root" else f"{REFUNDS}/.{file_name}.{{number}}.part"


class SellerSite:
    def __init__(self, data_dir: Path, secrets: Secrets, opener: SiteOpener, facts: SiteFacts, clock: Clock) -> None:
        self._data_dir, self._secrets, self._opener, self._facts, self._clock = data_dir, secrets, opener, facts, clock

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
        stays, as long as the address and the encryption do. Raises KeychainUnavailable.
        """
        if password is not None:
            self._secrets.set(address.url, password)
        before = self.address()
        if before and address.fingerprint is None and (before.url, before.tls) == (address.url, address.tls):
            address = before
        settings.save_site(self._data_dir, address)

    def trust(self, fingerprint: str) -> SiteAddress:
        """Know the site by this from now on. Raises SiteNotSet, BadSettings."""
        address = self._set().trusting(fingerprint)
        settings.save_site(self._data_dir, address)
        return address

    def open(self) -> AbstractContextManager[Site]:
        """Sign in. Raises SiteNotSet, SiteUnreachable, SiteRefused, SiteUnknown."""
        return self._open(None)

    @contextmanager
    def _open(self, progress: Progress | None) -> Iterator[Site]:
        address = self._set()
        password = self._password(address) if address.needs_password else ""
        with self._opener(address, password, progress) if progress else self._opener(address, password) as site:
            yield site

    def _set(self) -> SiteAddress:
        address = self.address()
        if address is None:
            raise SiteNotSet("No FTP site is set yet. Open Jet Refunds and enter its address and password.")
        return address

    def _password(self, address: SiteAddress) -> str:
        try:
            password = self._secrets.get(address.url)
        except KeychainUnavailable as error:
            raise SiteRefused(str(error)) from error
        if password is None:
            raise SiteRefused(f"No password is kept for {address.url}. Enter it in Jet Refunds' settings.")
        return password

    def staging(self, site: Site) -> Staging:
        """Where to stage on this site, tried once and remembered. Makes the two folders on the way."""
        address = self.address()
        known = address and self._facts.staging(address.url)
        return known or self._remember(address, site_trial.learned(site))

    def learned(self) -> Learned | None:
        """What is known of the site that is set now; None before it was tried."""
        address = self.address()
        return self._facts.learned(address.url) if address else None

    def _remember(self, address: SiteAddress | None, learned: Learned) -> Staging:
        if address:
            self._facts.learn(address.url, learned, self._clock.now())
        return learned.staging

    def test(self) -> list[Step]:
        """Try all that a delivery needs, step by step, up to the first failure; what was learned is remembered."""
        address = self.address()
        steps, learned = site_trial.tried(self._open)
        if learned:
            self._remember(address, learned)
        return steps
