"""A server that never answers, such as one behind a firewall that swallows what it does not like."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent_server(port: int = 0) -> Iterator[int]:
    """Its port; `port` 0 is any that is free. When it ends, whoever waits for it is told so at once."""
    with socket.create_server(("127.0.0.1", port), backlog=64) as listening:
        yield int(listening.getsockname()[1])
