"""The site itself: one user, jailed in one folder, over encrypted connections."""

from __future__ import annotations

import threading

from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

from jet_refunds.errors import BadSettings
from jet_refunds.ftp_server.handler import handler
from jet_refunds.ftp_server.plan import Plan

FOLDERS = "JetRefunds/Acks"
_TICK = 0.2
_SOCKETS = 4
"""At most of one connection: itself, one that waits for a transfer, the transfer, and those that are just refused."""


class SiteServer:
    """Listens from the beginning; serves while run() runs. Raises BadSettings."""

    def __init__(self, plan: Plan) -> None:
        (plan.folder / FOLDERS).mkdir(parents=True, exist_ok=True)
        try:
            self._server = FTPServer((plan.host, plan.port), handler(plan), ioloop=IOLoop())
        except OSError as error:
            raise BadSettings(f"The site cannot listen on port {plan.port} ({error.strerror or error}).") from error
        self._server.max_cons = _SOCKETS * (plan.max_connections + 1)  # places.py counts the connections
        self.port = int(self._server.address[1])

    def run(self, over: threading.Event) -> None:
        """Until the event is set; then every connection is closed."""
        try:
            wait = _TICK
            while not over.is_set():
                soonest = self._server.ioloop.loop(wait, blocking=False)
                wait = _TICK if soonest is None else min(_TICK, soonest)
        finally:
            self._server.close_all()
