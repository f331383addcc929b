"""Reading the acknowledgements of delivered files. Those of other files are kept to be shown, and change nothing."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from jet_refunds.delivery import witness
from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear
from jet_refunds.event_log.events import event, failed, fault
from jet_refunds.interfaces import Clock, Site
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.files import UNCLEAR, File
from jet_refunds.solid_commerce import ack_file
from jet_refunds.solid_commerce.ack_table import READ_LIMIT
from jet_refunds.solid_commerce.answer import Answer, NotReady, Reading, Result, Row, Unclear
from jet_refunds.solid_commerce.file_names import ACKS, REFUNDS, ack_files, acknowledged_file, minute_of
from jet_refunds.solid_commerce.outcome import Outcome, outcomes

Results = Mapping[Row, Result | None]

log = logging.getLogger(__name__)

FIRST_LOOK, LAST_LOOK = 2.0, 60.0
"""Seconds between two looks for the same acknowledgement: they grow."""
SECOND_LOOKS = (60.0, 600.0, 3600.0, 86400.0)
"""Seconds from look to look after the answer: it may be corrected, or contradicted under the other name."""
PATIENCE = 10
"""Looks at an answer that is not complete, before a person is told: some three minutes."""
SETTLES = 30.0
"""Seconds that an answer must stay as it is, where a line of it speaks of several rows: more may be written yet."""
LIST_EVERY = 8
"""Looks by name until the folder is listed, too: a listing of many old files is long, but shows names of any case."""

LONG, RESTS = 0.2, 200
"""Seconds of a listing that is long, and how many times as long there is none."""
UNMATCHED = 20
"""Read at one listing at most: another helper may use the same site."""


class Listings:
    """What is remembered from look to look, and may be lost.

    A listing that took long, since the folder holds the answers of years, is not asked for again for a while.
    """

    def __init__(self) -> None:
        self._rest_until = 0.0
        self.folder = ACKS
        """As it was found to be called."""
        self.first_read: dict[tuple[int, bytes], float] = {}
        """By the file's id and the answer's sha256, when it was read first: seconds of Clock.running."""
        self.unreadable: set[str] = set()
        """Names of unmatched answers that the line broke off at."""

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
    witness_seconds: float
    """Until a person is asked whether an unclear file has arrived; counted by the looks."""

    def collect(self) -> None:
        """Look for every answer that is due, and say when to look again. The line may break off at the same one each
        time: the ones that were looked for least come first.
        """
        due = sorted(looks_due(self.ledger, self.clock.now()), key=lambda file: file.ack_polls)
        wanted = any(file.ack_polls % LIST_EVERY == LIST_EVERY - 1 or not file.awaits_answer for file in due)
        listed = wanted and not self.listings.rest
        there = {name.casefold(): name for name in self._listed()} if listed else {}
        for file in due:
            names = [there.get(name.casefold(), name) for name in ack_files(file.name)]
            try:
                if file.state == UNCLEAR and self._is_seen(file):
                    continue
                answered = [self._look(file, name) for name in names]
            except SiteUnclear:
                self._look_later(file, look_after(file.ack_polls))
                raise
            except (NotThere, SiteRefused) as error:  # of one answer: the others are read all the same
                failed(log, "acknowledgement not read", error, file=file.name)
                ids = self.ledger.files.refunds_of(file)
                refused = isinstance(error, SiteRefused)  # the site works: nobody else will see to it
                self.ledger.refunds.remark(ids, str(error), self.clock.now(), needs_person=refused)
                answered = []
            if file.awaits_answer and any(answered):
                self._look_later(replace(file, ack_polls=-1), SECOND_LOOKS[0])
            elif file.awaits_answer:
                if file.state == UNCLEAR:
                    self._say_unclear(file)
                self._look_later(file, look_after(file.ack_polls))
            else:
                self._look_later(file, *SECOND_LOOKS[file.ack_polls + 1 :][:1])
        self._keep_unmatched(list(there.values()))

    def _listed(self) -> list[str]:
        """A site that shows no listing is asked by name all the same."""
        try:
            with self.listings.timed():
                return self.site.names(self.listings.folder)
        except NotThere:
            self.listings.folder = self._folder_of_another_case()
            if self.listings.folder == ACKS:
                raise  # a person must see to it: on a share, the disk may be another one
        except SiteRefused as error:
            failed(log, "acknowledgements not listed", error)
        return []

    def _folder_of_another_case(self) -> str:
        """It is called "acks", where case counts; or it is gone."""
        paths = [f"{REFUNDS}/{name}" for name in self.site.names(REFUNDS)]
        return next((path for path in paths if path.casefold() == ACKS.casefold()), ACKS)

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

        unseen = self.ledger.unmatched_acks.unseen(filter(is_unmatched, names))
        for name in [name for name in unseen if name not in self.listings.unreadable][:UNMATCHED]:
            try:
                body = self.site.read(f"{self.listings.folder}/{name}", READ_LIMIT)
            except SiteUnclear:
                self.listings.unreadable.add(name)
                raise
            except (NotThere, SiteRefused) as error:
                failed(log, "acknowledgement not read", error, ack=name)
                continue
            self.ledger.unmatched_acks.keep(name, body, self.clock.now())
            event(log, "acknowledgement unmatched", ack=name, bytes=len(body))

    def _is_seen(self, file: File) -> bool:
        """A witness: our bytes under the final name."""
        try:
            seen = witness.stands(self.site, file)
        except (NotThere, SiteRefused) as error:
            failed(log, "file not looked for", error, file=file.name)
            return False
        if seen:
            event(log, "own bytes found", file=file.name)
            self.ledger.files.delivered(file, self.clock.now())
        return seen

    def _say_unclear(self, file: File) -> None:
        """Quietly at first: the acknowledgement most often comes."""
        asks = sum(map(look_after, range(file.ack_polls))) >= self.witness_seconds
        words = (witness.ASKS if asks else witness.WAITS).format(doubt=file.doubt or "")
        self.ledger.refunds.remark(self.ledger.files.refunds_of(file), words, self.clock.now(), needs_person=asks)

    def _look_later(self, file: File, seconds: float | None = None) -> None:
        due_at = None if seconds is None else self.clock.now() + timedelta(seconds=seconds)
        self.ledger.acks.look_again(file, due_at)

    def _look(self, file: File, name: str) -> bool:
        """Read one acknowledgement, if it is there; whether it has answered every row."""
        path = f"{self.listings.folder}/{name}"
        if self.site.size(path) is None:  # the cheap question; a site is sure that nothing is there by listing all
            return False
        start = time.perf_counter()
        body = self.site.read(path, READ_LIMIT)
        if file.state == UNCLEAR:  # a witness, whatever it says
            self.ledger.files.delivered(file, self.clock.now())
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
        reading = self._understood(body, list(known))
        answers = _answers(reading)
        if isinstance(reading, NotReady):
            if file.ack_polls <= PATIENCE:
                log_verdict(verdict="not ready", why=reading.why)
            if file.ack_polls >= PATIENCE:
                self._ask(file, name, body, f"is not complete: {reading.why}. Ask Solid Commerce about it.")
        elif any(known[answer.row] not in (None, answer.result) for answer in answers):
            log_verdict(verdict="contradicts an earlier one")
            self._ask(file, name, body, "says something else than before. Ask Solid Commerce which is true.")
        elif isinstance(reading, tuple) and all(known.values()):
            log_verdict(verdict="the same again")
        elif answers and ack_file.may_go_on(body, list(known)) and not self._stays(file, body):
            verdict = "a line for several rows: read again later"
            log_verdict(verdict=verdict)
            self.ledger.acks.keep(file, name, body, verdict, self.clock.now())
        elif isinstance(reading, Unclear):
            log_verdict(verdict="unclear", rows=len(answers))
            sentence = f"cannot be understood: {reading.why}. Ask Solid Commerce what it means."
            self._ask(file, name, body, sentence, _whole_refunds(answers, known))
        else:
            log_verdict(verdict="answered", rows=len(answers))
            self.ledger.acks.answered(file, name, body, outcomes(answers), self.clock.now())
            return True
        return False

    def _understood(self, body: bytes, rows: Sequence[Row]) -> Reading:
        try:
            return ack_file.read(body, rows)
        except Exception as error:  # noqa: BLE001 - a defect of ours in reading one answer must not hold up the others
            fault(log, "acknowledgement not understood", error)
            return Unclear("Jet Refunds has failed at it")

    def _stays(self, file: File, body: bytes) -> bool:
        now = self.clock.running()
        first = self.listings.first_read.setdefault((file.id, hashlib.sha256(body).digest()), now)
        return now - first >= SETTLES

    def _ask(self, file: File, name: str, body: bytes, sentence: str, settled: Sequence[Outcome] = ()) -> None:
        """Leave to a person what was answered, once for the same bytes, and keep it. ``settled``: what is certain."""
        if self.ledger.acks.verdict(file, body) == sentence:
            return
        now = self.clock.now()
        self.ledger.acks.answered(file, name, body, settled, now, verdict=sentence)
        asked = self.ledger.acks.unanswered(file) or self.ledger.files.refunds_of(file)
        self.ledger.refunds.remark(asked, f"The acknowledgement {name} {sentence}", now, needs_person=True)


def _answers(reading: Reading) -> tuple[Answer, ...]:
    """All that is certain in it."""
    return reading.answers if isinstance(reading, Unclear) else () if isinstance(reading, NotReady) else reading


def _whole_refunds(answers: Sequence[Answer], known: Results) -> list[Outcome]:
    """A refund is settled when all its rows are."""
    said = {answer.row for answer in answers}
    open_refunds = {row.alt_refund_id for row in known if row not in said}
    return outcomes(answer for answer in answers if answer.row.alt_refund_id not in open_refunds)


def looks_due(ledger: Ledger, now: datetime) -> list[File]:
    """Files whose answer is to be looked for now."""
    return ledger.acks.due(now, timedelta(seconds=LAST_LOOK), timedelta(seconds=SECOND_LOOKS[-1]))


def look_after(looks: int) -> float:
    """Seconds; an answer may come weeks later, so the power is bounded, too."""
    return min(FIRST_LOOK * 1.5 ** min(looks, 20), LAST_LOOK)
