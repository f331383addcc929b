"""How refunds look from outside, and what a CSV says of them. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from jet_refunds.domain.money import AMOUNT_NAMES, Amounts
from jet_refunds.domain.refund import WAITING, CsvRefund, Line, QueuedRefund, State
from jet_refunds.domain.refund_view import (
    AckView,
    FileView,
    LineView,
    OpenRefund,
    RefundPage,
    RefundView,
    TimelineEvent,
    Waiting,
)
from jet_refunds.errors import NotFound
from jet_refunds.ledger.database import Database
from jet_refunds.ledger.tables import ack, event, file, refund, refund_line

PAGE = 50
LARGEST_ID = 2**63 - 1
"""No database has a larger integer; asked for one, its driver fails."""

_OPEN = sa.or_(refund.c.state.in_(WAITING), refund.c.needs_person)
"""Has no answer yet, or needs a person."""
_ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
"""Of one page."""
_DIGITS = 19
"""No id has so many: a database counts to 2^63, and Python reads no endless numbers."""
_last_ack = sa.select(sa.func.max(ack.c.id)).where(ack.c.file_id == file.c.id).correlate(file).scalar_subquery()
_NEWEST_FIRST = (
    sa.select(
        refund,
        file.c.name.label("file_name"),
        file.c.delivered_at,
        ack.c.name.label("ack_name"),
        ack.c.read_at,
    )
    .outerjoin(file, refund.c.file_id == file.c.id)
    .outerjoin(ack, ack.c.id == _last_ack)
    .order_by(refund.c.id.desc())
)
_BY_ID = _NEWEST_FIRST.where(refund.c.id == sa.bindparam("id"))
_LINES = sa.select(refund_line).where(refund_line.c.refund_id.in_(_ids)).order_by(refund_line.c.position)
_QUEUED_LINES = (
    sa.select(refund_line).join(refund).where(refund.c.state == State.QUEUED).order_by(refund_line.c.position)
)
_LINE_COLUMNS = [name for name in Line.__dataclass_fields__ if name != "refund_amount"]
_EVENTS = sa.select(event).where(event.c.refund_id.in_(_ids)).order_by(event.c.id)


class RefundViews:
    def __init__(self, database: Database) -> None:
        self._database = database

    def queued(self) -> list[QueuedRefund]:
        """All that wait for a file, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(refund.c.id, refund.c.merchant_order_id, refund.c.alt_refund_id)
                .where(refund.c.state == State.QUEUED)
                .order_by(refund.c.id)
            ).all()
            lines = _grouped(connection.execute(_QUEUED_LINES))
        return [
            QueuedRefund(row.id, CsvRefund(row.merchant_order_id, row.alt_refund_id, tuple(map(_line, lines[row.id]))))
            for row in rows
        ]

    def waiting(self) -> Waiting:
        """All that have no answer yet, in short."""
        with self._database.reading() as connection:
            count = connection.execute(sa.select(sa.func.count()).where(refund.c.state.in_(WAITING))).scalar_one()
            reasons = sa.select(refund.c.reason).where(_OPEN, refund.c.reason.is_not(None))
            reason = connection.execute(reasons.order_by(refund.c.needs_person.desc(), refund.c.id)).scalars().first()
            person = connection.execute(sa.select(sa.exists().where(refund.c.needs_person))).scalar_one()
        return Waiting(count, reason, bool(person))

    def open_refunds(self) -> list[OpenRefund]:
        """All that have no answer yet, or need a person; oldest first."""
        columns = (refund.c.id, refund.c.alt_refund_id, refund.c.state, refund.c.reason, refund.c.needs_person)
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(*columns, file.c.name.label("file_name"))
                .outerjoin(file, refund.c.file_id == file.c.id)
                .where(_OPEN)
                .order_by(refund.c.id)
            ).mappings()
            return [OpenRefund(**{**row, "state": State(row["state"])}) for row in rows]

    def get(self, refund_id: int) -> RefundView:
        """Raises NotFound."""
        rows = self._select(_BY_ID, id=refund_id) if refund_id <= LARGEST_ID else []
        if not rows:
            raise NotFound.refund(refund_id)
        return rows[0]

    def find(self, number: str) -> RefundView:
        """By alt_refund_id, whatever the case of its letters, or by id. Raises NotFound."""
        if not number.isascii():  # no id is; and half a letter cannot be asked for
            raise NotFound.refund(number)
        rows = self._select(_NEWEST_FIRST.where(sa.func.lower(refund.c.alt_refund_id) == number.lower()))
        if rows:
            return rows[0]
        if number.isdigit() and len(number) < _DIGITS:
            return self.get(int(number))
        raise NotFound.refund(number)

    def page(
        self,
        *,
        merchant_order_id: str | None = None,
        state: State | None = None,
        text: str | None = None,
        after: int | None = None,
        size: int = PAGE,
    ) -> RefundPage:
        """At most `size` refunds, newest first, those with an id below `after`.

        `text` stands, in whatever case, in an order's number or id, in the alt_refund_id, or in a line's SKU.
        """
        wanted = [
            condition
            for value, condition in (
                (merchant_order_id, refund.c.merchant_order_id == merchant_order_id),
                (state, refund.c.state == state),
                (text, _mentions(text or "")),
                (after, refund.c.id < (after or 0)),
            )
            if value is not None
        ]
        rows = self._select(_NEWEST_FIRST.where(*wanted).limit(size + 1))
        refunds = tuple(rows[:size])
        return RefundPage(refunds, after=refunds[-1].id if len(rows) > size else None)

    def _select(self, statement: sa.Select[Any], **values: object) -> list[RefundView]:
        with self._database.reading() as connection:
            rows = connection.execute(statement, values).mappings().all()
            ids = [row["id"] for row in rows]
            lines = _grouped(connection.execute(_LINES, {"ids": ids}))
            events = _grouped(connection.execute(_EVENTS, {"ids": ids}))
        return [_view(row, lines[row["id"]], events[row["id"]]) for row in rows]


def _mentions(text: str) -> sa.ColumnElement[bool]:
    sku = refund_line.c.merchant_sku.icontains(text, autoescape=True)
    numbers = (refund.c.reference_order_id, refund.c.merchant_order_id, refund.c.alt_refund_id)
    return sa.or_(
        *(number.icontains(text, autoescape=True) for number in numbers),
        refund.c.id.in_(sa.select(refund_line.c.refund_id).where(sku)),
    )


def _grouped(result: sa.CursorResult[Any]) -> dict[int, list[sa.RowMapping]]:
    groups: dict[int, list[sa.RowMapping]] = {}
    for row in result.mappings():
        groups.setdefault(row["refund_id"], []).append(row)
    return groups


def _line_values(row: sa.RowMapping) -> dict[str, Any]:
    """The fields of Line."""
    amounts = Amounts.by_name({name: row[name] for name in AMOUNT_NAMES})
    return {**{name: row[name] for name in _LINE_COLUMNS}, "refund_amount": amounts}


def _line(row: sa.RowMapping) -> Line:
    return Line(**_line_values(row))


def _line_view(row: sa.RowMapping) -> LineView:
    return LineView(
        **_line_values(row),
        merchant_sku=row["merchant_sku"],
        product_title=row["product_title"],
        result=row["result"],
        error_message=row["error_message"],
    )


def _view(row: sa.RowMapping, lines: Sequence[sa.RowMapping], events: Sequence[sa.RowMapping]) -> RefundView:
    return RefundView(
        id=row["id"],
        request_id=row["request_id"],
        alt_refund_id=row["alt_refund_id"],
        merchant_order_id=row["merchant_order_id"],
        reference_order_id=row["reference_order_id"],
        state=State(row["state"]),
        reason=row["reason"],
        needs_person=row["needs_person"],
        lines=tuple(map(_line_view, lines)),
        created_at=row["created_at"],
        held_until=row["held_until"],
        file=FileView(row["file_name"], row["delivered_at"]) if row["file_name"] else None,
        ack=AckView(row["ack_name"], row["read_at"]) if row["ack_name"] else None,
        timeline=tuple(TimelineEvent(step["at"], State(step["state"]), step["message"]) for step in events),
    )
