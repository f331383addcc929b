"""Brings a ledger's tables to the newest migration, by Alembic: imported only where there is one to apply."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from jet_refunds.errors import LedgerUnavailable


def upgrade(connection: sa.Connection, migrations: Path) -> None:
    """Within the connection's transaction. Raises LedgerUnavailable when the tables are newer than the migrations."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerUnavailable.too_new() from error
