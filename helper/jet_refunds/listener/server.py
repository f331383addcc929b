"""The listening socket, and what is done about who connects to it.

Another user's connection is closed before a byte of it is read. When all places are taken, the connection that has
been quiet longest goes, a known browser's last. Requests of known browsers are served before those of strangers.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from functools import partial
from typing import NamedTuple

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from jet_refunds.errors import BadSettings
from jet_refunds.listener.channel import Address, Bounds, Channel
from jet_refunds.listener.strict_request import HEAD_LIMIT
from jet_refunds.peer_user import Peer, PeerUser
from jet_refunds.web import refusal_log

THREADS = 6
BODY_LIMIT = 8 * 1024 * 1024
"""Bytes that are read of a body: more than guard.py takes, so that it can say so to who has not named a length."""


def listen(app: Flask, port: int, bounds: Bounds | None = None) -> Server:
    """`port` 0: any that is free. Raises BadSettings when it is taken."""
    return Server(app, _listening(port), bounds or Bounds())


class _Requests(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress has no types
    """Those that wait for a thread: known browsers' first."""

    def add_task(self, channel: Channel) -> None:
        with self.lock:
            known = sum(waiting.is_known for waiting in self.queue)
            self.queue.insert(known if channel.is_known else len(self.queue), channel)
            self.queue_cv.notify()


class Accepted(NamedTuple):
    """As a dispatcher of waitress' gives it."""

    connection: socket.socket
    address: Address


class Server(TcpWSGIServer):  # type: ignore[misc]
    channel_class = Channel

    def __init__(self, app: Flask, listening: socket.socket, bounds: Bounds) -> None:
        self.bounds = bounds
        self.log_refusal = partial(refusal_log.log_unread, app)
        self.peer_user = PeerUser()
        self._next_look = 0.0
        requests = _Requests()
        requests.set_thread_count(THREADS)
        adjustments = Adjustments(
            ident=None,
            log_socket_errors=False,  # whoever hangs up would write into the log
            max_request_body_size=BODY_LIMIT,
            max_request_header_size=HEAD_LIMIT,
            sockets=[listening],
        )
        place = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            app, {}, _sock=listening, dispatcher=requests, adj=adjustments, sockinfo=place, bind_socket=False
        )

    @property
    def port(self) -> int:
        return int(self.effective_port)

    def serve(self, stopping: threading.Event) -> None:
        """Until it is set; `pull_trigger` wakes it. By poll, where there is one: select counts files to 1024 only."""
        while not stopping.is_set():
            wasyncore.loop(timeout=self.bounds.look, use_poll=True, map=self._map, count=1)

    def close_all(self) -> None:
        """When nobody serves any more: a page keeps its connection for minutes."""
        wasyncore.close_all(self._map, ignore_all=True)
        self.peer_user.close()

    def readable(self) -> bool:
        """Asked before each wait."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + self.bounds.look
            self._drop_overdue(now)
        return bool(self.accepting)

    def accept(self) -> Accepted | None:
        """None: there was nobody whom we would hear."""
        accepted = super().accept()
        if accepted is None:
            return None
        connection, address = accepted
        peer = self.peer_user.of(connection)
        if peer in (Peer.OTHER, Peer.GONE):
            connection.close()
            if peer is Peer.OTHER:
                self.log_refusal(None, "other_user")
            return None
        if len(self.active_channels) >= self.bounds.places:
            self._make_room()
        return Accepted(connection, address)

    def _make_room(self) -> None:
        """Strangers go first, of them who waits for no answer, of these who has been quiet longest."""
        min(
            self.active_channels.values(),
            key=lambda channel: (channel.is_known, bool(channel.requests), channel.quiet_since),
        ).handle_close()
        self.log_refusal(None, "too_many_connections")

    def _drop_overdue(self, now: float) -> None:
        for channel in list(self.active_channels.values()):
            if channel.is_overdue(now, self.bounds):
                channel.handle_close()


def _listening(port: int) -> socket.socket:
    """Ours alone: waitress would share the port on Windows."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise BadSettings(
            f"Another program uses port {port}. Set another port in config.toml, and in the extension's options."
        ) from error
    return listening
