"""SFTP (port Site): signing in over the connection that sftp_connection.py gives, and what is asked of the site."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import paramiko
from paramiko.sftp import CMD_CLOSE, CMD_HANDLE, CMD_NAME, CMD_OPENDIR, CMD_READDIR

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.interfaces import LONG_AGO, Progress, Silent
from jet_refunds.transports import network
from jet_refunds.transports.filename_encoding import Names
from jet_refunds.transports.network import LISTING_BYTES, SECONDS, Deadline
from jet_refunds.transports.sftp_connection import FAULTS, error_text, recognised

_BLOCK = 32 * 1024
_LOST = (errno.EPIPE, errno.ECONNRESET, errno.ECONNABORTED, errno.ETIMEDOUT)
_COUNTED = 64 * 1024 * 1024
"""Where the server tells no sizes, a file is read to count its bytes; none of ours is larger."""


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
    with closing(recognised(connection, address)) as transport:
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
            raise SiteUnreachable(f"The site does not answer while signing in ({error_text(error)}).") from error
        raise SiteRefused(
            f"The site refused the user name or the password of {address.user}. Enter the password again."
        ) from error
    except FAULTS as error:
        raise SiteUnreachable(f"The site hung up while signing in ({error_text(error)}).") from error
    try:
        client = _Client.from_transport(transport)
    except FAULTS as error:
        raise SiteRefused(
            f"The site lets {address.user} in, but not with SFTP ({error_text(error)}). Ask whoever runs it to allow "
            "SFTP."
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
    except FAULTS as error:
        raise SiteRefused(f"The site has no folder {address.path} for you ({error_text(error)}).") from error


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
        except FAULTS as error:
            if not isinstance(error, OSError) or isinstance(error, TimeoutError) or _lost(error) or channel.closed:
                channel.close()
                raise SiteUnclear(
                    f"The connection broke while the site was asked to {what} ({error_text(error)})."
                ) from error
            raise SiteRefused(f"The site did not {what} (it said: {error_text(error)}).") from error


def _lost(error: OSError) -> bool:
    return isinstance(error, ConnectionError) or error.errno in _LOST
