"""SFTP (port Site). The only module that has heard of paramiko.

The server's key is compared with the fingerprint that the seller has seen and trusts, before the password is sent; no
key is ever taken unseen. A server may have keys of several types: whichever it prefers to show, it is asked for the
trusted one.
"""

from __future__ import annotations

import errno
import os
import posixpath
import socket
import stat
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import paramiko
from paramiko.sftp import CMD_CLOSE, CMD_HANDLE, CMD_NAME, CMD_OPENDIR, CMD_READDIR

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.interfaces import LONG_AGO, Progress, Silent
from jet_refunds.transports import fingerprint, network
from jet_refunds.transports.filename_encoding import Names
from jet_refunds.transports.network import LISTING_BYTES, SECONDS, Deadline

_BLOCK = 32 * 1024
_LOST = (errno.EPIPE, errno.ECONNRESET, errno.ECONNABORTED, errno.ETIMEDOUT)
_UNEXPECTED = (TypeError, LookupError, struct.error)
"""What paramiko raises where it does not expect what a server says."""
_FAULTS = (paramiko.SSHException, paramiko.SFTPError, EOFError, OSError, ValueError, *_UNEXPECTED)
_COUNTED = 64 * 1024 * 1024
"""Where the server tells no sizes, a file is read to count its bytes; none of ours is larger."""
_GREETING_BYTES = 1024 * 1024
"""Enough for any greeting, key exchange and banner."""
_key_types: dict[str, str] = {}
"""The type of the key that has this fingerprint, as far as it was seen: asked for first, the next time."""


class _Client(paramiko.SFTPClient):  # type: ignore[misc]  # paramiko has no types
    """`_request` is the one private member of paramiko's that is used here; pyproject.toml bounds paramiko for it."""

    def raw_names(self, folder: bytes) -> Iterator[bytes]:
        """As the server sends them: listdir() fails on a single name that is not UTF-8.

        Raises SiteRefused for a listing that is longer than LISTING_BYTES, TimeoutError for one that takes too long.
        """
        deadline, left = Deadline(), LISTING_BYTES
        kind, answer = self._request(CMD_OPENDIR, folder)
        if kind != CMD_HANDLE:
            raise paramiko.SFTPError("no handle for the folder")
        handle = answer.get_binary()
        while True:
            try:
                kind, answer = self._request(CMD_READDIR, handle)
            except EOFError:
                break
            if kind != CMD_NAME:
                raise paramiko.SFTPError("no names in the listing")
            self.get_channel().settimeout(deadline.left())
            left -= len(answer.asbytes())
            if left < 0:
                raise SiteRefused("The site's folder holds too many files to list.")
            for _ in range(answer.get_int()):
                yield answer.get_binary()
                answer.get_binary()  # the same as `ls -l` writes it
                _skip_attributes(answer)
        self._request(CMD_CLOSE, handle)


def _skip_attributes(answer: paramiko.Message) -> None:
    """Size, owner, mode and times of a name (draft-ietf-secsh-filexfer-02, section 5): the flags say which are sent."""
    kinds = paramiko.SFTPAttributes
    flags = answer.get_int()
    if flags & kinds.FLAG_SIZE:
        answer.get_int64()
    for flag, numbers in ((kinds.FLAG_UIDGID, 2), (kinds.FLAG_PERMISSIONS, 1), (kinds.FLAG_AMTIME, 2)):
        for _ in range(numbers if flags & flag else 0):
            answer.get_int()
    for _ in range(2 * answer.get_int() if flags & kinds.FLAG_EXTENDED else 0):
        answer.get_binary()


@contextmanager
def open_sftp(address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[SftpSite]:
    """Connect, compare the key, sign in, and go to the address's folder (port SiteOpener)."""
    progress = progress or Silent()
    connection = network.reached(address, progress)
    progress.done(f"{address.host}:{address.port} answers.")
    progress.begins("encrypt")
    with closing(_recognised(connection, address)) as transport:
        progress.done(
            f"SSH with {transport.remote_cipher}. The fingerprint of the site's key is {address.fingerprint}."
        )
        progress.begins("sign in")
        with _in_time(transport):
            client = _signed_in(transport, address, password)
            folder = _folder(client, address)
        progress.done(f"The site lets {address.user} in.")
        yield SftpSite(client, folder, f"SSH, {transport.remote_cipher}")


@contextmanager
def _in_time(transport: paramiko.Transport) -> Iterator[None]:
    """paramiko waits without end for some answers; closing the transport ends that."""
    timer = threading.Timer(2 * SECONDS, transport.close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _recognised(connection: socket.socket, address: SiteAddress) -> paramiko.Transport:
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
    transport.banner_timeout = transport.auth_timeout = transport.channel_timeout = SECONDS
    options = transport.get_security_options()
    options.key_types = [name for name in options.key_types if key_type in (None, _key_type(name))]
    try:
        transport.start_client(timeout=SECONDS)  # returns when the time is over, too: then there is no key
        found = fingerprint.of_key(transport.get_remote_server_key().asbytes())
    except _FAULTS as error:
        transport.close()
        words = handshake.trouble or _words(error)
        raise SiteUnreachable(f"At {address.host}:{address.port} nobody speaks SFTP ({words}).") from error
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


def _signed_in(transport: paramiko.Transport, address: SiteAddress, password: str) -> _Client:
    start = time.monotonic()
    try:
        transport.auth_password(address.user, password)
    except paramiko.BadAuthenticationType as error:
        raise SiteRefused(
            f"The site takes no passwords, only {', '.join(error.allowed_types)}. Ask whoever runs it to allow one for "
            f"{address.user}."
        ) from error
    except paramiko.AuthenticationException as error:
        if time.monotonic() - start >= SECONDS:
            raise SiteUnreachable(f"The site does not answer while signing in ({_words(error)}).") from error
        raise SiteRefused(
            f"The site refused the user name or the password of {address.user}. Enter the password again."
        ) from error
    except _FAULTS as error:
        raise SiteUnreachable(f"The site hung up while signing in ({_words(error)}).") from error
    try:
        client = _Client.from_transport(transport)
    except _FAULTS as error:
        raise SiteRefused(
            f"The site lets {address.user} in, but not with SFTP ({_words(error)}). Ask whoever runs it to allow SFTP."
        ) from error
    client.get_channel().settimeout(SECONDS)
    return client  # type: ignore[no-any-return]


def _folder(client: _Client, address: SiteAddress) -> bytes:
    """The whole path of the address's folder, below the one that the site shows first, unless the path begins with two
    slashes, as with FTP (RFC 1738). Some servers do not say whether it is one.
    """
    try:
        path = posixpath.join(client.normalize("."), address.path.removeprefix("/"))
        mode = client.stat(path).st_mode
        if mode is not None and not stat.S_ISDIR(mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        return os.fsencode(client.normalize(path))
    except _FAULTS as error:
        raise SiteRefused(f"The site has no folder {address.path} for you ({_words(error)}).") from error


class SftpSite:
    """One signed-in connection."""

    abilities = frozenset({"SIZE", "MLSD"})

    def __init__(self, client: _Client, folder: bytes, security: str) -> None:
        self._client, self._folder, self.security = client, folder, security
        self._names = Names()

    def do_without(self, ability: str) -> None:
        """SFTP has all of them."""

    def store(self, path: str, data: bytes) -> None:
        deadline = Deadline()
        with self._asked(f"store {path}"), self._client.open(self._raw(path), "wb") as file:
            file.set_pipelined(True)
            for start in range(0, len(data), _BLOCK):
                self._client.get_channel().settimeout(deadline.left())
                file.write(data[start : start + _BLOCK])

    def size(self, path: str) -> int | None:
        with self._asked(f"look at {path}"):
            try:
                size = self._client.stat(self._raw(path)).st_size
            except FileNotFoundError:
                return None
            return len(self.read(path, _COUNTED)) if size is None else int(size)

    def rename(self, old: str, new: str) -> None:
        """The plain one, which OpenSSH refuses where something stands; its POSIX one would overwrite."""
        with self._asked(f"rename {old}"):
            try:
                self._client.rename(self._raw(old), self._raw(new))
            except FileNotFoundError as error:
                if self._is_there(old):
                    raise
                raise NotThere(f"The site has no file {old}.") from error

    def rename_in_place(self, old: str, new: str) -> bool:
        """By the time of change, set back before; SFTP tells no inode."""
        try:
            with self._asked(f"set a time of {old}"):
                self._client.utime(self._raw(old), (LONG_AGO, LONG_AGO))
        except SiteRefused:
            self.rename(old, new)
            return False
        before = self._changed_at(old)
        self.rename(old, new)
        return before == self._changed_at(new) == LONG_AGO

    def _changed_at(self, path: str) -> int | None:
        with self._asked(f"look at {path}"):
            changed_at: int | None = self._client.stat(self._raw(path)).st_mtime
        return changed_at

    def _is_there(self, path: str) -> bool:
        try:
            self._client.lstat(self._raw(path))
        except FileNotFoundError:
            return False
        return True

    def read(self, path: str, limit: int) -> bytes:
        deadline = Deadline()
        chunks: list[bytes] = []
        with self._asked(f"read {path}"):
            try:
                file = self._client.open(self._raw(path), "rb")
            except FileNotFoundError as error:
                raise NotThere(f"The site has no file {path}.") from error
            with file:
                while limit > 0:
                    self._client.get_channel().settimeout(deadline.left())
                    chunk = file.read(min(_BLOCK, limit))
                    if not chunk:
                        break
                    chunks.append(chunk)
                    limit -= len(chunk)
        return b"".join(chunks)

    def names(self, folder: str) -> list[str]:
        with self._asked(f"list {folder or 'the folder'}"):
            try:
                found = list(self._client.raw_names(self._raw(folder)))
            except FileNotFoundError as error:
                raise NotThere(f"The site has no folder {folder}.") from error
        return [self._names.text(raw) for raw in found if raw not in (b".", b"..")]

    def delete(self, path: str) -> None:
        with self._asked(f"delete {path}"):
            try:
                self._client.remove(self._raw(path))
            except FileNotFoundError as error:
                raise NotThere(f"The site has no file {path}.") from error

    def make_folder(self, path: str) -> bool:
        with self._asked(f"create the folder {path}"):
            try:
                self._client.mkdir(self._raw(path))
            except OSError:
                if not self._is_there(path):
                    raise
                return False
        return True

    def remove_folder(self, path: str) -> None:
        with self._asked(f"remove the folder {path}"):
            try:
                self._client.rmdir(self._raw(path))
            except FileNotFoundError as error:
                raise NotThere(f"The site has no folder {path}.") from error

    def _raw(self, path: str) -> bytes:
        return posixpath.join(self._folder, self._names.raw(path)) if path else self._folder

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        """A status that the server sent is an answer; a broken channel leaves it open, and is closed."""
        channel = self._client.get_channel()
        if channel.closed:
            raise SiteUnreachable(f"The connection to the site is closed; it was not asked to {what}.")
        channel.settimeout(SECONDS)
        try:
            yield
        except (NotThere, SiteRefused, SiteUnreachable, SiteUnclear):
            raise
        except _FAULTS as error:
            if not isinstance(error, OSError) or isinstance(error, TimeoutError) or _lost(error) or channel.closed:
                channel.close()
                raise SiteUnclear(
                    f"The connection broke while the site was asked to {what} ({_words(error)})."
                ) from error
            raise SiteRefused(f"The site did not {what} (it said: {_words(error)}).") from error


def _lost(error: OSError) -> bool:
    return isinstance(error, ConnectionError) or error.errno in _LOST


def _words(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
