"""One FTP connection: commands, transfers and their encryption (RFC 959, 2228, 4217). Only the ftp modules have heard
of ftplib, whose faults are mended here:

- With TLS a data connection resumes the control connection's session, which vsftpd and ProFTPD insist on.
- After an upload our side of TLS is closed, and the reply is waited for: some servers never close theirs.
- A transfer that is cut short leaves a connection that goes on.
- Every answer and every transfer has a time limit, not only every packet, and none is longer than it may be.

Text is latin-1 on the wire, so that every byte passes; names.py says what the bytes mean.
"""

# ruff: noqa: S321 - the seller's site speaks FTP

from __future__ import annotations

import ftplib
import select
import socket
import ssl
from contextlib import suppress

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteUnreachable
from jet_refunds.transports import filename_encoding, fingerprint, network
from jet_refunds.transports.network import SECONDS, Deadline

CLOSING = "421"
REPLY_BYTES = 100_000
QUIET = 2.0
"""Seconds without a reply, after which a command is taken for one that is not answered."""
_BLOCK = 64 * 1024


class FtpClient(ftplib.FTP_TLS):
    def __init__(self, address: SiteAddress, context: ssl.SSLContext) -> None:
        super().__init__(context=context, timeout=SECONDS, encoding="latin-1")
        self.host = address.host
        self._trusted = address.fingerprint
        self._type = ""
        self._only_epsv = False

    # -- the control connection

    def take(self, connection: socket.socket) -> None:
        """Speak over this connection, which is not greeted yet."""
        self.sock, self.af = connection, connection.family
        self.file = _Replies(connection)  # type: ignore[assignment]  # of a file, ftplib uses readline and close

    def greet(self) -> None:
        self.welcome = self.getresp()

    def encrypt(self) -> None:
        """From now on. Raises ssl.SSLError, SiteUnknown."""
        assert self.sock is not None  # noqa: S101 - take() came before
        self.take(self._wrapped(self.sock, None))

    def _wrapped(self, connection: socket.socket, session: ssl.SSLSession | None) -> ssl.SSLSocket:
        wrapped = self.context.wrap_socket(connection, server_hostname=self.host, session=session)
        if self._trusted is not None:
            found = fingerprint_of(wrapped)
            if found != self._trusted:
                wrapped.close()
                raise fingerprint.changed("certificate", self._trusted, found)
        return wrapped

    def ask(self, command: str) -> str:
        """What a site may know or not: its answer, empty when it refuses."""
        try:
            return self.sendcmd(command)
        except (ftplib.error_perm, ftplib.error_temp) as error:
            if str(error).startswith(CLOSING):
                raise
            return ""

    def getmultiline(self) -> str:
        """One whole answer, which has a deadline and a size. Raises ftplib.error_proto where it has no end."""
        assert isinstance(self.file, _Replies)  # noqa: S101 - take() came before
        self.file.begin()
        answer = super().getmultiline()
        assert self.sock is not None  # noqa: S101 - take() came before
        self.sock.settimeout(network.SECONDS)
        return answer

    def use(self, representation: str) -> None:
        """TYPE: I for files and their sizes, A for names. Said only when it changes.

        Who refuses it knows one type, or is busy: it is said again the next time.
        """
        if self._type != representation and self.ask(f"TYPE {representation}"):
            self._type = representation

    @property
    def is_open(self) -> bool:
        return self.sock is not None

    # -- transfers

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:  # noqa: ARG002
        """Passive only, as every firewall wants it."""
        connection = self._data_connection()
        try:
            answer = self.sendcmd(cmd)
            if answer.startswith("2"):  # some send a completion before the announcement
                answer = self.getresp()
            if not answer.startswith("1"):
                raise ftplib.error_reply(answer)  # noqa: TRY301 - closes the data connection, as every error does
            if self._prot_p:  # type: ignore[attr-defined]
                assert isinstance(self.sock, ssl.SSLSocket)  # noqa: S101 - PROT P comes after TLS
                connection = self._wrapped(connection, self.sock.session)
        except BaseException:
            connection.close()
            raise
        return connection, None

    def makepasv(self) -> tuple[str, int]:
        """PASV, or EPSV where the site does not know it; the host is the one that answers, whatever PASV says."""
        assert self.sock is not None  # noqa: S101 - take() came before
        peer = self.sock.getpeername()
        answer = self.ask("PASV") if self.af == socket.AF_INET and not self._only_epsv else ""
        if answer.startswith("227"):
            return peer[0], ftplib.parse227(answer)[1]
        place = ftplib.parse229(answer or self.sendcmd("EPSV"), peer)
        self._only_epsv = not answer
        return place

    def _data_connection(self) -> socket.socket:
        host, port = self.makepasv()
        try:
            return socket.create_connection((host, port), SECONDS)
        except OSError as error:
            raise SiteUnreachable(
                f"The FTP site lets you in, but transfers cannot reach it on port {port}. Ask whoever runs it to open "
                "its passive ports in the firewall."
            ) from error

    def store(self, name: str, data: bytes) -> None:
        self.use("I")
        with self.transfercmd(f"STOR {name}") as connection:
            try:
                _send(connection, data)
            except OSError:
                connection.close()
                self.voidresp()  # the site's own reason, where it has one
                raise
            self.voidresp()  # before the socket is closed: what it has not read yet would become a reset

    def fetch(self, command: str, limit: int) -> bytes:
        """The first `limit` bytes of what the command sends; what is beyond stays there."""
        chunks: list[bytes] = []
        length, whole = 0, False
        deadline = Deadline()
        with self.transfercmd(command) as connection:
            while length < limit and not whole:
                connection.settimeout(deadline.left())
                chunk = connection.recv(min(_BLOCK, limit - length))
                chunks.append(chunk)
                length += len(chunk)
                whole = not chunk
            if whole:
                _say_goodbye(connection)
            else:
                self.putcmd("ABOR")  # Pure-FTPd does not see it otherwise
        if whole:
            self.voidresp()
        else:
            self._settle()
        return b"".join(chunks)

    def _settle(self) -> None:
        """We have hung up in a transfer: one to three replies are due. The answer to a command that does nothing, which
        comes after them, says that all are read. Some refuse NOOP; the other commands are answered by another number.
        """
        assert isinstance(self.file, _Replies)  # noqa: S101 - take() came before
        for command, answer in (("NOOP", "200"), ("PWD", "257"), ("SYST", "215")):
            self.putcmd(command)
            patience = network.SECONDS if command == "NOOP" else QUIET
            for _ in range(5):
                if not self.file.comes_within(patience):
                    break
                patience = QUIET
                if self.getmultiline().startswith(answer):
                    return
        raise ftplib.error_proto("it does not say whether a transfer has ended")

    def leave(self) -> None:
        """Politely, but not for long."""
        try:
            if self.sock is not None:
                self.sock.settimeout(2.0)
                self.quit()
        except (OSError, EOFError, ftplib.Error):
            pass  # the other side has gone first
        finally:
            self.close()


class _Replies:
    """What comes over the control connection, line by line. Nothing that came before TLS is read after it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._read = connection, b""
        self.begin()

    def begin(self) -> None:
        """From here on it is another answer."""
        self._deadline, self._left = Deadline(network.SECONDS), REPLY_BYTES

    def comes_within(self, seconds: float) -> bool:
        """Whether something of an answer is there by then. Raises OSError, EOFError."""
        if not self._read:
            self._connection.settimeout(seconds)
            try:
                self._read = self._connection.recv(_BLOCK)
            except TimeoutError:
                return False
            if not self._read:
                raise EOFError
        return True

    def readline(self, limit: int) -> str:
        while (end := self._read.find(b"\n") + 1) == 0 and len(self._read) < limit:
            self._connection.settimeout(self._deadline.left())
            chunk = self._connection.recv(_BLOCK)
            if not chunk:
                break
            self._read += chunk
        length = min(end or limit, limit)
        line, self._read = self._read[:length], self._read[length:]
        self._left -= len(line)
        if self._left < 0:
            raise ftplib.error_proto(f"its answer is longer than {REPLY_BYTES} bytes")
        self._deadline.left()
        return line.decode("latin-1")

    def close(self) -> None:
        """The connection is closed by whoever owns it."""


def fingerprint_of(connection: ssl.SSLSocket) -> str:
    return fingerprint.of_certificate(connection.getpeercert(binary_form=True) or b"")


def _send(connection: socket.socket, data: bytes) -> None:
    deadline = Deadline()
    for start in range(0, len(data), _BLOCK):
        connection.settimeout(deadline.left())
        connection.sendall(data[start : start + _BLOCK])
    _say_goodbye(connection)
    with suppress(OSError):  # the site has read all and hung up already
        connection.shutdown(socket.SHUT_WR)


def _say_goodbye(connection: socket.socket) -> None:
    """Our close_notify, without waiting for theirs: Microsoft's server resets or never sends it."""
    if not isinstance(connection, ssl.SSLSocket):
        return
    connection.setblocking(False)
    try:
        while True:
            try:
                connection.unwrap()
            except ssl.SSLWantWriteError:
                if not select.select([], [connection], [], SECONDS)[1]:
                    raise TimeoutError("the data connection takes no more") from None
            else:
                return
    except (ssl.SSLError, ConnectionError):
        pass  # theirs is not here yet, or will never be; the reply and the size say whether all has arrived


def reply(error: BaseException | None) -> str:
    """What the site said, to be read."""
    return filename_encoding.text(str(error).encode("latin-1", "replace"))


def error_text(error: BaseException) -> str:
    return str(error) or type(error).__name__


def wire(raw: bytes) -> str:
    return raw.decode("latin-1")
