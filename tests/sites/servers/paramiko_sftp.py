"""An SFTP server of paramiko's, in this process: it tells of a file only what it is told to tell."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import paramiko

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.transports import fingerprint
from tests.sites.servers.server import HOST, PASSWORD, USER

Told = Callable[[paramiko.SFTPAttributes], None]
"""Changes what is told of a file."""


class _SignIn(paramiko.ServerInterface):  # type: ignore[misc]  # paramiko has no types
    def check_auth_password(self, username: str, password: str) -> int:
        is_right = (username, password) == (USER, PASSWORD)
        return int(paramiko.AUTH_SUCCESSFUL if is_right else paramiko.AUTH_FAILED)

    def check_channel_request(self, _kind: str, _number: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)


class _Files(paramiko.SFTPServerInterface):  # type: ignore[misc]  # paramiko has no types
    def __init__(self, _server: object, folder: Path, told: Told) -> None:
        self._folder, self._told = folder, told

    def _path(self, path: str) -> Path:
        return self._folder / path.lstrip("/")

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            attributes = paramiko.SFTPAttributes.from_stat(self._path(path).stat())
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))
        self._told(attributes)
        return attributes

    lstat = stat

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            names = sorted(entry.name for entry in self._path(path).iterdir())
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))
        found = []
        for name in names:
            attributes = self.stat(f"{path}/{name}")
            if isinstance(attributes, paramiko.SFTPAttributes):
                attributes.filename = name
                found.append(attributes)
        return found

    def open(self, path: str, flags: int, _attributes: object) -> paramiko.SFTPHandle | int:
        try:
            file = os.fdopen(os.open(self._path(path), flags, 0o644), "r+b" if flags & os.O_ACCMODE else "rb")
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = handle.writefile = file
        return handle

    def remove(self, path: str) -> int:
        return self._done(lambda: self._path(path).unlink())

    def rename(self, old: str, new: str) -> int:
        return self._done(lambda: self._path(old).rename(self._path(new)))

    def chattr(self, path: str, attributes: paramiko.SFTPAttributes) -> int:
        return self._done(lambda: paramiko.SFTPServer.set_file_attr(str(self._path(path)), attributes))

    def mkdir(self, path: str, _attributes: object) -> int:
        return self._done(lambda: self._path(path).mkdir())

    @staticmethod
    def _done(work: Callable[[], object]) -> int:
        try:
            work()
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))
        return int(paramiko.SFTP_OK)


@contextmanager
def serving(folder: Path, told: Told) -> Iterator[SiteAddress]:
    """One connection at a time, for as long as the block lasts; its key is trusted."""
    key = paramiko.ECDSAKey.generate()
    listener = socket.create_server((HOST, 0))
    listener.settimeout(0.1)
    ending = threading.Event()

    def serve() -> None:
        while not ending.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            transport = paramiko.Transport(connection)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, folder, told)
            transport.start_server(server=_SignIn())
            while transport.is_active() and not ending.wait(0.02):
                pass
            transport.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        url = f"sftp://{USER}@{HOST}:{listener.getsockname()[1]}"
        yield SiteAddress.parse(url, "auto", fingerprint.of_key(key.asbytes()))
    finally:
        ending.set()
        thread.join()
        listener.close()
