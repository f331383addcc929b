"""One tree of errors. A leaf exists only where some caller acts differently::

    JetRefundsError            what happened and what to do, in a sentence for the seller
    ├── BadSettings            config.toml, the environment or a command's argument
    ├── NotValid               a document or a refund that may not pass; carries findings
    │   └── NotAllowed         well formed, but against the rules
    ├── NotFound               no refund or file of that name
    ├── RequestIdTaken         the same request_id came with another content
    ├── NotHeld                too late to undo, or to send at once
    ├── NotUnclear             a file that no person needs to decide on
    ├── WrongCode              a pairing code or link that opens nothing
    ├── LeaseLost              another courier has taken over
    ├── LedgerUnavailable      nothing can be written: a full disk, for one
    ├── KeychainUnavailable    no place to keep the password
    ├── AlreadyRunning         another helper holds this ledger
    ├── TrayUnavailable        this desktop shows no tray
    └── SiteError              the seller's FTP site
        ├── SiteNotSet         nobody has said where it is
        ├── SiteUnreachable    no connection, or it broke before a command was sent
        ├── SiteUnclear        a command was sent and its answer never came
        ├── SiteRefused        the site answered no; nothing was done
        │   └── SiteUnknown    it cannot prove who it is; carries the fingerprint to compare
        └── NotThere           the site has no such file

Bad input is a value (`Finding`); bad set-up is an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that stands against a document: a stable code, a sentence, and the place (RFC 6901)."""

    code: str
    message: str
    pointer: str

    def below(self, prefix: str) -> Finding:
        """The same finding, seen from a document that holds the first one at `prefix`."""
        return Finding(self.code, self.message, prefix + self.pointer)


class JetRefundsError(Exception):
    """The root. `str(error)` is a sentence for the seller."""


class BadSettings(JetRefundsError):
    pass


class NotValid(JetRefundsError):
    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class NotAllowed(NotValid):
    pass


class NotFound(JetRefundsError):
    pass


class RequestIdTaken(JetRefundsError):
    pass


class NotHeld(JetRefundsError):
    pass


class NotUnclear(JetRefundsError):
    pass


class WrongCode(JetRefundsError):
    pass


class LeaseLost(JetRefundsError):
    pass


class LedgerUnavailable(JetRefundsError):
    pass


class KeychainUnavailable(JetRefundsError):
    pass


class AlreadyRunning(JetRefundsError):
    pass


class TrayUnavailable(JetRefundsError):
    pass


class SiteError(JetRefundsError):
    pass


class SiteNotSet(SiteError):
    pass


class SiteUnreachable(SiteError):
    pass


class SiteUnclear(SiteError):
    pass


class SiteRefused(SiteError):
    pass


class SiteUnknown(SiteRefused):
    """`fingerprint` is the certificate's or the SSH key's that the site has shown just now. No password was sent."""

    def __init__(self, message: str, fingerprint: str) -> None:
        super().__init__(message)
        self.fingerprint = fingerprint


class NotThere(SiteError):
    pass
