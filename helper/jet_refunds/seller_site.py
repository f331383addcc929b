"""The seller's FTP site: where it is, opening it, trying it, and what was learned of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from jet_refunds import settings
from jet_refunds.errors import JetRefundsError, KeychainUnavailable, NotThere, SiteError, SiteNotSet, SiteRefused
from jet_refunds.ledger.site_facts import SiteFacts, Staging
from jet_refunds.ports import Clock, Secrets, Site, SiteOpener
from jet_refunds.site_address import SiteAddress

REFUNDS = "JetRefunds"
ACKS = "JetRefunds/Acks"
"""The two folders that the seed asks for, directly inside the site."""

_TRIAL = b"Jet Refunds tried this site. This file can be deleted.\r\n"
_TRIAL_NAME = "jet-refunds-trial.tmp"


def staged_name(staging: Staging, file_name: str) -> str:
    """Where a file is staged, with a place for the attempt's number: nowhere that the processor reads."""
    return f"{file_name}.{{number}}.part" if staging == "root" else f"{REFUNDS}/.{file_name}.{{number}}.part"


@dataclass(frozen=True)
class Step:
    """One step of the site's trial. `seconds` it took; `message` is what to change when it failed."""

    step: str
    ok: bool
    message: str
    seconds: float

    def document(self) -> dict[str, object]:
        return {**vars(self), "seconds": round(self.seconds, 3)}


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

        The password goes first, so that an address never stands without it. Raises KeychainUnavailable.
        """
        if password is not None:
            self._secrets.set(address.url, password)
        settings.save_site(self._data_dir, address)

    @contextmanager
    def open(self) -> Iterator[Site]:
        """Sign in. Raises SiteNotSet, SiteUnreachable, SiteRefused."""
        address = self.address()
        if address is None:
            raise SiteNotSet("No FTP site is set yet. Open Jet Refunds and enter its address and password.")
        with self._opener(address, self._password(address)) as site:
            yield site

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
        if known:
            return known
        for folder in (REFUNDS, ACKS):
            site.make_folder(folder)
        return self._learn(site)

    def _learn(self, site: Site) -> Staging:
        """Renaming across folders may be refused: then files are staged beside their final names."""
        final = f"{REFUNDS}/.{_TRIAL_NAME}"
        try:
            self._carry(site, _TRIAL_NAME, final)
            learned: Staging = "root"
        except SiteRefused:
            self._carry(site, f"{REFUNDS}/.staged-{_TRIAL_NAME}", final)
            learned = "beside"
        address = self.address()
        if address:
            self._facts.learn(address.url, learned, self._clock.now())
        return learned

    @staticmethod
    def _carry(site: Site, staged: str, final: str) -> None:
        try:
            site.store(staged, _TRIAL)
            if site.size(staged) != len(_TRIAL):
                raise SiteRefused(f"The FTP site did not keep all of {staged}. It may be full.")
            site.rename(staged, final)
        finally:
            for path in (staged, final):
                _discard(site, path)

    def test(self) -> list[Step]:
        """Try all that a delivery needs, step by step, up to the first failure; learns where to stage."""
        steps: list[Step] = []
        with ExitStack() as opened:
            sites: list[Site] = []

            def sign_in() -> str:
                sites.append(opened.enter_context(self.open()))
                return f"Connected and signed in ({sites[0].security})."

            plan: tuple[tuple[str, Callable[[], str]], ...] = (
                ("sign in", sign_in),
                (f"folder {REFUNDS}", lambda: _made(sites[0], REFUNDS)),
                (f"folder {ACKS}", lambda: _made(sites[0], ACKS)),
                ("upload and move", lambda: _staging_words(self._learn(sites[0]))),
                ("read the answers", lambda: f"Acknowledgements lying there: {len(sites[0].names(ACKS))}."),
            )
            for name, action in plan:
                steps.append(_taken(name, action))
                if not steps[-1].ok:
                    break
        return steps


def _taken(name: str, action: Callable[[], str]) -> Step:
    start = monotonic()
    try:
        message, ok = action(), True
    except JetRefundsError as error:
        message, ok = str(error), False
    return Step(name, ok, message, monotonic() - start)


def _made(site: Site, folder: str) -> str:
    site.make_folder(folder)
    return "It is there."


def _staging_words(staging: Staging) -> str:
    where = "in the site's folder" if staging == "root" else "beside its final name"
    return f"A file can be uploaded {where} and then moved."


def _discard(site: Site, path: str) -> None:
    """Remove what may or may not be there; what cannot be removed is only a trial's remains."""
    try:
        site.delete(path)
    except (NotThere, SiteError):
        return
