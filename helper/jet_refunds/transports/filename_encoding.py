"""Names of files: what a site writes is UTF-8, else latin-1. A name that is not UTF-8 is sent back as it came."""

from __future__ import annotations


class Names:
    """One connection's. Paths are relative, with slashes."""

    def __init__(self) -> None:
        self._as_it_came: dict[str, bytes] = {}

    def text(self, raw: bytes) -> str:
        name = text(raw)
        if name.encode() != raw:
            self._as_it_came[name] = raw
        return name

    def raw(self, path: str, encoding: str = "utf-8") -> bytes:
        return b"/".join(self._as_it_came.get(part) or _encoded(part, encoding) for part in path.split("/"))


def text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _encoded(name: str, encoding: str) -> bytes:
    """A site that is not known to speak UTF-8 is given it all the same where its own letters do not suffice."""
    try:
        return name.encode(encoding)
    except UnicodeEncodeError:
        return name.encode()
