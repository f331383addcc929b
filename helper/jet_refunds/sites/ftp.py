"""FTP and explicit FTPS (port Site). The only module that has heard of ftplib.

Every control and data connection has a time limit. With TLS the data connection resumes the control connection's
session, which vsftpd and ProFTPD insist on and ftplib does not do by itself.
"""

from __future__ import annotations

import ftplib
import io
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.site_address import SiteAddress

SECONDS = 20.0
"""How long any one answer may take."""

_NOT_THERE = ("550", "450")
_NO_TLS = ("500", "502", "503", "504", "530", "534")


class _Sessions(ftplib.FTP_TLS):
    """FTP_TLS whose data connections resume the control connection's session (cpython issue 63699)."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - encrypted just below
        if self._prot_p:  # type: ignore[attr-defined]
            assert isinstance(self.sock, ssl.SSLSocket)  # noqa: S101 - prot_p() came after auth()
            connection = self.context.wrap_socket(connection, server_hostname=self.host, session=self.sock.session)
        return connection, size


@contextmanager
def open_ftp(address: SiteAddress, password: str) -> Iterator[FtpSite]:
    """Connect, encrypt as the address says, sign in, and go to its folder (port SiteOpener)."""
    client = _connected(address)
    try:
        security = _encrypted(client, address)
        _signed_in(client, address, password)
        yield FtpSite(client, security)
    finally:
        _close(client)


def _connected(address: SiteAddress) -> _Sessions:
    where = f"{address.host}:{address.port}"
    client = _Sessions(context=ssl.create_default_context(), timeout=SECONDS)
    try:
        client.connect(address.host, address.port)
    except socket.gaierror as error:
        raise SiteUnreachable(f"The FTP site {address.host} is not known. Check its name, and your network.") from error
    except TimeoutError as error:
        raise SiteUnreachable(
            f"The FTP site {where} does not answer. It may be down, or a firewall is in the way."
        ) from error
    except ConnectionRefusedError as error:
        raise SiteUnreachable(
            f"Nothing answers at {where}. The FTP site is down, or its port is another one."
        ) from error
    except (OSError, EOFError, ftplib.Error) as error:
        raise SiteUnreachable(f"The FTP site {where} cannot be reached ({_words(error)}).") from error
    return client


def _encrypted(client: _Sessions, address: SiteAddress) -> str:
    """Says how. A site that offers TLS but cannot prove who it is is refused, never used in the clear."""
    if address.tls == "off":
        return "not encrypted"
    try:
        client.auth()
        client.prot_p()
    except ftplib.error_perm as error:
        if address.tls == "auto" and str(error)[:3] in _NO_TLS:
            return "not encrypted"
        raise SiteRefused(f"The FTP site offers no encryption (it said: {error}), and you require it.") from error
    except ssl.SSLCertVerificationError as error:
        raise SiteRefused(
            f"The FTP site's certificate cannot be trusted ({error.verify_message}). Ask who runs the site to mend it."
        ) from error
    except (OSError, EOFError, ftplib.Error) as error:
        raise SiteUnreachable(f"The encrypted connection to the FTP site broke ({_words(error)}).") from error
    assert isinstance(client.sock, ssl.SSLSocket)  # noqa: S101 - auth() has wrapped it
    return client.sock.version() or "TLS"


def _signed_in(client: _Sessions, address: SiteAddress, password: str) -> None:
    try:
        ftplib.FTP.login(client, address.user, password)  # noqa: S321 - the seller's site speaks FTP
        client.voidcmd("TYPE I")
        client.encoding = "utf-8" if "UTF8" in _features(client) else "latin-1"
        _enter(client, address.path)
    except ftplib.error_perm as error:
        if str(error).startswith("530"):
            raise SiteRefused(
                f"The FTP site refused the user name or the password of {address.user}. Enter the password again."
            ) from error
        raise SiteRefused(f"The FTP site does not let {address.user} in (it said: {error}).") from error
    except ftplib.Error as error:
        raise SiteUnreachable(f"The FTP site does not let anybody in now (it said: {error}).") from error
    except (OSError, EOFError) as error:
        raise SiteUnreachable(f"The FTP site hung up while signing in ({_words(error)}).") from error


def _enter(client: _Sessions, path: str) -> None:
    """The address's path is below the folder that the site shows first (RFC 1738)."""
    if path == "/":
        return
    try:
        client.cwd(path.removeprefix("/"))
    except ftplib.error_perm as error:
        raise SiteRefused(f"The FTP site has no folder {path} for you (it said: {error}).") from error


def _features(client: _Sessions) -> str:
    try:
        return client.sendcmd("FEAT").upper()
    except ftplib.error_perm:
        return ""


def _close(client: _Sessions) -> None:
    try:
        client.quit()
    except (OSError, EOFError, ftplib.Error):
        client.close()  # the other side has gone first


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__


class FtpSite:
    """One signed-in connection."""

    def __init__(self, client: _Sessions, security: str) -> None:
        self._client = client
        self.security = security

    def store(self, path: str, data: bytes) -> None:
        with _translated(f"store {path}"):
            self._client.storbinary(f"STOR {path}", io.BytesIO(data))

    def size(self, path: str) -> int | None:
        """By SIZE; a server without it is asked for the listing and then for the bytes."""
        with _translated(f"look at {path}"):
            try:
                return self._client.size(path)
            except ftplib.error_perm as error:
                if str(error)[:3] in _NOT_THERE:
                    return None
                if str(error)[:3] not in ("500", "502", "504"):
                    raise
        folder, _, name = path.rpartition("/")
        return len(self.read(path, 10**9)) if name in self.names(folder) else None

    def rename(self, old: str, new: str) -> None:
        with _translated(f"rename {old}"):
            try:
                self._client.rename(old, new)
            except ftplib.error_perm as error:
                if not str(error).startswith("550") or self._exists(old):
                    raise
                raise NotThere(f"The FTP site has no file {old}.") from error

    def _exists(self, path: str) -> bool:
        """Asked in two ways: a 550 may also mean "not allowed"."""
        folder, _, name = path.rpartition("/")
        return self.size(path) is not None or name in self.names(folder)

    def read(self, path: str, limit: int) -> bytes:
        """A file longer than `limit` is cut there; the connection goes on."""
        parts: list[bytes] = []
        with _translated(f"read {path}"):
            try:
                self._client.retrbinary(f"RETR {path}", parts.append)
            except ftplib.error_perm as error:
                if str(error).startswith("550"):
                    raise NotThere(f"The FTP site has no file {path}.") from error
                raise
        return b"".join(parts)[:limit]

    def names(self, folder: str) -> list[str]:
        with _translated(f"list {folder or 'the folder'}"):
            try:
                listed = self._listed(folder)
            except ftplib.error_perm as error:
                if not str(error).startswith("550"):
                    raise
                # Some servers say 550 for an empty folder: only a folder that cannot be entered is not there.
                if not self._is_folder(folder):
                    raise NotThere(f"The FTP site has no folder {folder}.") from error
                listed = []
        return [name for line in listed if (name := line.rpartition("/")[2]) not in ("", ".", "..")]

    def _listed(self, folder: str) -> list[str]:
        """NLST leaves dot-names out on many servers; `-a` is understood by most, and MLSD shows them all."""
        try:
            return [name for name, _ in self._client.mlsd(folder, facts=["type"])]
        except ftplib.error_perm as error:
            if str(error)[:3] not in ("500", "501", "502", "504"):
                raise
        return self._client.nlst("-a", folder) if folder else self._client.nlst("-a")

    def _is_folder(self, folder: str) -> bool:
        here = self._client.pwd()
        try:
            self._client.cwd(folder)
        except ftplib.error_perm:
            return False
        self._client.cwd(here)
        return True

    def delete(self, path: str) -> None:
        with _translated(f"delete {path}"):
            try:
                self._client.delete(path)
            except ftplib.error_perm as error:
                if str(error).startswith("550") and not self._exists(path):
                    raise NotThere(f"The FTP site has no file {path}.") from error
                raise

    def make_folder(self, path: str) -> None:
        with _translated(f"create {path}"):
            if not self._is_folder(path):
                self._client.mkd(path)


@contextmanager
def _translated(what: str) -> Iterator[Any]:
    """ftplib's errors in the port's words. A reply of 4xx or 5xx is an answer; anything else leaves it open."""
    try:
        yield
    except (ftplib.error_perm, ftplib.error_temp) as error:
        raise SiteRefused(f"The FTP site did not {what} (it said: {error}).") from error
    except (OSError, EOFError, ftplib.Error, ValueError) as error:
        raise SiteUnclear(f"The connection broke while the FTP site was asked to {what} ({_words(error)}).") from error
