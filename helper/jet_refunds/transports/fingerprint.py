"""How a site proves who it is, and what is said when it cannot. Nothing is ever trusted unseen."""

from __future__ import annotations

import base64
import hashlib

from jet_refunds.errors import SiteUnknown


def of_certificate(der: bytes) -> str:
    """SHA-256 as browsers, FileZilla and `openssl x509 -fingerprint -sha256` show it."""
    return hashlib.sha256(der).digest().hex(":").upper()


def of_key(blob: bytes) -> str:
    """As `ssh-keygen -l` shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def new(what: str, why: str, found: str) -> SiteUnknown:
    """`what` is "certificate" or "key"; `why` nobody else vouches for it."""
    return SiteUnknown(
        f"The site's {what} is not known to this computer ({why}), so no password was sent. Its fingerprint is "
        f"{found}. Ask whoever runs the site for theirs. If the two are the same, test the site on Jet Refunds' page "
        f"and trust it there, or say: jet-refunds site trust {found}",
        found,
    )


def changed(what: str, trusted: str, found: str) -> SiteUnknown:
    return SiteUnknown(
        f"The site's {what} is not the one that you trusted ({trusted}). Somebody may be in between, so no password "
        f"was sent. Ask whoever runs the site whether it was replaced. Only if they say that its fingerprint is now "
        f"{found}, say: jet-refunds site trust {found}",
        found,
    )
