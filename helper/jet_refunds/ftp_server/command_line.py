"""A line that a client has sent, and what is wrong with it. Pure."""

from __future__ import annotations

import re

LONGEST = 2048
"""Bytes of a line; the path in it is at most a folder or two and a file's name."""
LONGEST_NAME = 255
"""Bytes of one name between slashes: what file systems take."""
_SYNCH = b"\xff\xf4\xf2"
"""What some clients send before ABOR (RFC 959, 4.1.3: Telnet's IP and Synch)."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HAS_NO_NAME = frozenset({"PASS", "USER", "HELP", "OPTS"})


def without_synch(line: bytes) -> bytes:
    return line.lstrip(_SYNCH)


def fault(line: bytes) -> str | None:
    """Why the line is refused, as a sentence; None: it is not."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return "Names must be UTF-8."
    if _CONTROL.search(text):
        return "Names must not hold control characters or line ends."
    command, _, argument = text.partition(" ")
    if command.upper() not in _HAS_NO_NAME and any(len(name.encode()) > LONGEST_NAME for name in argument.split("/")):
        return f"A name must not be longer than {LONGEST_NAME} bytes."
    return None


def fits_a_listing(name: str) -> bool:
    """A name that is no line end: else a listing would show files that are not there."""
    return not _CONTROL.search(name)
