"""What is kept. Money is in cents, moments in UTC; the columns of a line are the CSV's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from jet_refunds.clock import format_time, parse_time

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment as RFC 3339 text of one width: it sorts as time, in any database, and can be read by eye."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else format_time(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else parse_time(value)


refund = sa.Table(
    "refund",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("request_id", sa.String(36), nullable=False, unique=True),
    sa.Column("request_sha256", sa.String(64), nullable=False),
    sa.Column("alt_refund_id", sa.String(40), nullable=False, unique=True),
    sa.Column("merchant_order_id", sa.String(64), nullable=False, index=True),
    sa.Column("reference_order_id", sa.String(40), nullable=False, index=True),
    sa.Column("order", sa.JSON, nullable=False),
    sa.Column("confirmed", sa.JSON, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("reason", sa.Text),
    sa.Column("needs_person", sa.Boolean, nullable=False),
    sa.Column("held_until", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("file_id", sa.ForeignKey("file.id"), index=True),
)

refund_line = sa.Table(
    "refund_line",
    metadata,
    sa.Column("refund_id", sa.ForeignKey("refund.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("order_item_id", sa.String(64), nullable=False),
    sa.Column("merchant_sku", sa.Text, nullable=False),
    sa.Column("product_title", sa.Text, nullable=False),
    sa.Column("total_quantity_returned", sa.Integer, nullable=False),
    sa.Column("order_return_refund_qty", sa.Integer, nullable=False),
    sa.Column("refund_reason", sa.Text, nullable=False),
    sa.Column("refund_feedback", sa.Text),
    sa.Column("notes", sa.Text, nullable=False),
    sa.Column("principal", sa.Integer, nullable=False),
    sa.Column("tax", sa.Integer, nullable=False),
    sa.Column("shipping_cost", sa.Integer, nullable=False),
    sa.Column("shipping_tax", sa.Integer, nullable=False),
    sa.Column("result", sa.String(16)),
    sa.Column("error_message", sa.Text),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("refund_id", sa.ForeignKey("refund.id"), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

file = sa.Table(
    "file",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False, unique=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("delivered_at", Moment),
    sa.Column("staged_left", sa.Boolean, nullable=False),
    sa.Column("ack_polls", sa.Integer, nullable=False),
    sa.Column("ack_due_at", Moment),
    sa.Column("doubt", sa.Text),
)

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("file_id", sa.ForeignKey("file.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("staged_name", sa.Text, nullable=False),
    sa.Column("claims", sa.Boolean, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("moving_at", Moment),
    sa.Column("refused_at", Moment),
    sa.Column("site", sa.Text),
    sa.Column("mark", sa.String(20), unique=True),
)

ack = sa.Table(
    "ack",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("file_id", sa.ForeignKey("file.id"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("read_at", Moment, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.UniqueConstraint("file_id", "sha256"),
)

stray_ack = sa.Table(
    "stray_ack",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("read_at", Moment, nullable=False),
)

site_fact = sa.Table(
    "site_fact",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("staging", sa.String(16), nullable=False),
    sa.Column("learned_at", Moment, nullable=False),
    sa.Column("has_size", sa.Boolean),
    sa.Column("has_mlsd", sa.Boolean),
    sa.Column("overwrites", sa.Boolean),
    sa.Column("renames_in_place", sa.Boolean),
    sa.Column("reserves", sa.Boolean),
)

site_past = sa.Table(
    "site_past",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("encrypted_at", Moment),
    sa.Column("folder_made_at", Moment),
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("holder", sa.String(40), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)

identity = sa.Table("identity", metadata, sa.Column("name", sa.String(16), primary_key=True))

switch = sa.Table(
    "switch",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("is_on", sa.Boolean, nullable=False),
)

browser = sa.Table(
    "browser",
    metadata,
    sa.Column("id", sa.String(22), primary_key=True),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("stored_key", sa.LargeBinary, nullable=False),
    sa.Column("server_key", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)

page_link = sa.Table(
    "page_link",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("host", sa.Text, nullable=False, index=True),
    sa.Column("browser", sa.ForeignKey("browser.id")),
    sa.Column("expires_at", Moment, nullable=False),
)

page_session = sa.Table(
    "page_session",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("host", sa.Text, nullable=False, index=True),
    sa.Column("browser", sa.ForeignKey("browser.id")),
    sa.Column("expires_at", Moment, nullable=False),
)

pairing_code = sa.Table(
    "pairing_code",
    metadata,
    sa.Column("salt", sa.LargeBinary, primary_key=True),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("stored_key", sa.LargeBinary, nullable=False),
    sa.Column("server_key", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("session", sa.ForeignKey("page_session.sha256", ondelete="CASCADE")),
)
