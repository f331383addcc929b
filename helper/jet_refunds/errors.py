"""One tree of errors. A leaf exists only where some caller acts differently::

    JetRefundsError            what happened and what to do, in a sentence for the seller
    ├── BadSettings            config.toml, the environment or a command's argument
    ├── NotValid               a document or a refund that may not pass; carries findings
    │   └── NotAllowed         well formed, but against the rules
    ├── NotFound               no refund or file of that name
    ├── RequestIdTaken         the same request_id came with another content
    ├── NotHeld                too late to undo, or to send at once
    ├── NotUnclear             a file that no person needs to decide on
    ├── NotAllRows             a person has not said of each row what was answered
    ├── WrongCode              a pairing code or link that opens nothing
    ├── LeaseLost              another courier has taken over
    ├── LedgerUnavailable      it cannot be opened, read or written: a full disk, for one
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

from collections.abc import Iterable, Sequence
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


def codes(findings: Iterable[Finding]) -> list[str]:
    """Each once, however many items it is about."""
    return list(dict.fromkeys(finding.code for finding in findings))


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
    @classmethod
    def refund(cls, number: int | str) -> NotFound:
        """By its id or its alt_refund_id."""
        return cls(f"There is no refund {number}.")

    @classmethod
    def file(cls, name: str) -> NotFound:
        return cls(f"There is no file {name}.")


class RequestIdTaken(JetRefundsError):
    def __init__(self) -> None:
        super().__init__("This request was sent before with another content. Start the refund anew.")


class NotHeld(JetRefundsError):
    pass


class NotUnclear(JetRefundsError):
    def __init__(self, file_name: str) -> None:
        super().__init__(f"About {file_name} there is nothing to decide any more.")


class NotAllRows(JetRefundsError):
    def __init__(self, file_name: str) -> None:
        super().__init__(f"Say of each row of {file_name} that waits what Solid Commerce told you, and say it once.")


class WrongCode(JetRefundsError):
    @classmethod
    def link_is_over(cls) -> WrongCode:
        return cls("This link was used before, or has expired. Open the page from the tray again.")

    @classmethod
    def for_pairing(cls) -> WrongCode:
        return cls("This code is not right, or its five minutes are over. Ask Jet Refunds for a new one.")


class LedgerCopied(JetRefundsError):
    """Another copy of this ledger has moved files on the site that this one does not know of."""


class LeaseLost(JetRefundsError):
    @classmethod
    def taken_over(cls) -> LeaseLost:
        return cls("Another courier has taken over this ledger, or this one was asleep for too long.")

    @classmethod
    def newer_attempt(cls) -> LeaseLost:
        return cls("A newer attempt has begun.")


class LedgerUnavailable(JetRefundsError):
    """`cause`: the database's own words."""

    @classmethod
    def too_new(cls) -> LedgerUnavailable:
        return cls("This ledger was written by a newer Jet Refunds. Update Jet Refunds.")

    @classmethod
    def not_opened(cls, cause: str) -> LedgerUnavailable:
        return cls(f"The ledger cannot be opened ({cause}). Nothing was changed in it.")

    @classmethod
    def gone(cls, path: str) -> LedgerUnavailable:
        return cls(
            f"The ledger {path} is not there any more, or it is another one. Nothing is taken into an empty one. Put "
            "it back; or quit Jet Refunds and bring back a backup: jet-refunds restore."
        )

    @classmethod
    def vanished(cls, path: str, newest_refund: int) -> LedgerUnavailable:
        return cls(
            f"The ledger {path} is not the one that was here, which knew refunds up to number {newest_refund}. Put its "
            "folder back, or bring back a backup: jet-refunds restore. To go on with what is there now, even if it is "
            "empty: jet-refunds restore --as-it-is."
        )

    @classmethod
    def no_backup(cls, path: str, cause: str) -> LedgerUnavailable:
        return cls(f"The backup {path} cannot be made or used ({cause}).")

    @classmethod
    def disk_full(cls) -> LedgerUnavailable:
        return cls("The disk of this computer is full, so Jet Refunds cannot keep anything. Free some space.")

    @classmethod
    def locked(cls, cause: str) -> LedgerUnavailable:
        return cls(
            f"Another program keeps Jet Refunds from its records ({cause}). Close what reads ledger.db, such as a "
            "backup."
        )

    @classmethod
    def read_only(cls, cause: str) -> LedgerUnavailable:
        return cls(
            f"Jet Refunds may not write its records ({cause}). Make ledger.db and its folder writable for this user."
        )

    @classmethod
    def damaged(cls, cause: str) -> LedgerUnavailable:
        return cls(
            f"The ledger is damaged ({cause}). Quit Jet Refunds, keep a copy of its folder and ask for help: "
            "jet-refunds doctor says where it is."
        )

    @classmethod
    def failing(cls, cause: str) -> LedgerUnavailable:
        return cls(
            f"Jet Refunds cannot use its records ({cause}). Look after this computer's disk. Jet Refunds tries again "
            "by itself."
        )


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
