"""The story of delivery: prepare, deliver, collect; one tick at a time. Never lost, never twice.

The ledger is written before the world is touched::

    stage    commit the attempt's number, upload under a temporary name that carries it, compare the size
    intend   commit "moving", if the lease is ours and outlasts the command
    move     rename onto the final name
    record   commit "delivered"
    collect  read the acknowledgement, commit its results

After a crash or a lost answer an old rename may still be carried out late, so looking is not enough: recovery is a
rename, too. An attempt that was never "moving" is abandoned. One that was is claimed: the next attempt renames the
old staged name to its own. That works: the old move never happened, and never can. It is not there: the older names
are tried before the newer ones, since the file only ever moves forward; nowhere: the move has happened.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from jet_refunds import ack, template
from jet_refunds.errors import LeaseLost, NotThere, SiteError, SiteRefused
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.files import Attempt, File
from jet_refunds.ledger.lease import Lease
from jet_refunds.ledger.site_facts import Staging
from jet_refunds.ports import Clock, Site
from jet_refunds.refund import CsvRefund, State
from jet_refunds.seller_site import ACKS, REFUNDS, SellerSite, staged_name

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=180)
COMMAND = timedelta(seconds=60)
"""The longest that one rename may take: its own time limit, with room to spare."""
MINUTES_AHEAD = 10
"""A file is named by its minute; when more refunds wait than this, they share files."""
FIRST_LOOK, LAST_LOOK = 2.0, 60.0
"""Seconds between looks for an acknowledgement, and between tries at a site that fails: they double."""
IDLE = 3600.0


class Courier:
    def __init__(self, ledger: Ledger, seller_site: SellerSite, clock: Clock, *, seat: str, rows_per_file: int) -> None:
        """`seat` names this computer and data folder among all that share the ledger."""
        self._ledger, self._seller_site, self._clock = ledger, seller_site, clock
        self._seat, self._rows_per_file = seat, rows_per_file
        self._lease: Lease | None = None
        self._failures = 0
        self._rest_until: datetime | None = None
        self._stamp = seller_site.stamp()
        self.trouble: SiteError | None = None
        """Why the site could not be used when last tried."""

    def tick(self) -> float:
        """Do all that can be done now. Returns the seconds until there may be more."""
        now = self._clock.now()
        self._ledger.refunds.release_held(now)
        self._notice_new_settings()
        if not self._has_work(now):
            return self._until_next(now)
        if self._rest_until and now < self._rest_until:
            return (self._rest_until - now).total_seconds()
        lease = self._held_lease()
        if lease is None:
            return FIRST_LOOK
        try:
            self._visit(lease)
        except LeaseLost as error:
            self._lease = None
            log.warning("%s", error)
        except SiteError as error:
            self._rest(error)
        return self._until_next(self._clock.now())

    def stop(self) -> None:
        """Give the lease back, so that the next helper starts at once."""
        if self._lease:
            self._ledger.leases.release(self._lease, self._clock.now())

    def _held_lease(self) -> Lease | None:
        """Ours, prolonged, or taken anew; None while another courier's runs."""
        now = self._clock.now()
        if self._lease is None or not self._ledger.leases.prolong(self._lease, now, now + LEASE):
            self._lease = self._ledger.leases.take(self._seat, now, now + LEASE)
        return self._lease

    def _has_work(self, now: datetime) -> bool:
        files = self._ledger.files
        sending = self._ledger.refunds.on_the_way(State.QUEUED, State.PREPARED)
        return bool(sending or files.awaiting(now) or files.left_staged())

    def _until_next(self, now: datetime) -> float:
        moments = [self._ledger.refunds.next_release(), self._ledger.files.next_look()]
        if self._rest_until and self._ledger.refunds.on_the_way():
            moments = [moments[0], self._rest_until]
        waits = [(moment - now).total_seconds() for moment in moments if moment]
        return max(0.05, min([IDLE, *waits]))

    # -- trouble

    def _notice_new_settings(self) -> None:
        stamp = self._seller_site.stamp()
        if stamp != self._stamp:
            self._stamp, self._failures, self._rest_until, self.trouble = stamp, 0, None, None

    def _rest(self, error: SiteError) -> None:
        """The site fails: say so on every refund that waits for it, and try again later, with jitter."""
        log.warning("%s", error)
        now = self._clock.now()
        self._failures += 1
        seconds = _growing(2.0, self._failures - 1)
        self._rest_until = now + timedelta(seconds=seconds * random.uniform(0.8, 1.0))  # noqa: S311 - not a secret
        self.trouble = error
        self._ledger.refunds.remark(self._ledger.refunds.on_the_way(), str(error), now)

    # -- one visit to the site

    def _visit(self, lease: Lease) -> None:
        with self._seller_site.open() as site:
            staging = self._seller_site.staging(site)
            self._prepare(site, lease)
            refusal = self._deliver_all(site, staging, lease)
            self._sweep(site)
            self._collect(site)
        if refusal:
            raise refusal
        self._failures, self._rest_until, self.trouble = 0, None, None
        self._ledger.refunds.relieve()

    def _deliver_all(self, site: Site, staging: Staging, lease: Lease) -> SiteRefused | None:
        """Every prepared file; one that the site refuses does not stop the others. Returns the last refusal."""
        refusal = None
        for file in self._ledger.files.prepared():
            now = self._clock.now()
            if not self._ledger.leases.prolong(lease, now, now + LEASE):
                raise LeaseLost("Another courier has taken over this ledger.")
            try:
                self._deliver(site, file, staged_name(staging, file.name), lease)
            except SiteRefused as error:
                refusal = error
        return refusal

    # -- prepare

    def _prepare(self, site: Site, lease: Lease) -> None:
        """queued -> prepared: names and bytes are committed before anything is sent."""
        queue = self._ledger.statuses.queued()
        if not queue:
            return
        start = self._clock.local()
        limit = start + timedelta(minutes=MINUTES_AHEAD)
        free = list(islice(template.free_names(start, self._taken(site)), len(queue)))
        soon = [name for minute, name in free if minute <= limit] or [free[0][1]]
        for name, group in zip(soon, self._groups(queue, len(soon)), strict=False):
            body = template.csv_bytes(refund for _, refund in group)
            ids = [refund_id for refund_id, _ in group]
            self._ledger.files.prepare(name, body, ids, lease, self._clock.now())

    def _taken(self, site: Site) -> set[str]:
        """Names that nobody may use again: the ledger's, and those that a file or its answer bears on the site."""
        answered = [_answered_name(name) for name in site.names(ACKS)]
        return {*self._ledger.files.names(), *site.names(REFUNDS), *answered}

    def _groups(self, queue: Sequence[tuple[int, CsvRefund]], files: int) -> list[list[tuple[int, CsvRefund]]]:
        """One refund a file while the minutes last, so that one bad row cannot fail another's; else shared, in order.

        What does not fit under the row limit waits for the next minutes. A refund is never split.
        """
        each = -(-len(queue) // files)
        groups: list[list[tuple[int, CsvRefund]]] = [[]]
        for refund in queue:
            rows = sum(len(other.lines) for _, other in groups[-1]) + len(refund[1].lines)
            if groups[-1] and (len(groups[-1]) >= each or rows > self._rows_per_file):
                groups.append([])
            groups[-1].append(refund)
        return groups[:files]

    # -- deliver

    def _deliver(self, site: Site, file: File, staged: str, lease: Lease) -> None:
        final = f"{REFUNDS}/{file.name}"
        files = self._ledger.files
        open_moves = _open_moves(files.attempts(file.id))
        attempt = files.begin(file, staged, claims=bool(open_moves), lease=lease, now=self._clock.now())
        if open_moves:
            if not _claimed(site, open_moves, attempt):
                files.concluded(file, attempt, lease, self._clock.now())
                return
        else:
            self._stage(site, file, attempt)
        standing = site.size(final)
        if standing is not None:
            if standing == len(file.body) and site.read(final, standing + 1) == file.body:
                files.delivered(file, self._clock.now())
            else:
                self._rename(site, file, lease)
            return
        now = self._clock.now()
        files.intend(attempt, lease, now, now + COMMAND)
        try:
            site.rename(attempt.staged_name, final)
        except SiteRefused:
            files.refused(file.id, lease, self._clock.now())
            raise
        files.delivered(file, self._clock.now())

    def _stage(self, site: Site, file: File, attempt: Attempt) -> None:
        site.store(attempt.staged_name, file.body)
        size = site.size(attempt.staged_name)
        if size != len(file.body):
            raise SiteRefused(f"The FTP site kept {size} of {len(file.body)} bytes of {file.name}. It may be full.")

    def _rename(self, site: Site, file: File, lease: Lease) -> None:
        """Somebody else's file bears our name: take another. The bytes stay, with every alt_refund_id."""
        _, name = next(template.free_names(self._clock.local(), self._taken(site)))
        log.warning("%s is taken on the site; its refunds go as %s", file.name, name)
        self._ledger.files.supersede(file, name, lease, self._clock.now())

    def _sweep(self, site: Site) -> None:
        """Remove what settled files have left under staged names."""
        for file in self._ledger.files.left_staged():
            for attempt in self._ledger.files.attempts(file.id):
                try:
                    site.delete(attempt.staged_name)
                except NotThere:
                    continue
            self._ledger.files.swept(file)

    # -- collect

    def _collect(self, site: Site) -> None:
        """Read the acknowledgements of delivered files, and of no others."""
        now = self._clock.now()
        due = self._ledger.files.awaiting(now)
        if not due:
            return
        there = {name.casefold(): name for name in site.names(ACKS)}
        for file in due:
            found = [there[name.casefold()] for name in ack.names(file.name) if name.casefold() in there]
            for name in found:
                self._read_ack(site, file, name)
            seconds = _growing(1.5, file.ack_polls)
            self._ledger.files.look_again(file, self._clock.now() + timedelta(seconds=seconds))

    def _read_ack(self, site: Site, file: File, name: str) -> None:
        body = site.read(f"{ACKS}/{name}", ack.READ_LIMIT)
        sent = [ack.Row(row["alt_refund_id"], row["order_item_id"]) for row in template.rows(file.body)]
        reading = ack.read(body, sent)
        now = self._clock.now()
        match reading:
            case ack.NotReady(why):
                log.info("%s is not ready: %s", name, why)
            case ack.Unclear(why):
                self._ledger.files.keep_ack(file, name, body, f"unclear: {why}", now)
                reason = f"The acknowledgement {name} cannot be understood: {why}. Ask Solid Commerce what it means."
                ids = self._ledger.files.refunds_of(file)
                self._ledger.refunds.remark(ids, reason, now, needs_person=True)
            case answers:
                self._ledger.files.answered(file, name, body, answers, now)


def _growing(factor: float, times: int) -> float:
    """Seconds to wait after so many times; an answer may come weeks later, so the power is bounded, too."""
    return min(FIRST_LOOK * factor ** min(times, 30), LAST_LOOK)


def _answered_name(ack_name: str) -> str:
    """The file that an acknowledgement answers: X_Ack.csv and X.csv_Ack are both of X.csv."""
    folded = ack_name.casefold()
    stem = folded.removesuffix("_ack").removesuffix("_ack.csv").removesuffix(".csv")
    return f"{stem}.csv"


def _open_moves(attempts: Sequence[Attempt]) -> list[Attempt]:
    """From the first attempt whose rename may have been sent: it and every later one, oldest first."""
    counted = [attempt for attempt in attempts if not attempt.refused]
    first = next((index for index, attempt in enumerate(counted) if attempt.moving), len(counted))
    return counted[first:]


def _claimed(site: Site, open_moves: Sequence[Attempt], attempt: Attempt) -> bool:
    """Take the staged file from the earlier attempts, the oldest name first; False: it is nowhere, so it has moved."""
    for earlier in open_moves:
        try:
            site.rename(earlier.staged_name, attempt.staged_name)
        except NotThere:
            continue
        return True
    return False
