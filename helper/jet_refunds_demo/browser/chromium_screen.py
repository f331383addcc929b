"""What Chromium tells a screen reader about the page in front, and about the panel's frame in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from jet_refunds_demo.browser.screen_element import ScreenElement

QUERY_SECONDS = 3
"""Of a page that goes just then the tree is never told."""


class ScreenReader:
    """``ask`` asks the tab by a command of the protocol, or the frame whose session is ``frame``.

    ``documents`` are the page, which is None, and the sessions of the frames that lie over it.
    """

    def __init__(self, ask: Callable[..., dict[str, Any]]) -> None:
        self._ask = ask

    def screen(self, documents: Sequence[str | None]) -> ScreenElement:
        page, *panel = map(self._tree, documents)
        return replace(page, inside=(*page.inside, *panel))

    def texts(self, documents: Sequence[str | None], role: str | None) -> list[str]:
        found = [
            [_name(node) for node in self._all(frame, place, role="StaticText")]
            for frame in documents
            for place in self._places(frame, role)
        ]
        if role is None:
            found = [[name for names in found for name in names]]
        return [" ".join(filter(None, names)) for names in found]

    def find(self, documents: Sequence[str | None], role: str, name: str, within: str | None) -> ScreenElement | None:
        for frame in reversed(documents):  # what lies on top first
            place = self._document(frame)
            if within is not None:
                group = self._first(frame, place, "group", within)
                place = {"backendNodeId": group["backendDOMNodeId"]} if group else {}
            if place and (found := self._first(frame, place, role, name)):
                return _element(found, {}, frame)
        return None

    def _tree(self, frame: str | None) -> ScreenElement:
        nodes = self._ask("Accessibility.getFullAXTree", frame=frame)["nodes"]
        return _element(nodes[0], {node["nodeId"]: node for node in nodes}, frame)

    def _places(self, frame: str | None, role: str | None) -> list[dict[str, Any]]:
        document = self._document(frame)
        if role is None:
            return [document]
        return [{"backendNodeId": node["backendDOMNodeId"]} for node in self._all(frame, document, role=role)]

    def _document(self, frame: str | None) -> dict[str, Any]:
        return {"objectId": self._ask("Runtime.evaluate", frame=frame, expression="document")["result"]["objectId"]}

    def _first(self, frame: str | None, place: dict[str, Any], role: str, name: str) -> dict[str, Any] | None:
        return next(iter(self._all(frame, place, role=role, accessibleName=name)), None)

    def _all(self, frame: str | None, place: dict[str, Any], **wanted: str) -> list[dict[str, Any]]:
        """What a screen reader is told of at the place, in reading order."""
        nodes = self._ask("Accessibility.queryAXTree", QUERY_SECONDS, frame=frame, **place, **wanted)["nodes"]
        return [node for node in nodes if not node["ignored"]]


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def _element(node: dict[str, Any], by_id: dict[str, dict[str, Any]], frame: str | None) -> ScreenElement:
    def value(key: str) -> str:
        return str(node.get(key, {}).get("value", ""))

    return ScreenElement(
        role=value("role"),
        name=_name(node),
        value=value("value"),
        description=value("description"),
        number=node.get("backendDOMNodeId", 0),
        frame=frame,
        states={state["name"]: state["value"].get("value") for state in node.get("properties", ())},
        inside=tuple(_element(by_id[child], by_id, frame) for child in node.get("childIds", ()) if child in by_id),
    )
