"""What was learned of a site, so that the courier need not try it again, and what must not be forgotten of it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import sqlalchemy as sa

from jet_refunds.domain.site_capabilities import Capabilities, Staging
from jet_refunds.ledger.database import Database
from jet_refunds.ledger.tables import site_fact, site_past


class SiteCapabilities:
    """By the address's url."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, site: str) -> Capabilities | None:
        with self._database.reading() as connection:
            fact = connection.execute(sa.select(site_fact).where(site_fact.c.site == site)).one_or_none()
        if fact is None:
            return None
        return Capabilities(
            cast(Staging, fact.staging),
            fact.has_size,
            fact.has_mlsd,
            fact.overwrites,
            fact.renames_in_place,
            fact.reserves,
        )

    def learn(self, site: str, learned: Capabilities, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(site_fact).where(site_fact.c.site == site))
            connection.execute(
                sa.insert(site_fact).values(
                    site=site,
                    staging=learned.staging,
                    has_size=learned.size,
                    has_mlsd=learned.mlsd,
                    overwrites=learned.overwrites,
                    renames_in_place=learned.renames_in_place,
                    reserves=learned.reserves,
                    learned_at=now,
                )
            )

    def was_encrypted(self, site: str) -> bool:
        """Whether it ever was: one that offers no encryption any more may be somebody else."""
        with self._database.reading() as connection:
            asked = sa.select(site_past.c.encrypted_at).where(site_past.c.site == site)
            return connection.execute(asked).scalar() is not None

    def saw_encryption(self, site: str, now: datetime) -> None:
        self._remember(site, encrypted_at=now)

    def folder_made_at(self, site: str) -> datetime | None:
        """When JetRefunds had to be made last: what was there before is not to be found by looking."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(site_past.c.folder_made_at).where(site_past.c.site == site)).scalar()

    def made_folder(self, site: str, now: datetime) -> None:
        self._remember(site, folder_made_at=now)

    def _remember(self, site: str, **moment: datetime) -> None:
        with self._database.writing() as connection:
            mine = site_past.c.site == site
            if not connection.execute(sa.update(site_past).where(mine).values(**moment)).rowcount:
                connection.execute(sa.insert(site_past).values(site=site, **moment))
