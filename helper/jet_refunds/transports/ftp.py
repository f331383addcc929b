"""FTP, explicit and implicit FTPS: connect, encrypt, sign in (port SiteOpener). ftp_site.py goes on from there."""

# ruff: noqa: S321 - the seller's site speaks FTP

from __future__ import annotations

import ftplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteError, SiteRefused, SiteUnreachable
from jet_refunds.interfaces import NOT_ENCRYPTED, Progress, Silent
from jet_refunds.transports import filename_encoding, fingerprint, network
from jet_refunds.transports.ftp_client import FtpClient, error_text, fingerprint_of, reply, wire
from jet_refunds.transports.ftp_site import FtpSite

_NO_TLS = ("500", "502", "503", "504", "530", "534")


@contextmanager
def open_ftp(address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[FtpSite]:
    """Connect, encrypt as the address says, sign in, and go to its folder (port SiteOpener)."""
    progress = progress or Silent()
    client = FtpClient(address, _context(address))
    try:
        security = _secured(client, address, progress)
        progress.begins("sign in")
        features = _signed_in(client, address, password)
        progress.done(f"The site lets {address.user} in.")
        yield FtpSite(client, security, features)
    finally:
        client.leave()


# -- the connection


def _context(address: SiteAddress) -> ssl.SSLContext:
    """With a trusted fingerprint nobody else need vouch for the certificate: ftp_client.py compares it.

    To load whom this computer trusts takes longer than to sign in: it is left where nothing will be encrypted.
    """
    if address.scheme == "ftp" and address.tls == "off":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody
    if address.fingerprint is None:
        return ssl.create_default_context()
    return _unverified()


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _secured(client: FtpClient, address: SiteAddress, progress: Progress) -> str:
    """Connected, greeted, and encrypted as far as the address asks for it. Says how."""
    client.take(network.reached(address, progress))
    if address.scheme == "ftps":
        progress.done(f"{address.host}:{address.port} answers.")
        progress.begins("encrypt")
        security = _encrypted(client, address)
        _greeted(client, address)
    else:
        _greeted(client, address)
        progress.done(f"{address.host}:{address.port} answers, and speaks FTP.")
        progress.begins("encrypt")
        security = _encrypted(client, address) if _offered(client, address) else NOT_ENCRYPTED
    if not isinstance(client.sock, ssl.SSLSocket):
        offers = "you asked for it" if address.tls == "off" else "the site offers no encryption"
        progress.done(f"The connection is not encrypted: {offers}.")
        return security
    with _said(address, "refused to encrypt transfers"):
        client.prot_p()
    progress.done(f"{security}. The fingerprint of the site's certificate is {fingerprint_of(client.sock)}.")
    return security


def _greeted(client: FtpClient, address: SiteAddress) -> None:
    with _said(address, "turned us away"):
        client.greet()


def _offered(client: FtpClient, address: SiteAddress) -> bool:
    """Asks for explicit TLS. Whoever trusts a fingerprint is never led to do without."""
    if address.tls == "off":
        return False
    try:
        with _said(address, "did not begin to encrypt"):
            client.voidcmd("AUTH TLS")
    except SiteRefused as error:
        if not _answered(error, *_NO_TLS):
            raise
        if address.tls == "auto" and address.fingerprint is None:
            return False
        raise SiteRefused(
            f"The FTP site offers no encryption (it said: {reply(error.__cause__)}), so no password was sent. Only if "
            "that is how it should be, set its encryption to Never."
        ) from error
    return True


def _encrypted(client: FtpClient, address: SiteAddress) -> str:
    """A site that offers TLS but cannot prove who it is is refused, never used in the clear."""
    try:
        client.encrypt()
    except ssl.SSLCertVerificationError as error:
        raise fingerprint.new("certificate", error.verify_message, _shown(address)) from error
    except (OSError, EOFError) as error:
        raise SiteUnreachable(
            f"{address.host}:{address.port} does not encrypt as {address.scheme}:// does ({error_text(error)}). "
            "Check the port, and whether the address should begin with ftp:// or ftps://."
        ) from error
    assert isinstance(client.sock, ssl.SSLSocket)  # noqa: S101 - encrypt() has wrapped it
    return client.sock.version() or "TLS"


def _shown(address: SiteAddress) -> str:
    """The fingerprint of a certificate that was refused: Python tells it of accepted ones only, so we look again."""
    client = FtpClient(address, _unverified())
    try:
        client.take(network.connected(address))
        if address.scheme == "ftp":
            client.greet()
            client.voidcmd("AUTH TLS")
        client.encrypt()
        assert isinstance(client.sock, ssl.SSLSocket)  # noqa: S101 - encrypt() has wrapped it
        return fingerprint_of(client.sock)
    except (OSError, EOFError, ftplib.Error) as error:
        raise SiteUnreachable(f"The FTP site hung up before its certificate was seen ({error_text(error)}).") from error
    finally:
        client.close()


def _signed_in(client: FtpClient, address: SiteAddress, password: str) -> frozenset[str]:
    """Returns what the site says it can do: the first words of FEAT's lines; empty when it does not say."""
    try:
        with _said(address, f"does not let {address.user} in"):
            ftplib.FTP.login(client, wire(address.user.encode()), wire(password.encode()))
    except SiteRefused as error:
        if _answered(error, "530"):
            raise SiteRefused(
                f"The FTP site refused the user name or the password of {address.user}. Enter the password again."
            ) from error
        raise
    with _said(address, "hung up after signing in"):
        features = _features(client)
        if "UTF8" in features:
            client.ask("OPTS UTF8 ON")  # some speak UTF-8 without being told, and refuse this
        client.use("I")
    if address.path != "/":
        # The path is below the folder that the site shows first, unless it begins with two slashes (RFC 1738).
        with _said(address, f"has no folder {address.path} for you"):
            client.cwd(wire(filename_encoding.Names().raw(address.path.removeprefix("/"))))
    return features


def _features(client: FtpClient) -> frozenset[str]:
    lines = client.ask("FEAT").upper().splitlines()[1:-1]
    return frozenset(word for line in lines for word in line.split()[:1])


@contextmanager
def _said(address: SiteAddress, what: str) -> Iterator[None]:
    """While connecting nothing of ours can be lost: what is no answer is only a connection that broke."""
    try:
        yield
    except ftplib.error_perm as error:
        raise SiteRefused(f"The FTP site {what} (it said: {reply(error)}).") from error
    except ftplib.error_temp as error:
        raise SiteUnreachable(f"The FTP site {what} now (it said: {reply(error)}). It is tried again later.") from error
    except SiteError:
        raise
    except (OSError, EOFError, ftplib.Error, ValueError) as error:
        raise SiteUnreachable(
            f"{address.host}:{address.port} hung up, or does not speak {address.scheme.upper()} ({error_text(error)})."
        ) from error


def _answered(error: SiteRefused, *codes: str) -> bool:
    return isinstance(error.__cause__, ftplib.Error) and str(error.__cause__).startswith(codes)
