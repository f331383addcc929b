"""One file to its place: never lost, never twice. The ledger is written before the world is touched::

    stage    commit the attempt's number, upload under a temporary name that carries it, compare the size
    intend   commit "moving", if the lease is ours and outlasts the command; leave a mark of it (site_marks.py)
    move     rename onto the final name, where nothing may stand yet: servers overwrite silently
    record   commit "delivered"

After a crash or a lost answer an old rename may still be carried out late, so looking is not enough: recovery is a
rename, too. An attempt that was never "moving" is abandoned. One that was is claimed: the next attempt renames the
old staged name to its own. That works, on a site that renames in one step: the old move never happened, and never
can. It is not there: the older names are tried before the newer ones, since the file only ever moves forward.
Nowhere: that proves nothing. The file is left unclear, nothing is sent, and witness.py looks for what proves that it
has arrived. tests/faults/model.py searches all this whole.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from jet_refunds.delivery import witness
from jet_refunds.delivery.site_marks import SiteMarks
from jet_refunds.errors import LedgerCopied, NotThere, SiteRefused
from jet_refunds.event_log.entry import Value
from jet_refunds.event_log.events import event, failed, timed, warning
from jet_refunds.interfaces import Clock, Site
from jet_refunds.ledger.files import Attempt, File, Files
from jet_refunds.ledger.lease import Lease
from jet_refunds.site.late_files import shown_size
from jet_refunds.solid_commerce.file_names import REFUNDS

log = logging.getLogger(__name__)

MOVE = timedelta(seconds=150)
"""The longest that the mark and the rename may take: their own time limits, with room to spare."""

PATIENCE = 6
"""Attempts to claim a file from a site that refuses, before it is left unclear."""
SWEPT_AT_ONCE = 20
GONE = "Its upload is not there any more."
COPIED = "Its upload is still there, but this site may copy a file where it is asked to move it."


@dataclass(frozen=True)
class Upload:
    """`new_name` gives a name that is free on the site and in the ledger, should the file's own be taken."""

    site: Site
    url: str
    """The site's address."""
    renames_in_place: bool
    files: Files
    clock: Clock
    lease: Lease
    new_name: Callable[[], str]
    prolong: Callable[[], None]
    """Sees to it that the lease lasts for one more command. Raises LeaseLost."""
    folder_made_at: datetime | None = None
    """When JetRefunds was missing there, and had to be made."""
    marks: SiteMarks | None = None
    """None: the site cannot hold any, so only one computer may use it."""

    def deliver(self, file: File, staged_name: str) -> None:
        """One attempt. `staged_name` has a place for its number. Raises SiteError, LeaseLost: try again later."""
        attempts = self.files.attempts(file.id)
        open_moves = _open_moves(attempts)
        now = self.clock.now()
        attempt = self.files.begin(file, staged_name, claims=bool(open_moves), site=self.url, lease=self.lease, now=now)
        if any(earlier.site not in (None, self.url) for earlier in open_moves):
            self._leave(file, attempt, "It was sent to another site than the one that is set now.")
            return
        if open_moves and self.folder_made_at and self.folder_made_at >= open_moves[0].created_at:
            self._leave(file, attempt, f"The folder {REFUNDS} was gone since then, with all that was in it.")
            return
        if open_moves and not self._claim(file, open_moves, attempt):
            return
        if not open_moves:
            self._forget(attempts)
            self._stage(file, attempt)
            self.prolong()  # it may have taken long
        if self._is_free(file):
            self._move(file, attempt)

    def _claim(self, file: File, open_moves: Sequence[Attempt], attempt: Attempt) -> bool:
        """Take the staged file from the earlier attempts, the oldest first. False: it may have moved."""
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
                    self._leave(file, attempt, str(error))
                raise
            event(log, "claim done", **ids, claimed=earlier.staged_name, seconds=time.perf_counter() - start)
            if not self.renames_in_place:
                self._leave(file, attempt, COPIED)
                return False
            shown_size(self.site, attempt.staged_name)  # else it could not be moved on yet
            return True
        self.site.names(REFUNDS)  # raises NotThere on a disk that is not the one it was: there nothing has moved
        self._leave(file, attempt, GONE)
        return False

    def _leave(self, file: File, attempt: Attempt, fact: str) -> None:
        """Nothing more is sent of it until a witness or a person has said whether it has arrived."""
        self.files.unclear(file, attempt, self.lease, fact, self.clock.now())
        warning(log, "file unclear", file=file.name, attempt=attempt.number, text=fact)

    def _forget(self, attempts: Sequence[Attempt]) -> None:
        """What was refused, or a person has given up, is never moved by one that slept meanwhile."""
        for earlier in attempts[-PATIENCE:]:
            if earlier.moving and earlier.site in (None, self.url):
                with suppress(NotThere, SiteRefused):
                    self.site.delete(earlier.staged_name)

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
            size = shown_size(self.site, attempt.staged_name)
            if size != len(file.body):
                raise SiteRefused(
                    f"The FTP site kept {size or 0} of {len(file.body)} bytes of {file.name}. It may be full."
                )

    def _is_free(self, file: File) -> bool:
        """Whether nothing stands under the final name. Our own bytes there are ours; a stranger's keep their name."""
        if self.site.size(f"{REFUNDS}/{file.name}") is None:
            return True
        if witness.stands(self.site, file):
            event(log, "own bytes found", file=file.name)
            self.files.delivered(file, self.clock.now())
        else:
            warning(log, "name taken", file=file.name)
            self.files.supersede(file, self.new_name(), self.lease, self.clock.now())
        return False

    def _move(self, file: File, attempt: Attempt) -> None:
        self.prolong()
        now = self.clock.now()
        mark = self.files.intend(attempt, self.lease, now, now + MOVE)
        if self.marks:
            self._leave_mark(self.marks, mark, attempt)
        try:
            with timed(log, "rename", **_ids(file, attempt)):
                self.site.rename(attempt.staged_name, f"{REFUNDS}/{file.name}")
        except NotThere:
            # The staged file went away by another hand than ours: nobody knows where to.
            if not witness.stands(self.site, file):
                self._leave(file, attempt, "Its upload was gone before it could be moved.")
                return
        except SiteRefused:
            if self.renames_in_place and self.site.size(attempt.staged_name) == len(file.body):
                self.files.refused(attempt, self.lease, self.clock.now())
            raise
        self.files.delivered(file, self.clock.now(), staged_left=attempt.number > 1)  # the first one's name is free now

    def _leave_mark(self, marks: SiteMarks, mark: str, attempt: Attempt) -> None:
        """Raises LedgerCopied when others under our name have left some that we do not know of."""
        try:
            found = marks.leave(mark)
        except SiteRefused:
            self.files.refused(attempt, self.lease, self.clock.now())  # the move was not sent
            raise
        unknown = self.files.unknown_marks(found)
        if unknown:
            raise LedgerCopied(f"Another copy of this ledger has moved files: {', '.join(sorted(unknown))}.")


def _open_moves(attempts: Sequence[Attempt]) -> list[Attempt]:
    """From the first attempt whose rename may have been sent: it and every later one, oldest first."""
    counted = [attempt for attempt in attempts if not attempt.refused]
    first = next((index for index, attempt in enumerate(counted) if attempt.moving), len(counted))
    return counted[first:]


def _ids(file: File, attempt: Attempt) -> dict[str, Value]:
    return {"file": file.name, "attempt": attempt.number, "staged": attempt.staged_name}


def sweep(site: Site, files: Files) -> None:
    """Remove what settled files have left under staged names, a few at once: the next refund may wait."""
    left = SWEPT_AT_ONCE
    for file in files.left_staged():
        names = [attempt.staged_name for attempt in files.attempts(file.id)]
        if len(names) > SWEPT_AT_ONCE:
            names = _standing(site, names)
        removed = [_removed(site, file, name) for name in names[:left]]
        if len(names) > left and all(removed):  # what stays once stays: it is not tried for ever
            return
        files.swept(file)
        left = max(left - len(names), 0)


def _standing(site: Site, names: Sequence[str]) -> list[str]:
    folder = names[0].rpartition("/")[0]
    listed = set(site.names(folder))
    return [name for name in names if name.rpartition("/")[2] in listed]


def _removed(site: Site, file: File, staged_name: str) -> bool:
    """False: it stays."""
    try:
        site.delete(staged_name)
    except NotThere:
        return True
    except SiteRefused as error:
        failed(log, "leftover stays", error, file=file.name, staged=staged_name)
        return False
    event(log, "leftover removed", file=file.name, staged=staged_name)
    return True
