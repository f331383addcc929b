"""SSH up to the server's key. Only this module and sftp.py have heard of paramiko.

The key is compared with the fingerprint that the seller has seen and trusts, before the password is sent; no key is
ever taken unseen. A server may have keys of several types: whichever it prefers to show, it is asked for the trusted
one.
"""

from __future__ import annotations

import socket
import struct
from typing import Any

import paramiko

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteUnreachable
from jet_refunds.transports import fingerprint, network

_UNEXPECTED = (TypeError, LookupError, struct.error)
"""What paramiko raises where it does not expect what a server says."""
FAULTS = (paramiko.SSHException, paramiko.SFTPError, EOFError, OSError, ValueError, *_UNEXPECTED)
_GREETING_BYTES = 1024 * 1024
"""Enough for any greeting, key exchange and banner."""
_key_types: dict[str, str] = {}
"""The type of the key that has this fingerprint, as far as it was seen: asked for first, the next time."""


def recognised(connection: socket.socket, address: SiteAddress) -> paramiko.Transport:
    """Encrypted, with the one whose key is trusted. Raises SiteUnreachable, SiteUnknown."""
    trusted = address.fingerprint
    transport, shown = _encrypted(connection, address, _key_types.get(trusted or ""))
    if shown == trusted:
        return transport
    transport.close()
    if trusted is None:
        raise fingerprint.new("key", "it is seen for the first time", shown)
    for key_type in dict.fromkeys(map(_key_type, transport.get_security_options().key_types)):
        if key_type != _key_type(transport.host_key_type):
            try:
                other, found = _encrypted(network.connected(address), address, key_type)
            except SiteUnreachable:  # it has no key of this type
                continue
            if found == trusted:
                _key_types[trusted] = key_type
                return other
            other.close()
    raise fingerprint.changed("key", trusted, shown)


def _encrypted(connection: socket.socket, address: SiteAddress, key_type: str | None) -> tuple[paramiko.Transport, str]:
    """By a key of this type, if any is named; and the key's fingerprint, not compared yet. Raises SiteUnreachable."""
    handshake = _Handshake(connection)
    transport = paramiko.Transport(handshake)
    transport.banner_timeout = transport.auth_timeout = transport.channel_timeout = network.SECONDS
    options = transport.get_security_options()
    options.key_types = [name for name in options.key_types if key_type in (None, _key_type(name))]
    try:
        transport.start_client(timeout=network.SECONDS)  # returns when the time is over, too: then there is no key
        found = fingerprint.of_key(transport.get_remote_server_key().asbytes())
    except FAULTS as error:
        transport.close()
        said = handshake.trouble or error_text(error)
        raise SiteUnreachable(f"At {address.host}:{address.port} nobody speaks SFTP ({said}).") from error
    handshake.is_over = True
    return transport, found


class _Handshake:
    """A socket for paramiko, which reads a greeting for as long as it goes on: a budget of bytes ends it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._left = connection, _GREETING_BYTES
        self.is_over = False
        self.trouble = ""
        """What has ended it."""

    def recv(self, size: int) -> bytes:
        received = self._connection.recv(size)
        self._left -= 0 if self.is_over else len(received)
        if self._left < 0:
            self.trouble = f"its greeting is longer than {_GREETING_BYTES} bytes"
            raise EOFError(self.trouble)
        return received

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _key_type(name: str) -> str:
    """One RSA key signs by several algorithms."""
    return "ssh-rsa" if name.startswith("rsa-") else name


def error_text(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
