"""How many requests of strangers may write into the ledger at once: fewer than there are threads.

Who shows no credential is refused at once, but for pairing and for opening the page, which look into the ledger and
write there. However many ask for that, some threads are free for browsers that are known.
"""

from __future__ import annotations

import threading

from flask import Flask, g, request

from jet_refunds.web.problems import Refused

PLACES = 2
WRITING_ENDPOINTS = frozenset({"pairing.pair", "dashboard.open_page"})


def install(app: Flask) -> None:
    places = threading.BoundedSemaphore(PLACES)

    @app.before_request
    def take() -> None:
        if request.endpoint not in WRITING_ENDPOINTS:
            return
        if not places.acquire(blocking=False):
            raise Refused(503, "busy", "Busy", "Others are trying to be let in just now. Try again in a moment.")
        g.has_place = True

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if g.pop("has_place", False):
            places.release()
