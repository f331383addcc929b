"""What happened on a site and must not be forgotten: that it was encrypted, and that its folder was made anew."""

import sqlalchemy as sa
from alembic import op

from jet_refunds.ledger.tables import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "site_past",
        sa.Column("site", sa.Text(), primary_key=True),
        sa.Column("encrypted_at", Moment()),
        sa.Column("folder_made_at", Moment()),
    )
