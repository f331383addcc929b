"""What is left on the site for other computers that use it: which names are taken, and who has moved what.

    .jet-refunds/names/JET_REFUND_112326143000      a name that is given, to one file of one computer
    .jet-refunds/ledgers/7f3a9c1e/000000042-5be1d0c7    a move by that ledger: its number, and what no copy of it draws

A folder can be made by one computer only. A mark is left before each move: a ledger that finds one of its own name that
it does not know of is a copy, or comes out of a backup, and must not send.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from jet_refunds.errors import NotThere, SiteRefused
from jet_refunds.event_log.events import failed
from jet_refunds.interfaces import Site
from jet_refunds.solid_commerce.file_names import MARKS, minute_of

log = logging.getLogger(__name__)

NAMES, LEDGERS = f"{MARKS}/names", f"{MARKS}/ledgers"
_LEDGER, _MARK = re.compile(r"[0-9a-f]{8}"), re.compile(r"\d{9}-[0-9a-f]{8}", re.ASCII)
KEPT = 20
"""Marks: the older ones prove nothing more, and are removed when there are twice as many."""
NAMES_KEPT = timedelta(days=2)
"""After its minute nobody looks for a name any more."""
AT_ONCE = 20
"""Old names that are removed in one visit."""


@dataclass
class SiteMarks:
    """`ledger`: its name among all ledgers."""

    site: Site
    ledger: str
    _is_used: bool = field(default=False, init=False)
    _seen_on: date | None = field(default=None, init=False)
    _given: set[str] = field(default_factory=set, init=False)

    @property
    def _own(self) -> str:
        return f"{LEDGERS}/{self.ledger}"

    def reserve(self, file_name: str) -> bool:
        """Whether the name is ours now, and nobody else's. Raises SiteRefused."""
        self._given.add(file_name)
        return self._make(f"{NAMES}/{file_name.removesuffix('.csv')}")

    def is_given(self, file_name: str) -> bool:
        """As far as it is known without asking the site."""
        return file_name in self._given

    def leave(self, mark: str) -> Sequence[str]:
        """Leave the mark of a move that is to come; all that are there then. Raises SiteRefused.

        A listing may be cut off: names that are none are passed over, and ours must be among the others.
        """
        self._make(f"{self._own}/{mark}")
        found = sorted(filter(_MARK.fullmatch, self.site.names(self._own)))
        if mark not in found:
            raise SiteRefused(f"The site does not show {self._own}/{mark}, though it is there.")
        if len(found) > 2 * KEPT:
            self._remove(f"{self._own}/{old}" for old in found[:-KEPT])
        return found

    def look_around(self, now: datetime) -> bool:
        """Once a connection, and a day, on which something was sent: remove old names, and look for other ledgers.

        `now` is the seller's local time, as in the names. Whether another ledger was found.
        """
        if not self._is_used or self._seen_on == now.date():
            return False
        self._seen_on = now.date()
        self._sweep(now)
        return any(name != self.ledger for name in self._listed(LEDGERS) if _LEDGER.fullmatch(name))

    def _sweep(self, now: datetime) -> None:
        minutes = {name: minute_of(f"{name}.csv") for name in self._listed(NAMES)}
        old = [name for name, minute in minutes.items() if minute and minute < now - NAMES_KEPT]
        self._remove(f"{NAMES}/{name}" for name in sorted(old)[:AT_ONCE])

    def _make(self, path: str) -> bool:
        self._is_used = True
        try:
            return self.site.make_folder(path)
        except SiteRefused:
            parts = path.split("/")
            for length in range(1, len(parts)):
                self.site.make_folder("/".join(parts[:length]))
            return self.site.make_folder(path)

    def _listed(self, folder: str) -> list[str]:
        try:
            return self.site.names(folder)
        except NotThere:
            return []

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                self.site.remove_folder(path)
            except (NotThere, SiteRefused) as error:  # another computer has, or the next visit will
                failed(log, "mark stays", error, mark=path)
                return
