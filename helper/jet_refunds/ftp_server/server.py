"""The site itself: one user, jailed in one folder, over encrypted connections; with limits, and a log."""

from __future__ import annotations

import logging
import logging.handlers
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from OpenSSL import SSL
from pyftpdlib.authorizers import AuthenticationFailed, DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

from jet_refunds.errors import BadSettings
from jet_refunds.ftp_server.account import Account

LOG = "site-server.log"
FOLDERS = "JetRefunds/Acks"
_RIGHTS = "elradfmw"
"""pyftpdlib's letters: change folder, list, read, append, delete, rename, make folders, write. No change of modes."""
_TICK = 0.2
_LOG_BYTES, _LOG_FILES = 1_000_000, 5
_LOG_LINE = logging.getLogger("pyftpdlib").info
_TRIED = re.compile(r"USER '.*' failed login", re.DOTALL)


@dataclass(frozen=True)
class Plan:
    """What is served, and how. Without a certificate nothing is encrypted."""

    folder: Path
    account: Account
    certificate: Path | None
    tls_required: bool = True
    host: str = ""
    """Empty: every address of this computer."""
    port: int = 2121
    passive: Sequence[int] | None = None
    """The ports of transfers, which the firewall must let in."""
    public_address: str | None = None
    """What clients are told to connect to, behind a router that translates addresses."""
    max_connections: int = 20
    sign_in_seconds: float = 30
    """Whoever is not signed in by then is sent away, so that strangers cannot hold all connections."""


class SiteServer:
    """Listens from the beginning; serves while run() runs. Raises BadSettings."""

    def __init__(self, plan: Plan) -> None:
        (plan.folder / FOLDERS).mkdir(parents=True, exist_ok=True)
        handler = _handler(plan)
        try:
            self._server = FTPServer((plan.host, plan.port), handler, ioloop=IOLoop())
        except OSError as error:
            raise BadSettings(f"The site cannot listen on port {plan.port} ({error.strerror or error}).") from error
        self._server.max_cons = plan.max_connections + 1  # pyftpdlib counts the socket that listens, too
        self._server.max_cons_per_ip = max(2, plan.max_connections // 2)
        self.port = int(self._server.address[1])

    def run(self, over: threading.Event) -> None:
        """Until the event is set; then every connection is closed."""
        try:
            while not over.is_set():
                self._server.ioloop.loop(_TICK, blocking=False)
        finally:
            self._server.close_all()


class _OneUser(DummyAuthorizer):  # type: ignore[misc]  # pyftpdlib has no types
    def __init__(self, account: Account, folder: Path) -> None:
        super().__init__()
        self._account = account
        self.add_user(account.user, "", str(folder), perm=_RIGHTS, msg_login="Welcome.", msg_quit="Goodbye.")

    def validate_authentication(self, username: str, password: str, handler: Any) -> None:  # noqa: ARG002
        if not self._account.matches(username, password):
            raise AuthenticationFailed("Wrong user name or password.")


def _handler(plan: Plan) -> type:
    base = TLS_FTPHandler if plan.certificate else FTPHandler

    class Handler(base):  # type: ignore[misc, valid-type]
        authorizer = _OneUser(plan.account, plan.folder)
        banner = "Ready."
        timeout = 300
        max_login_attempts = 3
        auth_failed_timeout = 3
        unicode_errors = "surrogateescape"
        log_prefix = "%(remote_ip)s:%(remote_port)s"
        passive_ports = plan.passive
        masquerade_address = plan.public_address
        if plan.certificate:
            ssl_context = _context(plan.certificate)
            tls_control_required = tls_data_required = plan.tls_required

        def on_connect(self) -> None:
            self.ioloop.call_later(plan.sign_in_seconds, self._late)

        def _late(self) -> None:
            if self.connected and not self.authenticated:
                self.handle_timeout()

        def log(self, msg: str, logfun: Any = _LOG_LINE) -> None:
            """Without what was typed as a name: it may have been the password."""
            super().log(_TRIED.sub("A sign-in failed", msg), logfun)

    return Handler


def _context(certificate: Path) -> SSL.Context:
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    try:
        context.use_certificate_chain_file(str(certificate))
        context.use_privatekey_file(str(certificate))
        context.check_privatekey()
    except SSL.Error as error:
        raise BadSettings(f"{certificate} must hold a certificate and its private key (PEM).") from error
    return context


def log_to(folder: Path) -> None:
    """Who came, what was stored, moved and fetched; never a password."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / LOG, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("pyftpdlib")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
