"""A plain folder, such as a mounted share, as the seller's site (port Site)."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnreachable
from jet_refunds.interfaces import LONG_AGO, Progress, Silent
from jet_refunds.transports.filename_encoding import Names

_LOST = {
    getattr(errno, name)
    for name in ("EIO", "ETIMEDOUT", "ESTALE", "ENOTCONN", "ECONNRESET", "ECONNABORTED", "EHOSTDOWN", "EHOSTUNREACH")
    if hasattr(errno, name)
}
_LOST_WINDOWS = (53, 59, 64, 121, 1231)
"""ERROR_BAD_NETPATH, UNEXP_NET_ERR, NETNAME_DELETED, SEM_TIMEOUT, NETWORK_UNREACHABLE."""


@contextmanager
def open_folder(address: SiteAddress, _password: str, progress: Progress | None = None, /) -> Iterator[FolderSite]:
    """Port SiteOpener. A share that is not mounted is an empty mount point or nothing: the folder must be there."""
    progress = progress or Silent()
    folder = Path(address.path)
    progress.begins("connect")
    if not folder.is_dir():
        raise SiteUnreachable(f"The folder {folder} is not there. If it is a share, connect it.")
    progress.done(f"The folder {folder} is there.")
    yield FolderSite(folder)


class FolderSite:
    """What is stored or renamed is on disk when the method returns, as far as the system keeps its promise."""

    security = "a folder of this computer"
    abilities = frozenset({"SIZE", "MLSD"})

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._identity = _identity(folder)
        self._names = Names()

    def _at(self, path: str) -> Path:
        return self._folder / os.fsdecode(self._names.raw(path))

    def do_without(self, ability: str) -> None:
        """A folder has all of them."""

    def store(self, path: str, data: bytes) -> None:
        with self._asked("write", path):
            with _opened(self._at(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _sync(self._at(path).parent)

    def size(self, path: str) -> int | None:
        with self._asked("look at", path):
            try:
                return self._at(path).lstat().st_size
            except FileNotFoundError as error:
                self._still_there(error)
                return None

    def rename(self, old: str, new: str) -> None:
        """In one step, over what stands there: the other way, link and unlink, could leave both names behind."""
        source, target = self._at(old), self._at(new)
        with self._asked("rename", old):
            try:
                source.replace(target)
            except FileNotFoundError as error:
                if source.exists():
                    raise
                raise self._not_there(f"file {source}") from error
            for folder in {source.parent, target.parent}:
                _sync(folder)

    def rename_in_place(self, old: str, new: str) -> bool:
        """By the time of change, set back before, and by the inode; shares show another one at each look, or none."""
        with self._asked("look at", old):
            os.utime(self._at(old), (LONG_AGO, LONG_AGO))
            before, again = self._at(old).stat(), self._at(old).stat()
        self.rename(old, new)
        with self._asked("look at", new):
            after = self._at(new).stat()
        same_inode = after.st_ino == before.st_ino or before.st_ino != again.st_ino
        return same_inode and before.st_mtime == after.st_mtime == LONG_AGO

    def read(self, path: str, limit: int) -> bytes:
        with self._asked("read", path):
            try:
                with _opened(self._at(path), os.O_RDONLY, "rb") as file:
                    return file.read(limit)
            except FileNotFoundError as error:
                raise self._not_there(f"file {self._at(path)}") from error

    def names(self, folder: str) -> list[str]:
        with self._asked("list", folder or "it"):
            try:
                return [self._names.text(os.fsencode(name)) for name in os.listdir(self._at(folder))]  # noqa: PTH208
            except FileNotFoundError as error:
                raise self._not_there(f"folder {self._at(folder)}") from error

    def delete(self, path: str) -> None:
        with self._asked("delete", path):
            try:
                self._at(path).unlink()
            except FileNotFoundError as error:
                raise self._not_there(f"file {self._at(path)}") from error

    def make_folder(self, path: str) -> bool:
        with self._asked("create", path):
            try:
                self._at(path).mkdir()
            except FileExistsError:
                if not self._at(path).is_dir():
                    raise
                return False
        return True

    def remove_folder(self, path: str) -> None:
        with self._asked("remove", path):
            try:
                self._at(path).rmdir()
            except FileNotFoundError as error:
                raise self._not_there(f"folder {self._at(path)}") from error

    def _not_there(self, what: str) -> NotThere:
        self._still_there(None)
        return NotThere(f"There is no {what}.")

    def _still_there(self, cause: OSError | None) -> None:
        """Below a share that is gone nothing is there, which proves nothing. Raises SiteUnreachable."""
        if _identity(self._folder) != self._identity:
            raise SiteUnreachable(f"The folder {self._folder} is gone. If it is a share, connect it.") from cause

    @contextmanager
    def _asked(self, what: str, path: str) -> Iterator[None]:
        """A local system answers before it returns. Behind a share there is a network, which may lose the answer."""
        try:
            yield
        except OSError as error:
            said = error.strerror or str(error)
            if error.errno in _LOST or getattr(error, "winerror", None) in _LOST_WINDOWS:
                raise SiteUnclear(
                    f"The share {self._folder} was lost while asked to {what} {path} ({said})."
                ) from error
            self._still_there(error)
            raise SiteRefused(f"The folder's system did not {what} {path} (it said: {said}).") from error


def _opened(path: Path, flags: int, mode: str) -> IO[bytes]:
    """A plain file. Others may write to a share: no link that they have planted is followed, and no FIFO waited for."""
    for careful in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):  # as far as the system has them
        flags |= getattr(os, careful, 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no plain file")
    return cast(IO[bytes], os.fdopen(handle, mode))


def _identity(folder: Path) -> tuple[int, int] | None:
    """Another one when a share is mounted there, or no longer. Some shares show another inode at each look."""
    try:
        found, again = folder.stat(), folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino if found.st_ino == again.st_ino else 0


def _sync(folder: Path) -> None:
    """Names survive a power cut, too. Windows and some shares cannot be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
