"""Who this ledger is, and the marks of its moves: for sites that several computers use."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table("identity", sa.Column("name", sa.String(16), primary_key=True))
    op.add_column("site_fact", sa.Column("reserves", sa.Boolean()))
    with op.batch_alter_table("attempt") as batch:
        batch.add_column(sa.Column("mark", sa.String(20)))
        batch.create_unique_constraint("uq_attempt_mark", ["mark"])
