"""An exception_state in words that may be about the buyer is not kept: it is other."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KNOWN = ("exception - order rejected", "exception - jet manual canceled to complete state", "other")

refund = sa.table("refund", sa.column("id", sa.Integer), sa.column("order", sa.Text))


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what is written over is gone from the file, too
    ids = connection.execute(sa.select(refund.c.id)).scalars().all()
    for refund_id in ids:
        this = refund.c.id == refund_id
        order = json.loads(connection.execute(sa.select(refund.c.order).where(this)).scalar_one())
        if order["exception_state"] and order["exception_state"] not in KNOWN:
            order["exception_state"] = "other"
            connection.execute(sa.update(refund).where(this).values(order=json.dumps(order)))
