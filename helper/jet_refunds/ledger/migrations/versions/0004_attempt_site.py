"""An attempt says on which site it was made: what is not there on another site proves nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("attempt", sa.Column("site", sa.Text(), nullable=True))
