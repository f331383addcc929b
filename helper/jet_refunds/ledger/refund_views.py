"""How refunds look from outside: statuses, pages, and what a CSV says of them. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from jet_refunds.clock import format_time
from jet_refunds.domain.money import PARTS, Amounts, dollars
from jet_refunds.domain.refund import WAITING, CsvRefund, Line, State
from jet_refunds.errors import NotFound
from jet_refunds.ledger.database import Database
from jet_refunds.ledger.tables import ack, event, file, refund, refund_line
from jet_refunds.schema_validation import SCHEMA_VERSION

PAGE = 50
LARGEST_ID = 2**63 - 1
"""No database has a larger integer; asked for one, its driver fails."""


_OPEN = sa.or_(refund.c.state.in_(WAITING), refund.c.needs_person)
"""Has no answer yet, or needs a person."""
_ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
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
_ONE = _NEWEST_FIRST.where(refund.c.id == sa.bindparam("id"))
_LINES = sa.select(refund_line).where(refund_line.c.refund_id.in_(_ids)).order_by(refund_line.c.position)
_EVENTS = sa.select(event).where(event.c.refund_id.in_(_ids)).order_by(event.c.id)


@dataclass(frozen=True)
class Waits:
    """A refund without an answer, or one that needs a person, in short."""

    id: int
    alt_refund_id: str
    state: str
    reason: str | None
    needs_person: bool
    file_name: str | None


class RefundViews:
    def __init__(self, database: Database) -> None:
        self._database = database

    def queued(self) -> list[tuple[int, CsvRefund]]:
        """(id, what the CSV says of it) of all that wait for a file, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(refund.c.id, refund.c.merchant_order_id, refund.c.alt_refund_id)
                .where(refund.c.state == State.QUEUED)
                .order_by(refund.c.id)
            ).all()
            lines = _lines(connection, [row.id for row in rows])
        return [
            (row.id, CsvRefund(row.merchant_order_id, row.alt_refund_id, tuple(map(_csv_line, lines[row.id]))))
            for row in rows
        ]

    def waiting(self) -> tuple[int, str | None, bool]:
        """(how many have no answer yet, the first reason among them, whether one of all needs a person)."""
        with self._database.reading() as connection:
            count = connection.execute(sa.select(sa.func.count()).where(refund.c.state.in_(WAITING))).scalar_one()
            reasons = sa.select(refund.c.reason).where(_OPEN, refund.c.reason.is_not(None))
            reason = connection.execute(reasons.order_by(refund.c.needs_person.desc(), refund.c.id)).scalars().first()
            person = connection.execute(sa.select(sa.exists().where(refund.c.needs_person))).scalar_one()
        return count, reason, bool(person)

    def waits(self) -> list[Waits]:
        """All that have no answer yet, or need a person; oldest first."""
        columns = (refund.c.id, refund.c.alt_refund_id, refund.c.state, refund.c.reason, refund.c.needs_person)
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(*columns, file.c.name)
                .outerjoin(file, refund.c.file_id == file.c.id)
                .where(_OPEN)
                .order_by(refund.c.id)
            ).all()
        return [Waits(*row) for row in rows]

    def get(self, refund_id: int) -> dict[str, Any]:
        """schemas/refund-status.json. Raises NotFound."""
        found = self._select(_ONE, id=refund_id) if refund_id <= LARGEST_ID else []
        if not found:
            raise NotFound(f"There is no refund {refund_id}.")
        return found[0]

    def find(self, number: str) -> dict[str, Any]:
        """By alt_refund_id, whatever the case of its letters, or by id. Raises NotFound."""
        found = self._select(_NEWEST_FIRST.where(sa.func.lower(refund.c.alt_refund_id) == number.lower()))
        if found:
            return found[0]
        if number.isascii() and number.isdigit():
            return self.get(int(number))
        raise NotFound(f"There is no refund {number}.")

    def page(
        self,
        *,
        merchant_order_id: str | None = None,
        state: State | None = None,
        text: str | None = None,
        after: int | None = None,
        size: int = PAGE,
    ) -> dict[str, Any]:
        """schemas/refund-list.json: newest first, those with an id below `after`.

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
        found = self._select(_NEWEST_FIRST.where(*wanted).limit(size + 1))
        page = found[:size]
        return {
            "schema_version": SCHEMA_VERSION,
            "refunds": page,
            "after": page[-1]["id"] if len(found) > size else None,
        }

    def _select(self, statement: sa.Select[Any], **values: object) -> list[dict[str, Any]]:
        with self._database.reading() as connection:
            rows = connection.execute(statement, values).mappings().all()
            ids = [row["id"] for row in rows]
            lines = _lines(connection, ids)
            events = _grouped(connection.execute(_EVENTS, {"ids": ids}))
        return [_status(row, lines[row["id"]], events[row["id"]]) for row in rows]


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


def _lines(connection: sa.Connection, refund_ids: Sequence[int]) -> dict[int, list[sa.RowMapping]]:
    return _grouped(connection.execute(_LINES, {"ids": list(refund_ids)}))


def _csv_line(row: sa.RowMapping) -> Line:
    fields = {name: row[name] for name in Line.__dataclass_fields__ if name != "refund_amount"}
    return Line(**fields, refund_amount=Amounts.of({part: row[part] for part in PARTS}))


def _status(row: sa.RowMapping, lines: list[sa.RowMapping], events: list[sa.RowMapping]) -> dict[str, Any]:
    same = ("id", "request_id", "alt_refund_id", "merchant_order_id", "reference_order_id", "state", "reason")
    return {
        "schema_version": SCHEMA_VERSION,
        **{name: row[name] for name in same},
        "needs_person": row["needs_person"],
        "total": dollars(sum(line[part] for line in lines for part in PARTS)),
        "lines": [
            {
                "merchant_sku": line["merchant_sku"],
                "product_title": line["product_title"],
                **_csv_line(line).document(),
                "result": line["result"],
                "error_message": line["error_message"],
            }
            for line in lines
        ],
        "created_at": format_time(row["created_at"]),
        "held_until": format_time(row["held_until"]) if row["held_until"] else None,
        "file": row["file_name"]
        and {"name": row["file_name"], "delivered_at": row["delivered_at"] and format_time(row["delivered_at"])},
        "ack": row["ack_name"] and {"name": row["ack_name"], "read_at": format_time(row["read_at"])},
        "timeline": [{"at": format_time(e["at"]), "state": e["state"], "message": e["message"]} for e in events],
    }
