"""Which names are free for refund files, and taking one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from jet_refunds.delivery.site_marks import SiteMarks
from jet_refunds.interfaces import Site
from jet_refunds.ledger.files import Files
from jet_refunds.solid_commerce.file_names import ACKS, REFUNDS, FreeName, ack_files, free_names


@dataclass(frozen=True)
class Naming:
    """`marks`: None where only one computer may use the site."""

    files: Files
    site: Site
    marks: SiteMarks | None

    def free(self, start: datetime) -> Iterator[FreeName]:
        """Free in the ledger, neither a file nor its answer bears the name on the site, and nobody is known to have it.

        From `start`, local time, on. The site is asked name by name: its folders may hold the files of years.
        """
        for free in free_names(start, self.files.names()):
            paths = (f"{REFUNDS}/{free.name}", *(f"{ACKS}/{answer}" for answer in ack_files(free.name)))
            given = self.marks is not None and self.marks.is_given(free.name)
            if not given and all(self.site.size(path) is None for path in paths):
                yield free

    def take(self, name: str) -> bool:
        """Whether it is ours now. Raises SiteRefused."""
        return self.marks is None or self.marks.reserve(name)

    def another(self, start: datetime) -> str:
        return next(free.name for free in self.free(start) if self.take(free.name))
