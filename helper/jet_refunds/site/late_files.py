"""A site may show a file some seconds after it has taken it, since a virus scanner looks at it first."""

from __future__ import annotations

import time

from jet_refunds.interfaces import Site

FIRST_WAIT, LAST_WAIT = 0.25, 4.0
"""Seconds: the waits double, 8 in all."""


def shown_size(site: Site, path: str) -> int | None:
    """Bytes of what was just stored there; asked again while nothing of it is seen. Raises SiteError."""
    wait = FIRST_WAIT
    while not (size := site.size(path)) and wait <= LAST_WAIT:
        time.sleep(wait)
        wait *= 2
    return size
