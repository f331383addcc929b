"""Refunds with their lines and events. `move` is the only writer of a state, and appends an event each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from jet_refunds.domain import timeline
from jet_refunds.domain.money import AMOUNT_NAMES, Amounts
from jet_refunds.domain.pricing import Earlier
from jet_refunds.domain.refund import MOVES, ON_THE_WAY, WAITING, Refund, State
from jet_refunds.errors import JetRefundsError, RequestIdTaken
from jet_refunds.event_log.entry import Value
from jet_refunds.ledger.database import Database, in_parts, log_when_committed
from jet_refunds.ledger.tables import counter, event, file, refund, refund_line

_GONE = (State.CANCELLED, State.REJECTED)
"""Such refunds take nothing of the order; of a partly accepted one, the rejected rows take nothing."""

# What every refund that comes in asks is built once: building and recognising a statement costs more than running it.
_first: sa.BindParameter[int] = sa.bindparam("first_number")
_next = counter.c.value + 1
_COUNT = (
    sa.update(counter)
    .where(counter.c.name == "alt_refund_id")
    .values(value=sa.case((_next < _first, _first), else_=_next))
    .returning(counter.c.value)
)
_TAKEN = sa.select(refund.c.id, refund.c.request_id, refund.c.request_sha256).where(
    sa.or_(refund.c.request_id == sa.bindparam("request_id"), refund.c.alt_refund_id == sa.bindparam("own_id"))
)
_EARLIER = (
    sa.select(refund_line)
    .join(refund)
    .where(
        refund.c.merchant_order_id == sa.bindparam("merchant_order_id"),
        refund.c.state.not_in(_GONE),
        sa.func.coalesce(refund_line.c.result, "") != "rejected",
    )
    .order_by(refund.c.id, refund_line.c.position)
)
_INSERT = sa.insert(refund).values(order=sa.bindparam("order_json", type_=sa.Text))
"""The order's document is kept as the text that was read: the JSON column would write it anew."""
_INSERT_LINE, _INSERT_EVENT = sa.insert(refund_line), sa.insert(event)
_IS_DOUBTED = sa.exists().where(file.c.id == refund.c.file_id, file.c.state == "unclear")
"""Its file may have arrived: see witness.py."""


@dataclass(frozen=True)
class Added:
    """The id of a refund that is kept; not new when the same request was kept before."""

    id: int
    is_new: bool


class _NextId(NamedTuple):
    """The next alt_refund_id, and the refund that has the same request_id already."""

    alt_refund_id: str
    known: sa.Row[int, str, str] | None


class Refunds:
    def __init__(self, database: Database) -> None:
        self._database = database

    # -- coming in

    def add(
        self,
        asked: Refund,
        *,
        alt_refund_id: Callable[[int], str],
        first_number: int,
        judge: Callable[[Mapping[str, Sequence[Earlier]]], None],
        held_until: datetime,
        now: datetime,
    ) -> Added:
        """Keep a refund, held until `held_until` (UTC). On disk when this returns.

        `judge` gets the earlier lines by order_item_id and raises to refuse. It is called while nobody else can
        write, so that two windows cannot both take the last unit. Raises RequestIdTaken.
        """
        with self._database.writing() as connection:
            own_id, known = self._next_id(connection, asked.request_id, alt_refund_id, first_number)
            if known:
                connection.rollback()
                if known.request_sha256 != asked.request_sha256:
                    raise RequestIdTaken
                return Added(known.id, is_new=False)
            judge(self._earlier(connection, asked.order.merchant_order_id))
            values = {
                "request_id": asked.request_id,
                "request_sha256": asked.request_sha256,
                "alt_refund_id": own_id,
                "merchant_order_id": asked.order.merchant_order_id,
                "reference_order_id": asked.order.reference_order_id,
                "order_json": asked.order_json,
                "confirmed": asked.confirmed,
                "state": State.HELD,
                "needs_person": False,
                "held_until": held_until,
                "created_at": now,
            }
            key = connection.execute(_INSERT, values).inserted_primary_key
            assert key is not None  # noqa: S101 - an insert of one row always has a key
            refund_id = int(key[0])
            connection.execute(_INSERT_LINE, list(_line_values(refund_id, asked)))
            _append(connection, {refund_id: State.HELD}, timeline.ASKED, now)
            log_when_committed(
                connection,
                "refund held",
                refund=refund_id,
                alt_refund_id=own_id,
                request_id=asked.request_id,
                merchant_order_id=asked.order.merchant_order_id,
                held_until=held_until,
            )
            return Added(refund_id, is_new=True)

    @staticmethod
    def _next_id(
        connection: sa.Connection, request_id: str, alt_refund_id: Callable[[int], str], first_number: int
    ) -> _NextId:
        """By the counter, which only grows. Writing it first also makes all who add wait for each other. After a change
        of the prefix two numbers can make one id (JR-1 and 00002, JR- and 100002): it is passed over.
        """
        while True:
            number = connection.execute(_COUNT, {"first_number": first_number}).scalar()
            if number is None:
                number = first_number
                connection.execute(sa.insert(counter).values(name="alt_refund_id", value=number))
            own_id = alt_refund_id(number)
            taken = connection.execute(_TAKEN, {"request_id": request_id, "own_id": own_id}).all()
            known = next((row for row in taken if row.request_id == request_id), None)
            if known or not taken:
                return _NextId(own_id, known)

    def earlier(self, merchant_order_id: str) -> dict[str, list[Earlier]]:
        """order_item_id -> what earlier refunds of the order took of it, oldest first."""
        with self._database.reading() as connection:
            return self._earlier(connection, merchant_order_id)

    @staticmethod
    def _earlier(connection: sa.Connection, merchant_order_id: str) -> dict[str, list[Earlier]]:
        taken: dict[str, list[Earlier]] = {}
        for row in connection.execute(_EARLIER, {"merchant_order_id": merchant_order_id}).mappings():
            taken.setdefault(row["order_item_id"], []).append(
                Earlier(
                    row["total_quantity_returned"],
                    row["order_return_refund_qty"],
                    Amounts.by_name({name: row[name] for name in AMOUNT_NAMES}),
                    full=row["refund_feedback"] is None,
                )
            )
        return taken

    # -- going on

    def move(
        self,
        connection: sa.Connection,
        refund_ids: Sequence[int],
        origin: State,
        target: State,
        message: str,
        now: datetime,
        *,
        logged: Mapping[str, Value] | None = None,
        **values: Any,
    ) -> list[int]:
        """Move those that are still in `origin`, within the caller's transaction; returns which. Clears the reason.

        `message` is the timeline's. The log says it of each when the transaction is on disk, with `logged` beside it.
        """
        if target not in MOVES[origin]:
            raise JetRefundsError(f"A refund cannot go from {origin} to {target}.")
        cleared = {"reason": None, "needs_person": False, "held_until": None}
        moved = []
        for refund_id in refund_ids:
            alt_refund_id = connection.execute(
                sa.update(refund)
                .where(refund.c.id == refund_id, refund.c.state == origin)
                .values(state=target, **cleared | values)
                .returning(refund.c.alt_refund_id)
            ).scalar()
            if alt_refund_id is not None:
                moved.append(refund_id)
                _log(connection, target, refund_id, alt_refund_id, was=origin, **logged or {})
        _append(connection, dict.fromkeys(moved, target), message, now)
        return moved

    def held(self) -> dict[int, datetime]:
        """Those that can be undone, and until when."""
        with self._database.reading() as connection:
            select = sa.select(refund.c.id, refund.c.held_until).where(refund.c.state == State.HELD)
            return {row.id: row.held_until for row in connection.execute(select)}

    def release(self, refund_ids: Sequence[int], now: datetime) -> None:
        """The undo time is over: held -> queued."""
        with self._database.writing() as connection:
            self.move(connection, refund_ids, State.HELD, State.QUEUED, timeline.UNDO_IS_OVER, now)

    def undo(self, refund_id: int, now: datetime) -> bool:
        return self._move_one(refund_id, State.CANCELLED, timeline.UNDONE, now)

    def send(self, refund_id: int, now: datetime) -> bool:
        return self._move_one(refund_id, State.QUEUED, timeline.SENT_AT_ONCE, now)

    def _move_one(self, refund_id: int, target: State, message: str, now: datetime) -> bool:
        """held -> target; False when it is no longer held."""
        with self._database.writing() as connection:
            return bool(self.move(connection, [refund_id], State.HELD, target, message, now))

    def remark(
        self, refund_ids: Iterable[int], reason: str | None, now: datetime, *, needs_person: bool = False
    ) -> None:
        """Say why refunds wait; a new reason also goes on their timeline."""
        ids = list(refund_ids)
        same = sa.and_(refund.c.reason.is_not_distinct_from(reason), refund.c.needs_person == needs_person)
        stale = sa.select(refund.c.id, refund.c.state, refund.c.alt_refund_id).where(
            ~same, ~refund.c.needs_person | needs_person
        )
        with self._database.reading() as connection:
            if not any(connection.execute(stale.where(refund.c.id.in_(part))).first() for part in in_parts(ids)):
                return
        values = {"reason": reason, "needs_person": needs_person}
        with self._database.writing() as connection:
            for part in in_parts(ids):
                rows = connection.execute(stale.where(refund.c.id.in_(part))).all()
                states = {row.id: State(row.state) for row in rows}
                connection.execute(sa.update(refund).where(refund.c.id.in_(states)).values(values))
                if reason:
                    _append(connection, states, reason, now)
                for refund_id, _, alt_refund_id in rows:
                    happened = "waits" if reason else "goes on"
                    _log(connection, happened, refund_id, alt_refund_id, needs_person=needs_person)

    def relieve(self) -> None:
        """The site works again: what it was blamed for is over. What needs a person stays."""
        blamed = sa.and_(
            refund.c.state.in_(ON_THE_WAY), refund.c.reason.is_not(None), ~refund.c.needs_person, ~_IS_DOUBTED
        )
        with self._database.reading() as connection:
            if connection.execute(sa.select(refund.c.id).where(blamed)).first() is None:
                return
        with self._database.writing() as connection:
            relieved = (
                sa.update(refund).where(blamed).values(reason=None).returning(refund.c.id, refund.c.alt_refund_id)
            )
            for refund_id, alt_refund_id in connection.execute(relieved).all():
                _log(connection, "goes on", refund_id, alt_refund_id)

    def ask(self, connection: sa.Connection, refund_ids: Sequence[int], reason: str, now: datetime) -> None:
        """A person must say, within the caller's transaction."""
        self._note(connection, refund_ids, reason, now, reason=reason, needs_person=True)

    def decided(self, connection: sa.Connection, refund_ids: Sequence[int], now: datetime, message: str) -> None:
        """A person has said what could not be found out, within the caller's transaction."""
        self._note(connection, refund_ids, message, now, reason=None, needs_person=False)

    @staticmethod
    def _note(
        connection: sa.Connection, refund_ids: Sequence[int], message: str, now: datetime, **values: str | bool | None
    ) -> None:
        """Something is said of refunds that stay in their state."""
        columns = (refund.c.id, refund.c.state, refund.c.alt_refund_id)
        said = sa.update(refund).values(**values).returning(*columns)
        for part in in_parts(refund_ids):
            rows = connection.execute(said.where(refund.c.id.in_(part))).all()
            _append(connection, {row.id: State(row.state) for row in rows}, message, now)
            for refund_id, _, alt_refund_id in rows:
                happened = "waits" if values["needs_person"] else "goes on"
                _log(connection, happened, refund_id, alt_refund_id, needs_person=values["needs_person"])

    def seen(self, refund_ids: Sequence[int]) -> None:
        """A person has seen what was said of refunds that are answered: the reason stays, nobody is needed."""
        seen = sa.update(refund).where(refund.c.state.not_in(WAITING)).values(needs_person=False)
        seen = seen.returning(refund.c.id, refund.c.alt_refund_id)
        with self._database.writing() as connection:
            for part in in_parts(refund_ids):
                for refund_id, alt_refund_id in connection.execute(seen.where(refund.c.id.in_(part))).all():
                    _log(connection, "seen", refund_id, alt_refund_id)

    # -- what the courier asks

    def on_the_way(self, *states: State) -> list[int]:
        with self._database.reading() as connection:
            wanted = refund.c.state.in_(states or ON_THE_WAY)
            return list(connection.execute(sa.select(refund.c.id).where(wanted)).scalars())

    def to_be_sent(self) -> list[int]:
        """Queued, or prepared in a file that may be sent."""
        with self._database.reading() as connection:
            wanted = sa.and_(refund.c.state.in_((State.QUEUED, State.PREPARED)), ~_IS_DOUBTED)
            return list(connection.execute(sa.select(refund.c.id).where(wanted)).scalars())

    def newest(self) -> int:
        """The id of the newest refund, 0 before the first."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(refund.c.id))).scalar() or 0


def _log(connection: sa.Connection, happened: str, refund_id: int, alt_refund_id: str, **fields: Value) -> None:
    log_when_committed(connection, f"refund {happened}", refund=refund_id, alt_refund_id=alt_refund_id, **fields)


def _append(connection: sa.Connection, states: Mapping[int, State], message: str, now: datetime) -> None:
    """The same event to the timeline of each refund, which is in its own state."""
    if states:
        rows = [{"refund_id": each, "at": now, "state": state, "message": message} for each, state in states.items()]
        connection.execute(_INSERT_EVENT, rows)


def _line_values(refund_id: int, asked: Refund) -> Iterable[dict[str, Any]]:
    items = {item.order_item_id: item for item in asked.order.order_items}
    for position, line in enumerate(asked.lines):
        item = items[line.order_item_id]
        values = dict(vars(line))
        yield {
            "refund_id": refund_id,
            "position": position,
            "merchant_sku": item.merchant_sku,
            "product_title": item.product_title,
            **dict(values.pop("refund_amount").items()),
            **values,
        }
