"""Where the seller's site is, without its password: ftp://, ftps://, sftp://USER@HOST:PORT/PATH or file:///FOLDER."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, quote, unquote, urlsplit

from jet_refunds.errors import BadSettings

TLS = ("auto", "required", "off")
"""For ftp://. auto: encrypted when the site offers it; required: or not at all; off: never. The others ignore it."""

PORTS = {"ftp": 21, "ftps": 990, "sftp": 22}
FOLDER = "file"
EXAMPLE = "Write it as ftp://USER@HOST:PORT/PATH, or with ftps:// or sftp://; a folder as file:///FOLDER."

LONGEST = 2_000
"""Letters. No honest address, and no fingerprint, has so many."""

_DRIVE = re.compile(r"/[A-Za-z]:(/|$)")
_CERTIFICATE = re.compile(r"[0-9A-F]{64}", re.ASCII)
_SSH_KEY = re.compile(r"SHA256:[A-Za-z0-9+/]{43}", re.ASCII)


@dataclass(frozen=True)
class SiteAddress:
    """`fingerprint`: what the seller has compared and trusts, a certificate's (AA:BB:...) or an SSH key's (SHA256:...).

    A folder has neither user, host nor port, and needs no password.
    """

    user: str
    host: str
    port: int
    path: str
    tls: str
    scheme: str = "ftp"
    fingerprint: str | None = None

    @classmethod
    def parse(cls, url: str, tls: str = "auto", fingerprint: str | None = None) -> SiteAddress:
        """Raises BadSettings, which never repeats a password."""
        if max(map(len, (url, tls, fingerprint or ""))) > LONGEST:
            raise BadSettings(f"The site's address is too long. {EXAMPLE}")
        if tls not in TLS:
            raise BadSettings(f"tls is {tls!r}: use {', '.join(TLS[:-1])} or {TLS[-1]}.")
        url = url.strip()
        try:
            split = urlsplit(url)
            port = split.port
            url.encode()  # half a letter cannot be kept, nor be sent to a site
        except ValueError as error:
            raise BadSettings(f"The site's address cannot be read. {EXAMPLE}") from error
        if split.password is not None:
            raise BadSettings("Leave the password out of the address: it is asked for and kept in the keychain.")
        if split.query or split.fragment or any(letter in unquote(url) for letter in "\r\n\0"):
            raise BadSettings(f"The site's address has something that does not belong there. {EXAMPLE}")
        if split.scheme == FOLDER:
            address = cls("", "", 0, _folder(split), tls, FOLDER)
        elif split.scheme in PORTS:
            address = cls._server(split, port, tls)
        else:
            raise BadSettings(f"The site's address must begin with ftp://, ftps://, sftp:// or file://. {EXAMPLE}")
        if len(address.url) > LONGEST:  # its one spelling may be longer than what was typed
            raise BadSettings(f"The site's address is too long. {EXAMPLE}")
        return address.trusting(fingerprint) if fingerprint else address

    @classmethod
    def _server(cls, split: SplitResult, port: int | None, tls: str) -> SiteAddress:
        if not split.hostname or not split.username:
            raise BadSettings(f"The site's address lacks the host or the user's name. {EXAMPLE}")
        if split.scheme != "ftp" and tls == "off":
            raise BadSettings(f"{split.scheme}:// is always encrypted: leave tls at auto, or use ftp://.")
        path = unquote(split.path).rstrip("/") or "/"
        return cls(
            unquote(split.username),
            split.hostname,
            port or PORTS[split.scheme],
            path,
            tls,
            split.scheme,
        )

    def trusting(self, fingerprint: str) -> SiteAddress:
        """The same site, known by this fingerprint, however it is spelled. Raises BadSettings."""
        if self.scheme == FOLDER:
            raise BadSettings("A folder has no fingerprint.")
        if self.tls == "off":
            raise BadSettings("Without encryption the site shows no certificate: set tls to auto or required.")
        return replace(self, fingerprint=_ssh(fingerprint) if self.scheme == "sftp" else _certificate(fingerprint))

    @property
    def needs_password(self) -> bool:
        return self.scheme != FOLDER

    @property
    def url(self) -> str:
        """In one spelling, with the port: by it the keychain and the ledger know the site."""
        if self.scheme == FOLDER:
            return f"file://{'' if self.path.startswith('/') else '/'}{quote(self.path, safe='/:')}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{quote(self.user, safe='')}@{host}:{self.port}{quote(self.path)}"


def _folder(split: SplitResult) -> str:
    """A whole path; file:///C:/x is Windows' C:/x, and file:////SERVER/SHARE a share by its name there."""
    path = unquote(split.path).rstrip("/")
    if split.netloc or not path.startswith("/"):
        raise BadSettings(f"A folder's address has three slashes and a whole path. {EXAMPLE}")
    return path[1:] if _DRIVE.match(path) else path


def _certificate(text: str) -> str:
    digits = text.strip().upper().rpartition("=")[2].removeprefix("SHA256:").replace(":", "").replace(" ", "")
    if not _CERTIFICATE.fullmatch(digits):
        raise BadSettings(
            "That is no certificate's fingerprint. It is SHA-256 and has 64 digits from 0 to F, such as AB:CD:12:..."
        )
    return ":".join(digits[at : at + 2] for at in range(0, 64, 2))


def _ssh(text: str) -> str:
    fingerprint = text.strip().rstrip("=")
    if not _SSH_KEY.fullmatch(fingerprint):
        raise BadSettings(
            "That is no SSH key's fingerprint. It looks like SHA256: and 43 letters, as ssh-keygen -l shows."
        )
    return fingerprint
