"""Browsers are known by proofs: who was paired by a token is paired once more. Links and sessions have parents."""

import sqlalchemy as sa
from alembic import op

from jet_refunds.ledger.tables import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.drop_table("token")
    op.drop_table("code")
    op.create_table(
        "browser",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("stored_key", sa.LargeBinary, nullable=False),
        sa.Column("server_key", sa.LargeBinary, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
    )
    for name in ("page_link", "page_session"):
        op.create_table(
            name,
            sa.Column("sha256", sa.String(64), primary_key=True),
            sa.Column("host", sa.Text, nullable=False),
            sa.Column("browser", sa.String(22), sa.ForeignKey("browser.id")),
            sa.Column("expires_at", Moment(), nullable=False),
        )
        op.create_index(f"ix_{name}_host", name, ["host"])
    op.create_table(
        "pairing_code",
        sa.Column("salt", sa.LargeBinary, primary_key=True),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("stored_key", sa.LargeBinary, nullable=False),
        sa.Column("server_key", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("session", sa.String(64), sa.ForeignKey("page_session.sha256", ondelete="CASCADE")),
    )
