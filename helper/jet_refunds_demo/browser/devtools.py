"""Chromium's own protocol over its own socket: what passes through chromedriver costs several times as much."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass, replace
from typing import Any

import websocket
from selenium.common.exceptions import WebDriverException

SECONDS = 60  # until an answer is given up
UNAWAITED = 0  # no other question has this number


@dataclass(frozen=True)
class Frame:
    """A frame with a process of its own: its session, that of its tab, and by which names the browser knows it."""

    session: str
    tab: str
    target: str
    url: str


class FrameGone(WebDriverException):
    """The frame went before it answered; what is on screen now may be asked anew."""


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
        self._frames: dict[str, Frame] = {}

    def ask(
        self,
        target: str,
        method: str,
        parameters: dict[str, Any],
        *,
        seconds: float = SECONDS,
        passes_to: str | None = None,
    ) -> dict[str, Any]:
        """What the tab ``target`` answers, in so many seconds.

        ``passes_to`` is the session of a frame that the tab waits for. Raises FrameGone when that goes first.
        """
        session = self._sessions.get(target) or self._attached(target)
        self._socket.settimeout(seconds)
        return self._exchange(method, parameters, session, passes_to)

    def ask_frame(
        self, session: str, method: str, parameters: dict[str, Any], *, seconds: float = SECONDS
    ) -> dict[str, Any]:
        """The same of a frame. Raises FrameGone."""
        if session not in self._frames:
            raise FrameGone("The frame has gone.")
        self._socket.settimeout(seconds)
        return self._exchange(method, parameters, session)

    def frames(self, target: str) -> list[Frame]:
        """The frames in the tab that have processes of their own, as far as they were told of."""
        tab = self._sessions.get(target) or self._attached(target)
        return [frame for frame in self._frames.values() if frame.tab == tab]

    def close(self) -> None:
        self._socket.close()

    def _attached(self, target: str) -> str:
        answer = self._exchange("Target.attachToTarget", {"targetId": target, "flatten": True})
        session = self._sessions[target] = str(answer["sessionId"])
        self._exchange("Performance.enable", {}, session)
        watch = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}
        self._exchange("Target.setAutoAttach", watch, session)
        return session

    def _exchange(
        self, method: str, parameters: dict[str, Any], session: str | None = None, passes_to: str | None = None
    ) -> dict[str, Any]:
        self._asked += 1
        where = {"sessionId": session} if session else {}
        try:
            self._socket.send(json.dumps({"id": self._asked, "method": method, "params": parameters, **where}))
            answer = self._answer({session, passes_to})
        except (websocket.WebSocketException, OSError) as error:
            raise WebDriverException(f"{method}: {error}") from error
        if "error" in answer:
            raise WebDriverException(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _answer(self, asked: set[str | None]) -> dict[str, Any]:
        """Of what the tabs tell unasked, only which of their frames come and go is heard."""
        while True:
            told: dict[str, Any] = json.loads(self._socket.recv())
            match told.get("method"):
                case "Target.attachedToTarget" if told["params"]["targetInfo"]["type"] == "iframe":
                    self._arrived(told["sessionId"], told["params"])
                case "Target.targetInfoChanged":
                    self._moved(told["params"]["targetInfo"])
                case "Target.detachedFromTarget":
                    self._left(told["params"]["sessionId"], asked)
            if told.get("id") == self._asked:
                return told

    def _arrived(self, tab: str, told: dict[str, Any]) -> None:
        session, target = told["sessionId"], told["targetInfo"]
        self._frames[session] = Frame(session, tab, target["targetId"], target["url"])
        self._socket.send(json.dumps({"id": UNAWAITED, "method": "Performance.enable", "sessionId": session}))

    def _left(self, ended: str, asked: set[str | None]) -> None:
        self._frames.pop(ended, None)
        self._sessions = {tab: session for tab, session in self._sessions.items() if session != ended}
        if ended in asked:
            raise FrameGone("The frame went before it answered.")

    def _moved(self, target: dict[str, Any]) -> None:
        for session, frame in self._frames.items():
            if frame.target == target["targetId"]:
                self._frames[session] = replace(frame, url=target["url"])
