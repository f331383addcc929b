"""Chromium's own protocol over its own socket: what passes through chromedriver costs several times as much."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import websocket
from selenium.common.exceptions import WebDriverException

SECONDS = 60  # until an answer is given up


class Devtools:
    """Asks the tabs of the Chromium that listens at ``address``, a host and a port. Raises WebDriverException."""

    def __init__(self, address: str) -> None:
        with urllib.request.urlopen(f"http://{address}/json/version") as told:
            url = json.load(told)["webSocketDebuggerUrl"]
        # Its Origin would be refused, and whether a text is UTF-8 is slowly checked.
        self._socket = websocket.create_connection(
            url, timeout=SECONDS, suppress_origin=True, skip_utf8_validation=True
        )
        self._asked = 0
        self._sessions: dict[str, str] = {}

    def ask(self, target: str, method: str, parameters: dict[str, Any], *, seconds: float = SECONDS) -> dict[str, Any]:
        """What the tab ``target`` answers, in so many seconds."""
        session = self._sessions.get(target) or self._attached(target)
        self._socket.settimeout(seconds)
        return self._exchange(method, parameters, session)

    def close(self) -> None:
        self._socket.close()

    def _attached(self, target: str) -> str:
        answer = self._exchange("Target.attachToTarget", {"targetId": target, "flatten": True})
        session = self._sessions[target] = str(answer["sessionId"])
        self._exchange("Performance.enable", {}, session)
        return session

    def _exchange(self, method: str, parameters: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        self._asked += 1
        where = {"sessionId": session} if session else {}
        try:
            self._socket.send(json.dumps({"id": self._asked, "method": method, "params": parameters, **where}))
            answer = self._answer()
        except (websocket.WebSocketException, OSError) as error:
            raise WebDriverException(f"{method}: {error}") from error
        if "error" in answer:
            raise WebDriverException(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _answer(self) -> dict[str, Any]:
        """Passing by what the tabs tell unasked."""
        while True:
            told: dict[str, Any] = json.loads(self._socket.recv())
            if told.get("method") == "Target.detachedFromTarget":
                ended = told["params"]["sessionId"]
                self._sessions = {tab: session for tab, session in self._sessions.items() if session != ended}
            if told.get("id") == self._asked:
                return told
