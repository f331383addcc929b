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


class Browser:
    """A paired client of a helper's process."""

    def __init__(self, helper: HelperProcess) -> None:
        self._address = helper.address
        self._token = ""
        with closing(Ledger.in_folder(helper.data_dir)) as ledger:
            code = ledger.tokens.new_code("pairing", SystemClock().now())
        _, made = self.ask("POST", "/v1/pairings", {"code": code.text, "client": "test"})
        self._token = made["token"]

    def moved(self, helper: HelperProcess) -> None:
        """The helper was started again and has another port."""
        self._address = helper.address

    def ask(self, method: str, path: str, document: object = None) -> tuple[int, Any]:
        """(status, document); a problem is an answer, too."""
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        body = json.dumps(document).encode() if document is not None else None
        request = urllib.request.Request(self._address + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

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
