"""Reading the acknowledgements of delivered files. Those of other files are kept to be shown, and change nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from jet_refunds.errors import NotThere, SiteRefused
from jet_refunds.event_log.events import event, failed
from jet_refunds.interfaces import Clock, Site
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.files import File
from jet_refunds.solid_commerce import ack_file
from jet_refunds.solid_commerce.file_names import ACKS, ack_files, acknowledged_file, minute_of
from jet_refunds.solid_commerce.outcome import outcomes

Results = Mapping[ack_file.Row, str | None]

log = logging.getLogger(__name__)

FIRST_LOOK, LAST_LOOK = 2.0, 60.0
"""Seconds between two looks for the same acknowledgement: they grow."""
SECOND_LOOKS = (60.0, 600.0, 3600.0, 86400.0)
"""Seconds from look to look after the answer: it may be corrected, or contradicted under the other name."""
PATIENCE = 10
"""Looks at an answer that is not complete, before a person is told: some three minutes."""
LIST_EVERY = 8
"""Looks by name until the folder is listed, too: a listing of many old files is long, but shows names of any case."""

LONG, RESTS = 0.2, 200
"""Seconds of a listing that is long, and how many times as long there is none."""
UNMATCHED = 20
"""Read at one listing at most: another helper may use the same site."""


class Listings:
    """A listing that took long, since the folder holds the answers of years, is not asked for again for a while."""

    def __init__(self) -> None:
        self._rest_until = 0.0

    @property
    def rest(self) -> bool:
        return time.monotonic() < self._rest_until

    @contextmanager
    def timed(self) -> Iterator[None]:
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        if took > LONG:
            self._rest_until = time.monotonic() + took * RESTS


@dataclass(frozen=True)
class AckCollector:
    ledger: Ledger
    site: Site
    clock: Clock
    listings: Listings

    def collect(self) -> None:
        """Look for every answer that is due, and say when to look again."""
        due = self.ledger.acks.due(self.clock.now())
        wanted = any(file.ack_polls % LIST_EVERY == LIST_EVERY - 1 or not file.awaits_answer for file in due)
        listed = wanted and not self.listings.rest
        there = {name.casefold(): name for name in self._listed()} if listed else {}
        self._keep_unmatched(list(there.values()))
        for file in due:
            names = [there.get(name.casefold(), name) for name in ack_files(file.name)]
            try:
                answered = [self._look(file, name) for name in names]
            except (NotThere, SiteRefused) as error:  # of one answer: the others are read all the same
                failed(log, "acknowledgement not read", error, file=file.name)
                ids = self.ledger.files.refunds_of(file)
                refused = isinstance(error, SiteRefused)  # the site works: nobody else will see to it
                self.ledger.refunds.remark(ids, str(error), self.clock.now(), needs_person=refused)
                answered = []
            if file.awaits_answer and any(answered):
                self._look_later(replace(file, ack_polls=-1), SECOND_LOOKS[0])
            elif file.awaits_answer:
                self._look_later(file, look_after(file.ack_polls))
            else:
                self._look_later(file, *SECOND_LOOKS[file.ack_polls + 1 :][:1])

    def _listed(self) -> list[str]:
        """A site that shows no listing is asked by name all the same."""
        try:
            with self.listings.timed():
                return self.site.names(ACKS)
        except SiteRefused as error:
            failed(log, "acknowledgements not listed", error)
            return []

    def _keep_unmatched(self, names: Sequence[str]) -> None:
        """Keep the answers to files of our time that we do not know. What is older is the history of the folder."""
        if not names:
            return
        known = set(self.ledger.files.names())
        since = min(filter(None, map(minute_of, known)))

        def is_unmatched(name: str) -> bool:
            file_name = acknowledged_file(name)
            minute = minute_of(file_name) if file_name and file_name not in known else None
            return minute is not None and minute >= since

        for name in self.ledger.unmatched_acks.unseen(filter(is_unmatched, names))[:UNMATCHED]:
            try:
                body = self.site.read(f"{ACKS}/{name}", ack_file.READ_LIMIT)
            except (NotThere, SiteRefused) as error:
                failed(log, "acknowledgement not read", error, ack=name)
                continue
            self.ledger.unmatched_acks.keep(name, body, self.clock.now())
            event(log, "acknowledgement unmatched", ack=name, bytes=len(body))

    def _look_later(self, file: File, seconds: float | None = None) -> None:
        due_at = None if seconds is None else self.clock.now() + timedelta(seconds=seconds)
        self.ledger.acks.look_again(file, due_at)

    def _look(self, file: File, name: str) -> bool:
        """Read one acknowledgement, if it is there; whether it has answered every row."""
        path = f"{ACKS}/{name}"
        if self.site.size(path) is None:  # the cheap question; a site is sure that nothing is there by listing all
            return False
        start = time.perf_counter()
        body = self.site.read(path, ack_file.READ_LIMIT)
        log_verdict = partial(
            event,
            log,
            "acknowledgement read",
            file=file.name,
            ack=name,
            bytes=len(body),
            seconds=time.perf_counter() - start,
        )
        known = self.ledger.acks.results(file)
        reading = ack_file.read(body, list(known))
        if isinstance(reading, ack_file.NotReady):
            if file.ack_polls <= PATIENCE:
                log_verdict(verdict="not ready", why=reading.why)
            if file.ack_polls >= PATIENCE:
                self._ask(file, name, body, f"is not complete: {reading.why}. Ask Solid Commerce about it.")
        elif any(known.values()):
            if _says_the_same(reading, known):
                log_verdict(verdict="the same again")
            else:
                log_verdict(verdict="contradicts an earlier one")
                self._ask(file, name, body, "says something else than before. Ask Solid Commerce which is true.")
        elif isinstance(reading, ack_file.Unclear):
            log_verdict(verdict="unclear")
            self._ask(file, name, body, f"cannot be understood: {reading.why}. Ask Solid Commerce what it means.")
        elif ack_file.is_one_for_all(body, list(known)) and not self.ledger.acks.has(file, body):
            log_verdict(verdict="one line for all: read once more")
            self.ledger.acks.keep(file, name, body, "one line for all: read once more", self.clock.now())
        else:
            log_verdict(verdict="answered", rows=len(reading))
            self.ledger.acks.answered(file, name, body, outcomes(reading), self.clock.now())
            return True
        return False

    def _ask(self, file: File, name: str, body: bytes, sentence: str) -> None:
        """Leave to a person what was answered, once for the same bytes, and keep it."""
        if self.ledger.acks.has(file, body):
            return
        now = self.clock.now()
        reason = f"The acknowledgement {name} {sentence}"
        self.ledger.refunds.remark(self.ledger.files.refunds_of(file), reason, now, needs_person=True)
        self.ledger.acks.keep(file, name, body, sentence, now)


def _says_the_same(reading: ack_file.Unclear | Sequence[ack_file.Answer], known: Results) -> bool:
    """An answer after the first is shown when it says anything else, and never taken for the truth by itself."""
    return not isinstance(reading, ack_file.Unclear) and {answer.row: answer.result for answer in reading} == known


def look_after(looks: int) -> float:
    """Seconds; an answer may come weeks later, so the power is bounded, too."""
    return min(FIRST_LOOK * 1.5 ** min(looks, 20), LAST_LOOK)
