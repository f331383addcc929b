"""Answers to files that this ledger does not know are kept, too."""

import sqlalchemy as sa
from alembic import op

from jet_refunds.ledger.tables import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "stray_ack",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
    )
