"""Who may be connected: so many in all, so many of one address, and of strangers the newest.

A connection that has not signed in gives its place up where it is wanted: of its own address first, and to whoever has
signed in of late last. A flood of strangers then pushes out one another, and an honest sign-in, which takes a moment,
is through before its turn comes. Who is signed in is never pushed out. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from jet_refunds.ftp_server.addresses import counted


class Connection(Protocol):
    remote_ip: str
    authenticated: bool


_Connection = TypeVar("_Connection", bound=Connection)


class Places(Generic[_Connection]):
    def __init__(self, most: int, is_known: Callable[[str], bool]) -> None:
        """`most`: connections in all. `is_known`: the address has signed in of late."""
        self.most = most
        self.most_of_an_address = max(2, most // 2)
        self.most_strangers_of_an_address = max(1, self.most_of_an_address // 2)
        """Connections of an address that have not signed in, among them those whose TLS handshake is under way."""
        self._is_known = is_known
        self._taken: dict[_Connection, None] = {}
        """The oldest first."""

    def take(self, newcomer: _Connection) -> tuple[list[_Connection], str | None]:
        """Who must go for it, and why it cannot stay itself. Whoever must go has left already."""
        self._taken[newcomer] = None
        address = counted(newcomer.remote_ip)
        there = [each for each in self._taken if each is not newcomer]
        beside = [each for each in there if counted(each.remote_ip) == address]
        strangers = [each for each in beside if not each.authenticated]
        must_go: list[_Connection] = []
        if len(strangers) >= self.most_strangers_of_an_address or len(beside) >= self.most_of_an_address:
            if not strangers:
                return self._refused(newcomer, "Too many connections from your address.")
            must_go.append(strangers[0])
        if len(there) - len(must_go) >= self.most:
            weakest = self._weakest(each for each in there if each not in must_go)
            if weakest is None:
                return self._refused(newcomer, "Too many connections. Try again later.")
            must_go.append(weakest)
        for each in must_go:
            self.leave(each)
        return must_go, None

    def leave(self, connection: _Connection) -> None:
        self._taken.pop(connection, None)

    def _weakest(self, connections: Iterable[_Connection]) -> _Connection | None:
        strangers = [each for each in connections if not each.authenticated]
        return min(strangers, key=lambda each: self._is_known(each.remote_ip), default=None)

    def _refused(self, newcomer: _Connection, why: str) -> tuple[list[_Connection], str]:
        self.leave(newcomer)
        return [], why
