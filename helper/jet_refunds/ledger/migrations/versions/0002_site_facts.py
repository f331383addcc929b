"""What the site test learns: SIZE, MLSD, and whether a rename overwrites."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name in ("has_size", "has_mlsd", "overwrites"):
        op.add_column("site_fact", sa.Column(name, sa.Boolean(), nullable=True))
