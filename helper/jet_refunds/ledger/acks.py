"""The acknowledgements: when to look for them, what they said, and their bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from jet_refunds.domain import timeline
from jet_refunds.domain.refund import State
from jet_refunds.errors import NotAllRows, NotUnclear
from jet_refunds.event_log.entry import Value
from jet_refunds.ledger.database import Database, in_parts
from jet_refunds.ledger.files import AWAITS, DELIVERED, UNCLEAR, File, Files
from jet_refunds.ledger.refunds import Refunds
from jet_refunds.ledger.tables import Moment, ack, file, refund, refund_line
from jet_refunds.solid_commerce import csv_file
from jet_refunds.solid_commerce.answer import Answer, Result, Row
from jet_refunds.solid_commerce.outcome import Outcome, outcomes

_ANSWERABLE = file.c.state.in_((DELIVERED, UNCLEAR))
"""An answer also proves that an unclear file was delivered."""
ANSWERED = "answered"
_ROW_COLUMNS = (refund_line.c.order_item_id, refund_line.c.merchant_sku, refund_line.c.product_title)


@dataclass(frozen=True)
class WaitingRow:
    """A row of a file, as a person finds it in an answer."""

    alt_refund_id: str
    reference_order_id: str
    order_item_id: str
    merchant_sku: str
    product_title: str


class Acks:
    def __init__(self, database: Database, refunds: Refunds, files: Files) -> None:
        self._database, self._refunds, self._files = database, refunds, files

    def due(self, now: datetime, awaited_within: timedelta, others_within: timedelta) -> list[File]:
        """Files whose time to look for an answer, or for a second one, has come.

        No look is ever set for later than these times from now: where one is, the clock was wrong then, or is now.
        """
        awaited, others = (sa.literal(now + within, Moment) for within in (awaited_within, others_within))
        latest = sa.case((AWAITS, awaited), else_=others)
        return self._files.select(_ANSWERABLE, sa.or_(file.c.ack_due_at <= now, file.c.ack_due_at > latest))

    def next_look(self) -> datetime | None:
        """When the first acknowledgement is due to be looked for."""
        with self._database.reading() as connection:
            first = sa.type_coerce(sa.func.min(file.c.ack_due_at), file.c.ack_due_at.type)
            return connection.execute(sa.select(first).where(_ANSWERABLE)).scalar()

    def look_again(self, sent: File, due_at: datetime | None) -> None:
        """None: never."""
        with self._database.writing() as connection:
            values = {"ack_polls": sent.ack_polls + 1, "ack_due_at": due_at}
            connection.execute(sa.update(file).where(file.c.id == sent.id).values(values))

    def look_now(self, now: datetime) -> None:
        """Answers that are still awaited are due at once."""
        with self._database.writing() as connection:
            connection.execute(sa.update(file).where(_ANSWERABLE, AWAITS).values(ack_due_at=now))

    def results(self, sent: File) -> dict[Row, Result | None]:
        """What was answered to each row so far, in the order of the file's rows."""
        with self._database.reading() as connection:
            columns = (
                refund.c.alt_refund_id,
                refund.c.reference_order_id,
                refund_line.c.order_item_id,
                refund_line.c.merchant_sku,
                refund_line.c.result,
            )
            select = sa.select(*columns).join(refund).where(refund.c.file_id == sent.id)
            known = {(line.alt_refund_id, line.order_item_id): line for line in connection.execute(select)}
        results = {}
        for row in csv_file.rows(sent.body):
            line = known[row["alt_refund_id"], row["order_item_id"]]
            more = {"reference_order_id": line.reference_order_id, "merchant_sku": line.merchant_sku}
            results[Row(line.alt_refund_id, line.order_item_id, row | more)] = line.result
        return results

    def unanswered(self, sent: File) -> list[int]:
        """Its refunds that still wait for an answer."""
        with self._database.reading() as connection:
            waiting = (refund.c.file_id == sent.id, refund.c.state == State.DELIVERED)
            return list(connection.execute(sa.select(refund.c.id).where(*waiting)).scalars())

    def keep(self, sent: File, name: str, body: bytes, verdict: str, now: datetime) -> None:
        """Keep the bytes as they came; the same bytes once, with their last verdict."""
        with self._database.writing() as connection:
            self._keep(connection, sent, name, body, verdict, now)

    def verdict(self, sent: File, body: bytes) -> str | None:
        """What these very bytes were found to be when they were last read; None: they are new."""
        with self._database.reading() as connection:
            return connection.execute(_same_ack(sent, body).with_only_columns(ack.c.verdict)).scalar()

    @staticmethod
    def _keep(connection: sa.Connection, sent: File, name: str, body: bytes, verdict: str, now: datetime) -> None:
        same = sa.update(ack).where(ack.c.id.in_(_same_ack(sent, body)))
        if not connection.execute(same.values(verdict=verdict)).rowcount:
            digest = hashlib.sha256(body).hexdigest()
            values = {"file_id": sent.id, "name": name, "body": body, "sha256": digest, "read_at": now}
            connection.execute(sa.insert(ack).values(verdict=verdict, **values))

    def answered(
        self, sent: File, name: str, body: bytes, outcomes: Sequence[Outcome], now: datetime, verdict: str = ANSWERED
    ) -> None:
        """Commit what the processor answered, one outcome a refund, with the bytes it came in.

        ``verdict`` is another where the answer to the other refunds cannot be understood.
        """
        with self._database.writing() as connection:
            self._keep(connection, sent, name, body, verdict, now)
            of_refund = {outcome.alt_refund_id: outcome for outcome in outcomes}
            rows = connection.execute(sa.select(refund.c.id, refund.c.alt_refund_id).where(refund.c.file_id == sent.id))
            for refund_id, alt_refund_id in rows.all():
                if outcome := of_refund.get(alt_refund_id):
                    self._settle(connection, refund_id, outcome, {"file": sent.name, "ack": name}, now)

    def _settle(
        self, connection: sa.Connection, refund_id: int, outcome: Outcome, ids: Mapping[str, str], now: datetime
    ) -> None:
        rejected = [answer for answer in outcome.answers if answer.result == "rejected"]
        logged: dict[str, Value] = {**ids, "rows": len(outcome.answers), "rows_rejected": len(rejected)}
        if not self._refunds.move(
            connection,
            [refund_id],
            State.DELIVERED,
            outcome.state,
            outcome.message,
            now,
            logged=logged,
            reason=outcome.reason,
        ):
            return  # an earlier acknowledgement has settled it
        for answer in outcome.answers:
            row = (refund_line.c.refund_id == refund_id, refund_line.c.order_item_id == answer.row.order_item_id)
            values = {"result": answer.result, "error_message": answer.error_message}
            connection.execute(sa.update(refund_line).where(*row).values(values))

    def waiting_rows(self, name: str) -> list[WaitingRow]:
        """Of which a person must say what was answered. Raises NotFound, NotUnclear."""
        with self._database.reading() as connection:
            ids = self._asked(connection, self._files.named(connection, name))
            columns = (refund.c.alt_refund_id, refund.c.reference_order_id, *_ROW_COLUMNS)
            rows = connection.execute(sa.select(*columns).join(refund_line).where(refund.c.id.in_(ids)))
            return [WaitingRow(*row) for row in rows]

    def bodies(self, name: str) -> list[bytes]:
        """What was answered to the file, the newest first. Raises NotFound."""
        with self._database.reading() as connection:
            sent = self._files.named(connection, name)
            kept = sa.select(ack.c.body).where(ack.c.file_id == sent.id).order_by(ack.c.id.desc())
            return list(connection.execute(kept).scalars())

    def rows_said_by_person(self, name: str, answers: Sequence[Answer], now: datetime) -> list[int]:
        """The same as said_by_person for each row. Raises NotFound, NotUnclear, NotAllRows."""
        with self._database.writing() as connection:
            sent = self._files.named(connection, name)
            ids = self._asked(connection, sent)
            rows = sa.select(refund.c.alt_refund_id, refund_line.c.order_item_id, refund.c.id).join(refund_line)
            refund_ids = {
                Row(alt_refund_id, order_item_id): refund_id
                for alt_refund_id, order_item_id, refund_id in connection.execute(rows.where(refund.c.id.in_(ids)))
            }
            if Counter(answer.row for answer in answers) != Counter(refund_ids):
                raise NotAllRows(sent.name)
            for outcome in outcomes(answers):
                said = replace(outcome, message=timeline.said(outcome.message))
                self._settle(connection, refund_ids[outcome.answers[0].row], said, {"file": sent.name}, now)
            return ids

    @staticmethod
    def _asked(connection: sa.Connection, sent: File) -> list[int]:
        """The file's refunds whose answer a person must tell. Raises NotUnclear."""
        unclear = (refund.c.file_id == sent.id, refund.c.state == State.DELIVERED, refund.c.needs_person)
        ids = list(connection.execute(sa.select(refund.c.id).where(*unclear)).scalars())
        if not ids:
            raise NotUnclear(sent.name)
        return ids

    def said_by_person(self, name: str, result: Result, now: datetime) -> list[int]:
        """What an answer meant that nobody could understand; returns the refunds. Raises NotFound, NotUnclear."""
        with self._database.writing() as connection:
            sent = self._files.named(connection, name)
            ids = self._asked(connection, sent)
            said, logged = timeline.ack_settled(result), {"file": sent.name}
            reason = said if result == "rejected" else None
            self._refunds.move(connection, ids, State.DELIVERED, State(result), said, now, logged=logged, reason=reason)
            answered = sa.update(refund_line).values(result=result)
            for part in in_parts(ids):
                connection.execute(answered.where(refund_line.c.refund_id.in_(part)))
            return ids


def _same_ack(sent: File, body: bytes) -> sa.Select[tuple[int]]:
    digest = hashlib.sha256(body).hexdigest()
    return sa.select(ack.c.id).where(ack.c.file_id == sent.id, ack.c.sha256 == digest)
