"""What the core asks of the world. Each port has its adapters at an edge."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from jet_refunds.domain.site_address import SiteAddress


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, UTC."""
        ...

    def local(self) -> datetime:
        """The present moment on the seller's wall, without a zone: file names carry it."""
        ...

    def running(self) -> float:
        """Seconds by a clock that nobody sets, since some moment: waits are measured by it."""
        ...


class Secrets(Protocol):
    """A place for passwords. Adapters: credentials/."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None:
        """Raises KeychainUnavailable."""
        ...

    def delete(self, name: str) -> None: ...

    def state(self) -> str | None:
        """None when it works, else a sentence: why not, and what to do."""
        ...

    def refusal(self, name: str) -> str | None:
        """None when a password may be used by this name, else a sentence: why not, and what to do."""
        ...


NOT_ENCRYPTED = "not encrypted"
"""What a connection says of itself that others can read."""


LONG_AGO = 1_000_000_000
"""Seconds since 1970, in 2001: a time of change that no new copy has."""


class Site(Protocol):
    """An open connection to the seller's site. Paths are relative to the site's folder, with slashes.

    Every method may raise SiteUnreachable (nothing was sent), SiteUnclear (sent, no answer) or SiteRefused. After
    SiteUnclear the connection is closed: a late answer must not be taken for the next command's.
    """

    @property
    def security(self) -> str:
        """A few words on the connection: "TLSv1.3", or "not encrypted"."""
        ...

    @property
    def abilities(self) -> frozenset[str]:
        """What is cheap and exact here, as far as it has shown: "SIZE", and "MLSD" for listings."""
        ...

    def do_without(self, ability: str) -> None:
        """It was found out earlier that the site lacks it, whatever it says."""
        ...

    def store(self, path: str, data: bytes) -> None:
        """Write the whole file, over whatever stands there."""
        ...

    def size(self, path: str) -> int | None:
        """Bytes, or None where there is no such file. Without "SIZE" the listing or the file itself is read."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Raises NotThere when the site is sure that `old` does not exist. What stands at `new` may be overwritten."""
        ...

    def rename_in_place(self, old: str, new: str) -> bool:
        """The same, for a file of a trial, whose times may be changed; whether it was moved, in one step.

        False: it was copied and the old one deleted, or nobody can tell.
        """
        ...

    def read(self, path: str, limit: int) -> bytes:
        """At most `limit` bytes; what is beyond is not fetched. Raises NotThere."""
        ...

    def names(self, folder: str) -> list[str]:
        """The bare names in a folder. Raises NotThere."""
        ...

    def delete(self, path: str) -> None:
        """Raises NotThere."""
        ...

    def make_folder(self, path: str) -> bool:
        """Harmless when it exists. True: it did not, and of all who ask at once only this one has made it."""
        ...

    def remove_folder(self, path: str) -> None:
        """An empty one. Raises NotThere."""
        ...


class Progress(Protocol):
    """Told about each step of opening a site, for whoever tries it out."""

    def begins(self, step: str) -> None: ...

    def done(self, message: str) -> None:
        """The step that began last is done: a sentence on it."""
        ...


class Silent:
    """Progress that nobody watches."""

    def begins(self, step: str) -> None:
        pass

    def done(self, message: str) -> None:
        pass


class SiteOpener(Protocol):
    def __call__(
        self, address: SiteAddress, password: str, progress: Progress | None = ..., /
    ) -> AbstractContextManager[Site]:
        """Connect, see that it is the right site, and sign in. Raises SiteUnreachable, SiteRefused or SiteUnknown."""
        ...
