"""The story of delivery, one tick at a time: prepare, deliver, collect.

A tick asks the ledger what is to be done, takes the lease, opens the site, writes the queued refunds into files,
brings each file to its place, reads the answers that are due, and removes what was staged. Whatever fails is said on
the refunds that wait for it, and the next tick tries again. What is remembered here (the lease, the connection, the
rest after a failure) may be lost at any moment: what is owed stands in the ledger.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

from jet_refunds.delivery import batching
from jet_refunds.delivery.ack_collector import AckCollector, Listings, looks_due
from jet_refunds.delivery.heartbeat import Heartbeat
from jet_refunds.delivery.naming import Naming
from jet_refunds.delivery.site_marks import SiteMarks
from jet_refunds.delivery.undo_times import UndoTimes
from jet_refunds.delivery.upload import Upload, sweep
from jet_refunds.domain.refund import State
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import JetRefundsError, LeaseLost, LedgerCopied, NotThere, SiteError, SiteRefused
from jet_refunds.event_log.events import event, failed, warning
from jet_refunds.interfaces import Clock, Site
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.lease import Lease
from jet_refunds.site.seller_site import OpenSite, SellerSite, staged_path
from jet_refunds.solid_commerce.file_names import REFUNDS, without_staged_names

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=180)
FIRST_TRY = 2.0
"""Seconds until a site that fails is tried again: they double, up to the settings' retry_seconds_max."""
KEEP_OPEN = 15.0
"""Seconds: the connection stays open when there is more to do within this time, else it is closed."""
IDLE, SOON = 3600.0, 0.05
STUMBLED = "Something went wrong in Jet Refunds itself. It tries again. Its log says more: jet-refunds doctor."
COPIED = (
    "Sending is stopped: another copy of this computer's ledger has sent files that this one does not know of. Say on "
    "Jet Refunds' page which one is used."
)
PAUSED = "Sending is paused. Resume it in Jet Refunds' menu or on its page."


class Courier:
    def __init__(
        self,
        ledger: Ledger,
        seller_site: SellerSite,
        clock: Clock,
        *,
        seat: str,
        rows_per_file: int,
        minutes_ahead: int,
        retry_seconds_max: float,
        witness_seconds: float,
        undo_seconds: float,
        wake: Callable[[], None],
    ) -> None:
        """`seat` names this computer and data folder among all that share the ledger; `wake` asks for a tick now."""
        self._wake = wake
        self._ledger, self._seller_site, self._clock = ledger, seller_site, clock
        self._seat, self._retry_seconds_max = seat, retry_seconds_max
        self._witness_seconds = witness_seconds
        self._make_batches = partial(batching.make_batches, minutes_ahead=minutes_ahead, rows_per_file=rows_per_file)
        self._lease: Lease | None = None
        self._failures = 0
        self._undo_times = UndoTimes(ledger.refunds, clock, undo_seconds)
        self._rest_until: float | None = None
        """Seconds of Clock.running, as the next."""
        self._next_minute: float | None = None
        """Until then every minute that a file may be named by is taken; more refunds wait."""
        self._stamp = seller_site.stamp()
        self._listings = Listings()
        self._opened = ExitStack()
        self._open_site: OpenSite | None = None
        self._site_marks: SiteMarks | None = None
        self.trouble: JetRefundsError | None = None
        """Why the site could not be used when last tried."""
        self.heartbeat = Heartbeat()

    def tick(self) -> float:
        """Do all that can be done now. Returns the seconds until there may be more."""
        with self.heartbeat.working():
            return self._do_all()

    def _do_all(self) -> float:
        self._ledger.database.try_again()  # else its trouble would be shown until the next refund comes
        self._undo_times.release()
        self._notice_new_settings()
        running = self._clock.running()
        if self._next_minute is not None and running >= self._next_minute:
            self._next_minute = None
        rests = self._rest_until is not None and running < self._rest_until
        if self._has_work() and not rests:
            lease = self._held_lease()
            if lease is None:
                return FIRST_TRY
            self._visit(lease)
        if self._is_held_back:
            self._say_why()
        seconds = self._until_next()
        if seconds > KEEP_OPEN:
            self._close()
        return seconds

    @property
    def paused(self) -> bool:
        """The seller wants nothing sent; answers are still read."""
        return self._ledger.flags.paused()

    def pause(self, *, on: bool) -> None:
        """Stop sending, or go on; kept through a restart. What waits says so."""
        self._ledger.flags.pause(on=on)
        self._say_why()
        self._wake()

    @property
    def copied(self) -> bool:
        """Another copy of this ledger sends, too: nothing is sent from here until a person says which one is used."""
        return self._ledger.flags.copied()

    def go_on(self) -> None:
        """A person says: this one is used. It is another ledger from now on; what the copy may have sent is asked."""
        self._ledger.identity.renew()
        self._ledger.remember()
        self._ledger.flags.go_on()
        self._say_why()
        self._wake()

    @property
    def _is_held_back(self) -> bool:
        return self.paused or self.copied

    def _say_why(self) -> None:
        waiting = self._ledger.refunds.to_be_sent()
        reason = COPIED if self.copied else PAUSED if self.paused else None
        self._ledger.refunds.remark(waiting, reason, self._clock.now())

    def hurry(self) -> None:
        """Try the site and look for answers now, whatever the waits were."""
        event(log, "sending hurried")
        self._failures, self._rest_until = 0, None
        self._ledger.acks.look_now(self._clock.now())
        self._wake()

    def stop(self) -> None:
        """Hang up, and give the lease back, so that the next helper starts at once."""
        self._close()
        if self._lease:
            self._ledger.leases.release(self._lease, self._clock.now())

    def _has_work(self) -> bool:
        sending = not self._is_held_back and (
            self._ledger.files.has_prepared()
            or (self._next_minute is None and self._ledger.refunds.on_the_way(State.QUEUED))
        )
        return bool(sending or looks_due(self._ledger, self._clock.now()) or self._ledger.files.has_left_staged())

    def _until_next(self) -> float:
        running = self._clock.running()
        waits = [IDLE, *self._undo_times.waits()]
        if self._rest_until is not None and self._has_work():
            waits.append(self._rest_until - running)
        elif self._has_work():
            return SOON
        else:
            if self._next_minute is not None:
                waits.append(self._next_minute - running)
            look = self._ledger.acks.next_look()
            if look is not None:
                waits.append((look - self._clock.now()).total_seconds())
        return max(SOON, min(waits))

    # -- one visit to the site

    def _visit(self, lease: Lease) -> None:
        before = self.trouble
        try:
            self._work(self._connected(), lease)
        except LeaseLost as error:
            self._lease = None
            warning(log, "lease lost", holder=self._seat, fencing_token=lease.number, text=str(error))
        except SiteError as error:
            self._close()
            self._rest(error)
            self._remark(error, self._blamed())
        else:
            if self.trouble is before:
                self._failures, self._rest_until, self.trouble = 0, None, None
                if not self._is_held_back:
                    self._ledger.refunds.relieve()

    def _work(self, connected: OpenSite, lease: Lease) -> None:
        site, address = connected.site, connected.address
        learned = self._seller_site.learned(site, address)
        marks = self._marks(site) if learned.reserves else None
        naming = Naming(self._ledger.files, site, marks)
        refused = False
        if not self._is_held_back:
            try:
                self._prepare(naming, lease)
            except SiteRefused:
                self._relearn(site, address)
                raise
        for file in self._ledger.files.prepared():
            if self._is_held_back:
                break
            self._prolong(lease)
            upload = Upload(
                site,
                address.url,
                bool(learned.renames_in_place),
                self._ledger.files,
                self._clock,
                lease,
                lambda: naming.another(self._clock.local()),
                lambda: self._prolong(lease),
                self._seller_site.folder_made_at(address),
                marks,
            )
            try:
                upload.deliver(file, staged_path(learned.staging, file.name))
            except SiteRefused as error:  # what the site refuses of one file does not stop the others
                self._rest(error)
                self._remark(error, self._ledger.files.refunds_of(file))
                refused = True
            except LedgerCopied as error:
                failed(log, "ledger copied", error, ledger=self._ledger.identity.name())
                self._ledger.files.doubt_all()
        if refused:
            self._relearn(site, address)
        AckCollector(self._ledger, site, self._clock, self._listings, self._witness_seconds).collect()
        sweep(site, self._ledger.files)
        if marks and marks.look_around(self._clock.local()):
            self._ledger.flags.share()

    def _marks(self, site: Site) -> SiteMarks:
        """Those of the connection, as long as the ledger has the same name."""
        ledger = self._ledger.identity.name()
        if self._site_marks is None or (self._site_marks.site, self._site_marks.ledger) != (site, ledger):
            self._site_marks = SiteMarks(site, ledger)
        return self._site_marks

    def _relearn(self, site: Site, address: SiteAddress) -> None:
        """What the site allowed once it may forbid by now, or a folder is gone: the next visit goes by what is true."""
        try:
            self._seller_site.relearn(site, address)
        except (SiteRefused, NotThere) as error:
            failed(log, "site not learned", error, site=address.url)

    def _prepare(self, naming: Naming, lease: Lease) -> None:
        """queued -> prepared: names and bytes are committed before anything is sent."""
        queue = self._ledger.refund_views.queued()
        start = self._clock.local()
        batches = self._make_batches(queue, start, naming.free(start))
        for batch in batches:
            if naming.take(batch.name):  # else it stays queued, and gets another name at once
                self._ledger.files.prepare(batch.name, batch.body, batch.refund_ids, lease, self._clock.now())
        named = sum(len(batch.refund_ids) for batch in batches)
        self._next_minute = self._clock.running() + 60 - start.second if named < len(queue) else None

    # -- the lease

    def _held_lease(self) -> Lease | None:
        """Ours, prolonged, or taken anew; None while another courier's runs."""
        now = self._clock.now()
        if self._lease is None or not self._ledger.leases.prolong(self._lease, now, now + LEASE):
            self._lease = self._ledger.leases.take(self._seat, now, now + LEASE)
        return self._lease

    def _prolong(self, lease: Lease) -> None:
        self.heartbeat.beat()
        now = self._clock.now()
        if not self._ledger.leases.prolong(lease, now, now + LEASE):
            raise LeaseLost("Another courier has taken over this ledger.")

    # -- the connection

    def _connected(self) -> OpenSite:
        """The open connection, if it still answers; a site may hang up on one that was quiet."""
        if self._open_site is not None:
            try:
                self._open_site.site.size(f"{REFUNDS}/.is-anybody-there")
            except SiteError:
                self._close()
        if self._open_site is None:
            start = time.perf_counter()
            opened = self._opened.enter_context(self._seller_site.open())
            seconds = time.perf_counter() - start
            event(log, "site opened", site=opened.address.url, security=opened.site.security, seconds=seconds)
            self._open_site = opened
        return self._open_site

    def _close(self) -> None:
        self._open_site = None
        self._opened.close()

    # -- trouble

    def _notice_new_settings(self) -> None:
        stamp = self._seller_site.stamp()
        if stamp != self._stamp:
            event(log, "settings noticed")
            self._close()
            self._stamp, self._failures, self._rest_until, self.trouble = stamp, 0, None, None

    def stumble(self) -> None:
        """A defect of ours has ended a tick: said where the seller looks, and tried again."""
        error = JetRefundsError(STUMBLED)
        self._rest(error)  # first: the ledger may be what stumbles
        self._remark(error, self._blamed())

    def _blamed(self) -> list[int]:
        """The refunds that wait for the site; while nothing is sent, only those whose answers are awaited."""
        return self._ledger.refunds.on_the_way(*([State.DELIVERED] if self._is_held_back else []))

    def _rest(self, error: JetRefundsError) -> None:
        """The site fails: try again later, with jitter."""
        seconds = min(FIRST_TRY * 2 ** min(self._failures, 10), self._retry_seconds_max)
        seconds *= random.uniform(0.8, 1.0)  # noqa: S311 - not a secret
        self._failures += 1
        self._rest_until = self._clock.running() + seconds
        failed(log, "visit failed", error, failures=self._failures, next_in_seconds=seconds)
        self.trouble = error

    def _remark(self, error: JetRefundsError, refund_ids: Sequence[int]) -> None:
        """Say so on the refunds that wait for it."""
        self._ledger.refunds.remark(refund_ids, without_staged_names(str(error)), self._clock.now())
