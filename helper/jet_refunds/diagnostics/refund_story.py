"""One refund's story, told from the log alone."""

from __future__ import annotations

from collections.abc import Iterable

from jet_refunds.event_log.entry import Entry

COMMON = frozenset(
    {
        "another ledger seen",
        "courier failed",
        "helper started",
        "helper stopped",
        "lease lost",
        "ledger copied",
        "ledger named",
        "ledger unavailable",
        "sending goes on beside a copy",
        "sending paused",
        "sending resumed",
        "settings noticed",
        "visit failed",
    }
)
"""What concerns every refund that is on its way."""
_ENDS = frozenset({"refund accepted", "refund cancelled", "refund partly_accepted", "refund rejected"})

_DIGITS = 19
"""No id has so many: a database counts to 2^63, and Python reads no endless numbers."""


class RefundStory:
    """Which entries tell it: the refund's own, its request's, its files', and between its begin and end COMMON."""

    def __init__(self, number: str) -> None:
        """`number`: the refund's id, or its alt_refund_id in whatever case."""
        self._number = number
        self._refund: int | None = None
        self._request_id: object = None
        self._files: set[object] = set()
        self._is_open = False

    def learn(self, entries: Iterable[Entry]) -> bool:
        """Take the refund's ids from what is known of it; False when the log says nothing of it."""
        kept = list(entries)
        for entry in kept:
            if str(entry.fields.get("alt_refund_id", "")).lower() == self._number.lower():
                self._refund = _whole(entry.fields.get("refund"))
        if self._refund is None and self._number.isascii() and self._number.isdigit() and len(self._number) < _DIGITS:
            self._refund = int(self._number)
        for entry in kept:
            self._note(entry)
        return self._request_id is not None or bool(self._files)

    def tells(self, entry: Entry) -> bool:
        """Asked of each entry, the oldest first."""
        self._note(entry)
        if "refund" in entry.fields:
            mine = self._is_mine(entry)
            if mine:
                self._is_open = entry.event not in _ENDS and (self._is_open or entry.event == "refund held")
            return mine
        if entry.event in COMMON:
            return self._is_open
        if "request_id" in entry.fields:
            return self._request_id is not None and entry.fields["request_id"] == self._request_id
        return entry.fields.get("file") in self._files

    def _is_mine(self, entry: Entry) -> bool:
        if self._refund is None:  # it was not there yet when the log was followed
            return str(entry.fields.get("alt_refund_id", "")).lower() == self._number.lower()
        return entry.fields["refund"] == self._refund

    def _note(self, entry: Entry) -> None:
        if "refund" in entry.fields and self._is_mine(entry):
            self._refund = _whole(entry.fields["refund"])
            self._request_id = entry.fields.get("request_id", self._request_id)
            if "file" in entry.fields:
                self._files.add(entry.fields["file"])
        elif entry.event == "file superseded" and entry.fields.get("file") in self._files:
            self._files.add(entry.fields.get("by_file"))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
