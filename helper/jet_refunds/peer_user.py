"""Whose program is at the other end of a connection over the loopback.

On Linux the kernel says it: sock_diag(7), asked for the one socket that the connection was made from (some
microseconds; /proc/net/tcp would be read whole each time). Other systems tell it to nobody cheaply.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
import sys
from enum import Enum

_LOOPBACK = "127.0.0.1"
_ANSWER_SECONDS = 0.2

# linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h
_NETLINK_SOCK_DIAG, _SOCK_DIAG_BY_FAMILY, _NLMSG_ERROR, _NLM_F_REQUEST = 4, 20, 2, 1
_HEADER = struct.Struct("=IHHII")
"""nlmsghdr: length, type, flags, sequence, port."""
_QUESTION = struct.Struct("=BBBxI")
"""The head of inet_diag_req_v2: family, protocol, extensions, states."""
_PORTS, _PLACE = struct.Struct("!HH"), struct.Struct("=III")
"""Of inet_diag_sockid: both ports; interface and cookie."""
_ANY = 0xFFFFFFFF
_OWNER = struct.Struct("=II")
"""Of inet_diag_msg: uid, inode."""
_OWNER_AT = _HEADER.size + 4 + 48 + 12


class Peer(Enum):
    OURS = "ours"
    """This user's; root is another one."""
    OTHER = "other"
    GONE = "gone"
    """Nobody holds the other end any more, so nobody would read an answer."""
    UNKNOWN = "unknown"
    """The system does not say."""


class PeerUser:
    """Of one thread. Tried out when it is made, since a kernel may be built without it, or a sandbox forbid it."""

    def __init__(self) -> None:
        self._number = 0
        self._kernel = _ask_kernel()
        self.is_told = self._tells_of_ourselves()
        """Whether the system says whose a connection is."""

    def of(self, connection: socket.socket) -> Peer:
        """Who holds the other end of an accepted connection (IPv4); a client may have made it from an IPv6 socket."""
        if not self.is_told:
            return Peer.UNKNOWN
        try:
            return self._owner(connection.getpeername(), connection.getsockname())
        except OSError as error:
            return Peer.GONE if error.errno in (errno.ENOENT, errno.ENOTCONN) else Peer.UNKNOWN

    def close(self) -> None:
        if self._kernel is not None:
            self._kernel.close()

    def _tells_of_ourselves(self) -> bool:
        with socket.socket() as listening:
            listening.bind((_LOOPBACK, 0))
            listening.listen(1)
            with socket.create_connection(listening.getsockname()) as client:
                try:
                    return self._owner(client.getsockname(), client.getpeername()) is Peer.OURS
                except OSError:
                    return False

    def _owner(self, there: tuple[str, int], here: tuple[str, int]) -> Peer:
        """Raises OSError: ENOENT where the kernel knows no socket from `there` to `here`."""
        owner, inode = _OWNER.unpack_from(self._asked(_question(there, here)), _OWNER_AT)
        if inode == 0:  # closed by its program, kept by the kernel for a while as root's
            return Peer.GONE
        return Peer.OURS if owner == os.geteuid() else Peer.OTHER

    def _asked(self, question: bytes) -> bytes:
        if self._kernel is None:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        self._number = number = self._number % _ANY + 1
        length = _HEADER.size + len(question)
        self._kernel.send(_HEADER.pack(length, _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, number, 0) + question)
        while True:
            answer = self._kernel.recv(4096)
            _, kind, _, answered, _ = _HEADER.unpack_from(answer)
            if answered != number:  # the answer to a question that was given up
                continue
            if kind == _NLMSG_ERROR:
                (code,) = struct.unpack_from("=i", answer, _HEADER.size)
                raise OSError(-code, os.strerror(-code))
            return answer


def _question(there: tuple[str, int], here: tuple[str, int]) -> bytes:
    addresses = (socket.inet_aton(address).ljust(16, b"\0") for address, _ in (there, here))
    ports = _PORTS.pack(there[1], here[1])
    return (
        _QUESTION.pack(socket.AF_INET, socket.IPPROTO_TCP, 0, _ANY)
        + ports
        + b"".join(addresses)
        + _PLACE.pack(0, _ANY, _ANY)
    )


def _ask_kernel() -> socket.socket | None:
    """A connection to the kernel; None where there is no such thing."""
    if sys.platform != "linux":
        return None
    try:
        kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _NETLINK_SOCK_DIAG)
    except OSError:
        return None
    kernel.settimeout(_ANSWER_SECONDS)
    kernel.connect((0, 0))
    return kernel


def is_told() -> bool:
    """Whether this system says whose a connection is."""
    asked = PeerUser()
    asked.close()
    return asked.is_told
