"""What the core asks of the world. Each port has its adapters at an edge."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from jet_refunds.site_address import SiteAddress


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, UTC."""
        ...

    def local(self) -> datetime:
        """The present moment on the seller's wall, without a zone: file names carry it."""
        ...


class Secrets(Protocol):
    """A place for passwords. Adapters: desk/keychain.py."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None:
        """Raises KeychainUnavailable."""
        ...

    def delete(self, name: str) -> None: ...

    def state(self) -> str | None:
        """None when it works, else a sentence: why not, and what to do."""
        ...


class Site(Protocol):
    """An open connection to the seller's site. Paths are relative to the site's folder, with slashes.

    Every method may raise SiteUnreachable (nothing was sent), SiteUnclear (sent, no answer) or SiteRefused.
    """

    security: str
    """A few words on the connection: "TLS 1.3", or "not encrypted"."""

    def store(self, path: str, data: bytes) -> None:
        """Write the whole file, over whatever stands there."""
        ...

    def size(self, path: str) -> int | None:
        """Bytes, or None where there is no such file."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Raises NotThere when the site is sure that `old` does not exist."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """At most `limit` bytes. Raises NotThere."""
        ...

    def names(self, folder: str) -> list[str]:
        """The bare names in a folder. Raises NotThere."""
        ...

    def delete(self, path: str) -> None:
        """Raises NotThere."""
        ...

    def make_folder(self, path: str) -> None:
        """Harmless when it exists."""
        ...


class SiteOpener(Protocol):
    def __call__(self, address: SiteAddress, password: str) -> AbstractContextManager[Site]:
        """Connect and sign in. Raises SiteUnreachable or SiteRefused."""
        ...
