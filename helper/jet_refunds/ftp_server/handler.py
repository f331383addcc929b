"""One connection to the site, as pyftpdlib serves it: what is let in and what is not, and how long a stranger stays.

Of pyftpdlib's callbacks and commands some are replaced; of its private members none is used.
"""

from __future__ import annotations

import logging
import math
import re
import time
from pathlib import Path
from typing import Any

from OpenSSL import SSL
from pyftpdlib.authorizers import AuthenticationFailed, DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler

from jet_refunds.errors import BadSettings
from jet_refunds.ftp_server import command_line
from jet_refunds.ftp_server.account import Account
from jet_refunds.ftp_server.log_file import LIBRARY
from jet_refunds.ftp_server.places import Places
from jet_refunds.ftp_server.plan import Plan
from jet_refunds.ftp_server.sign_ins import SignIns

_RIGHTS = "elradfmw"
"""pyftpdlib's letters: change folder, list, read, append, delete, rename, make folders, write. No change of modes."""
_UNREAD_ANSWERS = 100
"""Of a client that asks and asks and reads nothing."""
_REFUSALS_EVERY = 60.0
"""Seconds: of refused connections one is logged, with the number of those before it."""
_LOG = logging.getLogger(LIBRARY)
_TRIED = re.compile(r"USER '.*' failed login", re.DOTALL)
_COMES_OR_GOES = re.compile(r"FTP session (opened|closed) ")


class _OneUser(DummyAuthorizer):  # type: ignore[misc]  # pyftpdlib has no types
    def __init__(self, account: Account, folder: Path, sign_ins: SignIns) -> None:
        super().__init__()
        self._sign_ins = sign_ins
        self.add_user(account.user, "", str(folder), perm=_RIGHTS, msg_login="Welcome.", msg_quit="Goodbye.")

    def validate_authentication(self, username: str, password: str, handler: Any) -> None:
        if self._sign_ins.try_from(handler.remote_ip, username, password):
            return
        locked = self._sign_ins.locked_for(handler.remote_ip)
        raise AuthenticationFailed(_locked(locked) if locked else "Wrong user name or password.")


class _Jail(AbstractedFS):  # type: ignore[misc]
    def listdir(self, path: str) -> list[str]:
        """Without what nobody could ask for, and what would begin another line of the listing."""
        return [name for name in super().listdir(path) if command_line.fits_a_listing(name)]

    listdirinfo = listdir


class _Guarded(FTPHandler):  # type: ignore[misc]
    """What holds with TLS and without. handler() adds the plan's values."""

    plan: Plan
    sign_ins: SignIns
    places: Places[Any]
    abstracted_fs = _Jail
    banner = "Ready."
    timeout = 300
    max_login_attempts = 3
    unicode_errors = "surrogateescape"
    """Names that are on the disk and no UTF-8 are listed as they are; see command_line.py for those that come."""
    log_prefix = "%(remote_ip)s:%(remote_port)s"
    refused, refused_until = 0, 0.0
    """Connections that were refused since the last line of the log that says so, and until when there is none."""
    _is_sent_away = False

    def __init__(self, *args: Any, **values: Any) -> None:
        self._line: list[bytes] = []
        self._line_length = 0
        super().__init__(*args, **values)

    # -- coming and going

    def on_connect(self) -> None:
        locked = self.sign_ins.locked_for(self.remote_ip)
        must_go, why_not = ([], _locked(locked)) if locked else self.places.take(self)
        for other in must_go:
            other.send_away("421 Somebody else wants this place: sign in sooner.")
        if why_not:
            self._log_refusal(why_not)
            self.send_away(f"421 {why_not}")
        else:
            self.call_later(self.plan.sign_in_seconds, self._late)

    def on_disconnect(self) -> None:
        self.places.leave(self)

    def _late(self) -> None:
        if not self.authenticated:
            self.handle_timeout()

    def handle_timeout(self) -> None:
        self.send_away("421 It took too long.")

    def send_away(self, reply: str) -> None:
        """At once: who reads nothing would stay as long as an answer waits for it."""
        self._is_sent_away = True
        if self._can_answer():
            self.respond(reply)
        self.places.leave(self)
        FTPHandler.close(self)

    def _can_answer(self) -> bool:
        return True

    def _log_refusal(self, why: str) -> None:
        """Once a minute: strangers must not push the rest out of the log."""
        kind, now = type(self), time.monotonic()
        kind.refused += 1
        if now >= kind.refused_until:
            self.log(f"Refused, {kind.refused} since it was last said: {why}", logfun=_LOG.warning)
            kind.refused, kind.refused_until = 0, now + _REFUSALS_EVERY

    def add_channel(self, *args: Any, **values: Any) -> None:
        """Not again after it was sent away: its descriptor may be another connection's by now."""
        if not self._is_sent_away:
            super().add_channel(*args, **values)

    # -- what is said

    def collect_incoming_data(self, data: bytes) -> None:
        self._line_length += len(data)
        if self._line_length <= command_line.LONGEST:
            self._line.append(data)

    def found_terminator(self) -> None:
        length, line = self._line_length, command_line.without_synch(b"".join(self._line))
        self._line, self._line_length = [], 0
        if self._is_sent_away:
            return
        if length > command_line.LONGEST:
            self.respond("500 Command too long.")  # all of it: its end is no command of its own
        elif fault := command_line.fault(line):
            self.respond(f"501 {fault}")
        else:
            super().collect_incoming_data(line)
            super().found_terminator()

    def push(self, data: str) -> None:
        if len(self.producer_fifo) < _UNREAD_ANSWERS:
            super().push(data)
        elif not self._is_sent_away:
            self._is_sent_away = True
            FTPHandler.close(self)

    def log(self, msg: str, logfun: Any = _LOG.info) -> None:
        """Without what was typed as a name: it may have been the password. Nor is it told of every stranger."""
        if self.authenticated or not _COMES_OR_GOES.match(msg):
            super().log(_TRIED.sub("A sign-in failed", msg), logfun)


class _Encrypted(_Guarded, TLS_FTPHandler):  # type: ignore[misc]
    """Explicit TLS (RFC 4217). What is encrypted stays so."""

    proto_cmds = TLS_FTPHandler.proto_cmds | {
        "CCC": {"perm": None, "auth": False, "arg": False, "help": "Syntax: CCC (it is refused)."}
    }
    _is_encrypted = False

    def _can_answer(self) -> bool:
        return self._is_encrypted or not isinstance(self.socket, SSL.Connection)

    def secure_connection(self, ssl_context: SSL.Context) -> None:
        super().secure_connection(ssl_context)
        self.call_later(self.plan.handshake_seconds, self._unencrypted)

    def handle_ssl_established(self) -> None:
        self._is_encrypted = True

    def _unencrypted(self) -> None:
        if not self._is_encrypted:
            self.handle_timeout()

    def ftp_AUTH(self, line: str) -> None:  # noqa: N802 - pyftpdlib's way to name a command
        if self.ac_in_buffer:  # else it would be taken for something that the client says encrypted (CVE-2011-0411)
            self.send_away("503 Commands came before the encryption.")
        else:
            super().ftp_AUTH(line)

    def ftp_PROT(self, line: str) -> None:  # noqa: N802
        if self.plan.tls_required and line.upper() == "C":
            self.respond("534 Transfers must be encrypted: PROT P.")
        else:
            super().ftp_PROT(line)

    def ftp_CCC(self, line: str) -> None:  # noqa: ARG002, N802
        self.respond("534 What is encrypted stays so.")


def handler(plan: Plan) -> type[FTPHandler]:
    """The class of the plan's connections. Raises BadSettings."""
    sign_ins = SignIns(plan.account)
    values: dict[str, object] = {
        "plan": plan,
        "sign_ins": sign_ins,
        "places": Places(plan.max_connections, sign_ins.is_known),
        "authorizer": _OneUser(plan.account, plan.folder, sign_ins),
        "auth_failed_timeout": plan.wrong_guess_seconds,
        "passive_ports": plan.passive,
        "masquerade_address": plan.public_address,
    }
    if plan.certificate is None:
        return type("Handler", (_Guarded,), values)
    encryption = {
        "ssl_context": _context(plan.certificate),
        "tls_control_required": plan.tls_required,
        "tls_data_required": plan.tls_required,
    }
    return type("Handler", (_Encrypted,), values | encryption)


def _locked(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return f"Too many wrong passwords came from your address: try again in {minutes} minutes."


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
