"""The helper's API as another program sees it, over a real connection."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from contextlib import closing
from typing import Any

from jet_refunds.clock import SystemClock
from jet_refunds.ledger import Ledger
from jet_refunds_demo.helper_process import HelperProcess
from tests.support.credential import Answer, Send, paired


def sent_to(address: str) -> Send:
    """Each request on a connection of its own."""

    def send(method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(address + target, body or None, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, dict(answer.headers.items()), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers.items()), error.read())

    return send


class Browser:
    """A paired client of a helper's process."""

    def __init__(self, helper: HelperProcess) -> None:
        self._address = helper.address
        with closing(Ledger.in_folder(helper.data_dir)) as ledger:
            code = ledger.pairings.new_code(SystemClock().now(), rounds=1)
        self.credential = paired(self._port, sent_to(self._address), code.text)

    @property
    def _port(self) -> int:
        return int(self._address.rpartition(":")[2])

    def moved(self, helper: HelperProcess) -> None:
        """The helper was started again and has another port."""
        self._address = helper.address

    def ask(self, method: str, path: str, document: object = None) -> tuple[int, Any]:
        """(status, document); a problem is an answer, too."""
        body = json.dumps(document).encode() if document is not None else b""
        answer = self.credential.ask(self._port, sent_to(self._address), method, path, body)
        return answer.status, answer.json()

    def wait_for(self, state: str, count: int, seconds: float = 30) -> None:
        """Until `count` refunds are in that state."""
        end = time.monotonic() + seconds
        found: list[str] = []
        while time.monotonic() < end:
            _, page = self.ask("GET", "/v1/refunds")
            found = [refund["state"] for refund in page["refunds"]]
            if found.count(state) == count:
                return
            time.sleep(0.1)
        raise AssertionError(f"not {count} times {state} after {seconds} s, but {found}")
