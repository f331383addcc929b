"""One connection: since when something is waited for, whether its browser is known, and how a refusal looks."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

from jet_refunds.listener.strict_request import StrictRequest
from jet_refunds.web import problems, security_headers
from jet_refunds.web.actor import GREETED, KNOWN

Address = tuple[str, int]


@dataclass(frozen=True)
class Bounds:
    """What a connection may take, in seconds; `places`: how many there are at once."""

    head: float = 5.0
    """From the first byte of a request to the last of its headers."""
    request: float = 15.0
    """From its first byte to its last."""
    unread: float = 60.0
    """An answer that nobody fetches."""
    idle: float = 120.0
    """Between two requests. Browsers keep a connection for a minute or two."""
    places: int = 64
    """A browser opens six."""
    look: float = 1.0
    """Between two looks for who is over time."""


_REASONS: Mapping[int, tuple[str, str, str]] = {
    413: ("too_large", "Too large", "The request is larger than anything that Jet Refunds takes."),
    431: ("headers_too_large", "Headers too large", "The request's headers are longer than Jet Refunds reads."),
    500: ("unexpected", "Something went wrong in Jet Refunds", "Nothing was lost. Try again."),
}
_NO_REQUEST = ("bad_request", "No request", "What was sent is no request that Jet Refunds reads.")


class Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What is refused before it was read, as all that is refused: a problem document, the same headers, the log."""

    def execute(self) -> None:
        error = self.request.error
        kind, title, detail = _REASONS.get(error.code, _NO_REQUEST)
        self.channel.server.log_refusal(error.code, kind)
        body = json.dumps(problems.document(error.code, kind, title, detail)).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", problems.CONTENT_TYPE), *security_headers.OF_A_REFUSAL.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Answer(WSGITask):  # type: ignore[misc]
    def execute(self) -> None:
        super().execute()
        self.channel.is_known = KNOWN in self.environ or GREETED in self.environ


class Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = StrictRequest
    task_class = Answer
    error_task_class = Refusal

    is_known = False
    """Whether its last request was a paired browser's or the page's, or a hello in a paired browser's name."""

    def __init__(
        self,
        server: Any,
        connection: socket.socket,
        address: Address,
        adjustments: Any,
        map: dict[int, Any],  # noqa: A002
    ) -> None:
        self.quiet_since = time.monotonic()
        """When it was opened, or its last request answered. A byte now and then does not make it younger."""
        self._unfinished: StrictRequest | None = None
        self._began = self.quiet_since
        super().__init__(server, connection, address, adjustments, map=map)

    def received(self, data: bytes) -> bool:
        is_taken = bool(super().received(data))
        if self.request is not self._unfinished:
            self._unfinished, self._began = self.request, time.monotonic()
        return is_taken

    def service(self) -> None:
        try:
            super().service()
        except BaseException:
            self.cancel()  # else it would wait for its answer for ever
            raise
        finally:
            self.quiet_since = time.monotonic()

    def is_overdue(self, now: float, bounds: Bounds) -> bool:
        """`now`: by time.monotonic. Who waits for us is never late."""
        if self.requests:
            return False
        quiet = now - self.quiet_since
        if self.total_outbufs_len:
            return quiet > bounds.unread
        if self._unfinished is None:
            return quiet > bounds.idle
        limit = bounds.request if self._unfinished.headers_finished else bounds.head
        return min(now - self._began, quiet) > limit
