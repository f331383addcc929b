"""Where the seller's FTP site is: ftp://USER@HOST:PORT/PATH, without its password."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from jet_refunds.errors import BadSettings

TLS = ("auto", "required", "off")
"""auto: encrypted when the site offers it; required: or not at all; off: never."""

FTP_PORT = 21
_EXAMPLE = "Write it as ftp://USER@HOST:PORT/PATH."


@dataclass(frozen=True)
class SiteAddress:
    user: str
    host: str
    port: int
    path: str
    tls: str

    @classmethod
    def parse(cls, url: str, tls: str = "auto") -> SiteAddress:
        """Raises BadSettings, which never repeats a password."""
        if tls not in TLS:
            raise BadSettings(f"tls is {tls!r}: use {', '.join(TLS[:-1])} or {TLS[-1]}.")
        url = url.strip()
        try:
            parts = urlsplit(url)
            port = parts.port or FTP_PORT
        except ValueError as error:
            raise BadSettings(f"The FTP site's address cannot be read. {_EXAMPLE}") from error
        if parts.scheme != "ftp":
            raise BadSettings(f"The FTP site's address must begin with ftp://. {_EXAMPLE}")
        if parts.password is not None:
            raise BadSettings("Leave the password out of the address: it is asked for and kept in the keychain.")
        if not parts.hostname or not parts.username:
            raise BadSettings(f"The FTP site's address lacks the host or the user's name. {_EXAMPLE}")
        if parts.query or parts.fragment or any(letter in unquote(url) for letter in "\r\n\0"):
            raise BadSettings(f"The FTP site's address has something that does not belong there. {_EXAMPLE}")
        return cls(unquote(parts.username), parts.hostname, port, unquote(parts.path).rstrip("/") or "/", tls)

    @property
    def url(self) -> str:
        """In one spelling, with the port: by it the keychain and the ledger know the site."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ftp://{quote(self.user, safe='')}@{host}:{self.port}{quote(self.path)}"
