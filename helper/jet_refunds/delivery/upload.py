"""One file to its place: never lost, never twice. The ledger is written before the world is touched::

    stage    commit the attempt's number, upload under a temporary name that carries it, compare the size
    intend   commit "moving", if the lease is ours and outlasts the command
    move     rename onto the final name, where nothing may stand yet: servers overwrite silently
    record   commit "delivered"

After a crash or a lost answer an old rename may still be carried out late, so looking is not enough: recovery is a
rename, too. An attempt that was never "moving" is abandoned. One that was is claimed: the next attempt renames the
old staged name to its own. That works: the old move never happened, and never can. It is not there: the older names
are tried before the newer ones, since the file only ever moves forward; nowhere: the move has happened, if no newer
attempt has begun meanwhile. tests/faults/model.py searches all this whole.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from jet_refunds.errors import NotThere, SiteRefused
from jet_refunds.event_log.entry import Value
from jet_refunds.event_log.events import event, failed, timed, warning
from jet_refunds.interfaces import Clock, Site
from jet_refunds.ledger.files import Attempt, File, Files
from jet_refunds.ledger.lease import Lease
from jet_refunds.solid_commerce.file_names import REFUNDS

log = logging.getLogger(__name__)

COMMAND = timedelta(seconds=60)
"""The longest that one rename may take: its own time limit, with room to spare."""

PATIENCE = 6
"""Attempts to find out whether a file was moved, before a person is asked."""
UNCLEAR = (
    "The file was uploaded, but nobody can say whether it was moved into JetRefunds. {fact} Ask Solid Commerce "
    "whether they have it, then say so on Jet Refunds' page. It is not sent again before."
)


@dataclass(frozen=True)
class Upload:
    """`new_name` gives a name that is free on the site and in the ledger, should the file's own be taken."""

    site: Site
    url: str
    """The site's address."""
    files: Files
    clock: Clock
    lease: Lease
    new_name: Callable[[], str]
    prolong: Callable[[], None]
    """Sees to it that the lease lasts for one more command. Raises LeaseLost."""
    folder_made_at: datetime | None = None
    """When JetRefunds was missing there, and had to be made."""

    def deliver(self, file: File, staged_name: str) -> None:
        """One attempt. `staged_name` has a place for its number. Raises SiteError, LeaseLost: try again later."""
        open_moves = _open_moves(self.files.attempts(file.id))
        now = self.clock.now()
        attempt = self.files.begin(file, staged_name, claims=bool(open_moves), site=self.url, lease=self.lease, now=now)
        if any(earlier.site != self.url for earlier in open_moves):
            self._ask_a_person(file, attempt, "It was sent to another site than the one that is set now.")
            return
        if open_moves and self.folder_made_at and self.folder_made_at >= open_moves[0].created_at:
            self._ask_a_person(file, attempt, f"The folder {REFUNDS} was gone since then, with all that was in it.")
            return
        if open_moves and not self._claim(file, open_moves, attempt):
            self.files.concluded(file, attempt, self.lease, self.clock.now())
            return
        if not open_moves:
            self._stage(file, attempt)
            self.prolong()  # it may have taken long
        if self._is_free(file):
            self._move(file, attempt)

    def _claim(self, file: File, open_moves: Sequence[Attempt], attempt: Attempt) -> bool:
        """Take the staged file from the earlier attempts, the oldest first; False: nowhere, so it has moved.

        A site that keeps refusing without saying whether the file is there leaves the question to a person.
        """
        for earlier in open_moves:
            ids = _ids(file, attempt)
            start = time.perf_counter()
            try:
                self.site.rename(earlier.staged_name, attempt.staged_name)
            except NotThere:
                event(
                    log, "claim found nothing", **ids, claimed=earlier.staged_name, seconds=time.perf_counter() - start
                )
                continue
            except SiteRefused as error:
                failed(
                    log, "claim failed", error, **ids, claimed=earlier.staged_name, seconds=time.perf_counter() - start
                )
                if len(open_moves) >= PATIENCE:
                    self._ask_a_person(file, attempt, str(error))
                raise
            event(log, "claim done", **ids, claimed=earlier.staged_name, seconds=time.perf_counter() - start)
            return True
        self.site.names(REFUNDS)  # raises NotThere on a disk that is not the one it was: there nothing has moved
        return False

    def _ask_a_person(self, file: File, attempt: Attempt, fact: str) -> None:
        self.files.unclear(attempt, self.lease, UNCLEAR.format(fact=fact), self.clock.now())
        warning(log, "file unclear", file=file.name, attempt=attempt.number, text=fact)

    def _stage(self, file: File, attempt: Attempt) -> None:
        try:
            self._upload(file, attempt)
        except SiteRefused:
            with suppress(NotThere, SiteRefused):  # what is half there would fill the site more with every attempt
                self.site.delete(attempt.staged_name)
            raise

    def _upload(self, file: File, attempt: Attempt) -> None:
        with timed(log, "upload", **_ids(file, attempt), bytes=len(file.body)):
            self.site.store(attempt.staged_name, file.body)
            size = self.site.size(attempt.staged_name)
            if size != len(file.body):
                raise SiteRefused(
                    f"The FTP site kept {size or 0} of {len(file.body)} bytes of {file.name}. It may be full."
                )

    def _is_free(self, file: File) -> bool:
        """Whether nothing stands under the final name. Our own bytes there are ours; a stranger's keep their name."""
        if self.site.size(f"{REFUNDS}/{file.name}") is None:
            return True
        if self._stands(file):
            event(log, "own bytes found", file=file.name)
            self.files.delivered(file, self.clock.now())
        else:
            warning(log, "name taken", file=file.name)
            self.files.supersede(file, self.new_name(), self.lease, self.clock.now())
        return False

    def _stands(self, file: File) -> bool:
        """Whether our own bytes stand under the final name."""
        final = f"{REFUNDS}/{file.name}"
        size = self.site.size(final)
        return size == len(file.body) and self.site.read(final, size + 1) == file.body

    def _move(self, file: File, attempt: Attempt) -> None:
        self.prolong()
        now = self.clock.now()
        self.files.intend(attempt, self.lease, now, now + COMMAND)
        try:
            with timed(log, "rename", **_ids(file, attempt)):
                self.site.rename(attempt.staged_name, f"{REFUNDS}/{file.name}")
        except NotThere:
            # The staged file went away by another hand than ours: nobody knows where to.
            if not self._stands(file):
                self._ask_a_person(file, attempt, "It was gone before it could be moved.")
                return
        except SiteRefused:
            if self.site.size(attempt.staged_name) == len(file.body):
                self.files.refused(attempt, self.lease, self.clock.now())
            raise
        self.files.delivered(file, self.clock.now(), staged_left=attempt.number > 1)  # the first one's name is free now


def _open_moves(attempts: Sequence[Attempt]) -> list[Attempt]:
    """From the first attempt whose rename may have been sent: it and every later one, oldest first."""
    counted = [attempt for attempt in attempts if not attempt.refused]
    first = next((index for index, attempt in enumerate(counted) if attempt.moving), len(counted))
    return counted[first:]


def _ids(file: File, attempt: Attempt) -> dict[str, Value]:
    return {"file": file.name, "attempt": attempt.number, "staged": attempt.staged_name}


def sweep(site: Site, files: Files) -> None:
    """Remove what settled files have left under staged names."""
    for file in files.left_staged():
        for attempt in files.attempts(file.id):
            ids = _ids(file, attempt)
            try:
                site.delete(attempt.staged_name)
            except NotThere:
                continue
            except SiteRefused as error:
                failed(log, "leftover stays", error, **ids)
            else:
                event(log, "leftover removed", **ids)
        files.swept(file)
