"""What is in doubt about a file that may have been moved; and whether a site renames in one step."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("file", sa.Column("doubt", sa.Text()))
    op.add_column("site_fact", sa.Column("renames_in_place", sa.Boolean()))
