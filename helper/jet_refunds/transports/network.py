"""Finding the site's host and reaching it: the same words for every protocol."""

from __future__ import annotations

import socket
import time

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import SiteUnreachable
from jet_refunds.interfaces import Progress

SECONDS = 20.0
"""How long any one answer may take."""
TRANSFER_SECONDS = 120.0
"""How long any one transfer may take."""
LISTING_BYTES = 16 * 1024 * 1024
"""How long any one listing may be."""


class Deadline:
    """Every answer and every transfer has one: a site that sends a byte now and then would keep us for ever."""

    def __init__(self, seconds: float | None = None) -> None:
        """TRANSFER_SECONDS, unless something else is said."""
        self._seconds = TRANSFER_SECONDS if seconds is None else seconds
        self._end = time.monotonic() + self._seconds

    def left(self) -> float:
        """Seconds for the next packet. Raises TimeoutError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"it took more than {self._seconds:.0f} seconds")
        return min(SECONDS, left)


def reached(address: SiteAddress, progress: Progress) -> socket.socket:
    """A connection, each of whose answers may take SECONDS. Raises SiteUnreachable."""
    progress.begins("resolve")
    progress.done(f"{address.host} is {' and '.join(_resolved(address))}.")
    progress.begins("connect")
    return connected(address)


def _resolved(address: SiteAddress) -> list[str]:
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise SiteUnreachable(f"The site {address.host} is not known. Check its name, and your network.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connected(address: SiteAddress) -> socket.socket:
    where = f"{address.host}:{address.port}"
    try:
        return socket.create_connection((address.host, address.port), timeout=SECONDS)
    except TimeoutError as error:
        raise SiteUnreachable(
            f"The site {where} does not answer. It may be down, or a firewall is in the way."
        ) from error
    except ConnectionRefusedError as error:
        raise SiteUnreachable(f"Nothing answers at {where}. The site is down, or its port is another one.") from error
    except OSError as error:
        raise SiteUnreachable(f"The site {where} cannot be reached ({error.strerror or error}).") from error
