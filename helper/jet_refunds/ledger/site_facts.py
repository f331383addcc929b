"""What was learned of a site, so that the courier need not try it again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

import sqlalchemy as sa

from jet_refunds.ledger.database import Database
from jet_refunds.ledger.tables import site_fact

Staging = Literal["root", "beside"]
"""Where a file is staged: in the site's root, or under a dot-name beside its final name."""


class SiteFacts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def staging(self, site: str) -> Staging | None:
        with self._database.reading() as connection:
            found = sa.select(site_fact.c.staging).where(site_fact.c.site == site)
            return cast(Staging | None, connection.execute(found).scalar())

    def learn(self, site: str, staging: Staging, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(site_fact).where(site_fact.c.site == site))
            connection.execute(sa.insert(site_fact).values(site=site, staging=staging, learned_at=now))
