"""A request as RFC 9112 wants it, and no more: what two readers could read in two ways is refused.

No browser sends a name twice, a folded line, a length that is not plain digits, a length together with a coding, a
coding but `chunked`, a blank line first, or an address of somebody else's.
"""

from __future__ import annotations

import re
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import BadRequest

from jet_refunds.listener.chunks import Chunks

HEAD_LIMIT = 64 * 1024
"""Bytes of request line and headers: the cookies of all that this computer serves come with them."""

_REQUEST_LINE = re.compile(
    rb"[A-Z]{1,20} (?:http://(?P<authority>[A-Za-z0-9.:\[\]-]+))?/[!\"$-~]* HTTP/1\.(?P<minor>[01])"
)
"""The target begins with a slash, or names this very host before it: nobody asks a proxy here."""
_FIELD = re.compile(rb"(?P<name>[!#$%&'*+.^`|~0-9A-Za-z-]+):[ \t]*(?P<value>[\t -~\x80-\xff]*)")
"""No underscore: WSGI has one name for Content_Length and Content-Length."""
_LENGTH = re.compile(rb"0|[1-9][0-9]{0,17}")


class StrictRequest(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    body_rcv: Any
    completed: bool

    def received(self, data: bytes) -> int:
        """How many bytes were taken; sets `error` for what is refused, and the connection ends with it."""
        is_first = not self.header_plus and self.body_rcv is None and not self.completed
        if is_first and not data[:1].isupper():  # a blank line, a TLS handshake, anything
            self.error = BadRequest("no request")
            self.completed = True
            return len(data)
        return int(super().received(data))

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError."""
        if self.header_bytes_received < self.adj.max_request_header_size:  # else waitress reads a line of its own
            _check(header_plus)
        super().parse_header(header_plus)
        if self.chunked:
            self.body_rcv = Chunks(self.body_rcv.getbuf())


def _check(head: bytes) -> None:
    """`head` ends with the blank line. Raises ParsingError."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    line = _REQUEST_LINE.fullmatch(first)
    if line is None:
        raise ParsingError("no request line")
    fields = _fields(lines)
    if line["authority"] is not None and line["authority"].lower() != fields.get(b"host", b"").lower():
        raise ParsingError("the target names another host")
    length, coding = fields.get(b"content-length"), fields.get(b"transfer-encoding")
    if length is not None and (coding is not None or not _LENGTH.fullmatch(length)):
        raise ParsingError("the length is unclear")
    if coding is not None and (coding.lower() != b"chunked" or line["minor"] != b"1"):
        raise ParsingError("the coding is unclear")
    if b"expect" in fields:
        raise ParsingError("nothing is promised before it was read")


def _fields(lines: list[bytes]) -> dict[bytes, bytes]:
    """By names in lower case. Raises ParsingError."""
    fields: dict[bytes, bytes] = {}
    for text in lines:
        field = _FIELD.fullmatch(text)
        if field is None:
            raise ParsingError("no header")
        name = field["name"].lower()
        if name in fields:
            raise ParsingError("a header stands twice")
        fields[name] = field["value"].rstrip(b" \t")
    return fields
