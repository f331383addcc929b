"""Reading the acknowledgements of delivered files, and of no others."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from jet_refunds import ack, template
from jet_refunds.errors import NotThere
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.files import File
from jet_refunds.ports import Clock, Site
from jet_refunds.seller_site import ACKS

log = logging.getLogger(__name__)

FIRST_LOOK, LAST_LOOK = 2.0, 60.0
"""Seconds between two looks for the same acknowledgement: they grow."""
LIST_EVERY = 8
"""Looks by name until the folder is listed, too: a listing of many old files is long, but shows names of any case."""


def look_after(looks: int) -> float:
    """Seconds; an answer may come weeks later, so the power is bounded, too."""
    return min(FIRST_LOOK * 1.5 ** min(looks, 20), LAST_LOOK)


@dataclass(frozen=True)
class Answers:
    ledger: Ledger
    site: Site
    clock: Clock

    def collect(self) -> None:
        """Look for every answer that is due, and say when to look again."""
        due = self.ledger.files.awaiting(self.clock.now())
        listed = any(file.ack_polls % LIST_EVERY == LIST_EVERY - 1 for file in due)
        there = {name.casefold(): name for name in self.site.names(ACKS)} if listed else {}
        for file in due:
            for name in ack.names(file.name):
                self._look(file, there.get(name.casefold(), name))
            seconds = look_after(file.ack_polls)
            self.ledger.files.look_again(file, self.clock.now() + timedelta(seconds=seconds))

    def _look(self, file: File, name: str) -> None:
        try:
            body = self.site.read(f"{ACKS}/{name}", ack.READ_LIMIT)
        except NotThere:
            return
        sent = [ack.Row(row["alt_refund_id"], row["order_item_id"]) for row in template.rows(file.body)]
        now = self.clock.now()
        match ack.read(body, sent):
            case ack.NotReady(why):
                log.info("%s is not ready: %s", name, why)
            case ack.Unclear(why):
                self.ledger.files.keep_ack(file, name, body, f"unclear: {why}", now)
                reason = f"The acknowledgement {name} cannot be understood: {why}. Ask Solid Commerce what it means."
                self.ledger.refunds.remark(self.ledger.files.refunds_of(file), reason, now, needs_person=True)
            case answers:
                self.ledger.files.answered(file, name, body, answers, now)
