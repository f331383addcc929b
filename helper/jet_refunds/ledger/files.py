"""The files that carry refunds, the attempts to deliver them, and the acknowledgements.

A file's name, bytes and sha256 are committed before a byte is sent, and never change. What the courier may do next
follows from the attempts alone; every write here asks whether the lease is still ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from jet_refunds.ack import Answer, Row
from jet_refunds.errors import NotFound, NotUnclear
from jet_refunds.ledger.database import Database
from jet_refunds.ledger.lease import Lease, require
from jet_refunds.ledger.refunds import Refunds
from jet_refunds.ledger.tables import ack, attempt, file, refund, refund_line
from jet_refunds.refund import State

PREPARED, UNCLEAR, DELIVERED, SUPERSEDED = "prepared", "unclear", "delivered", "superseded"
"""A file's own states. unclear: whether it was moved cannot be found out, a person must say; superseded: its name was
taken, another file carries the same bytes."""

Outcome = Literal["delivered", "send_again", "accepted", "rejected"]
OUTCOMES: dict[Outcome, str] = {
    "delivered": "Solid Commerce has this file",
    "send_again": "Solid Commerce does not have this file, send it again",
    "accepted": "Solid Commerce has accepted it",
    "rejected": "Solid Commerce has rejected it",
}

_ANSWERABLE = file.c.state.in_((DELIVERED, UNCLEAR))
"""An answer also proves that an unclear file was delivered."""
_AWAITS = sa.or_(
    file.c.state == UNCLEAR, sa.exists().where(refund.c.file_id == file.c.id, refund.c.state == State.DELIVERED)
)
_COLUMNS = (file.c.id, file.c.name, file.c.body, file.c.state, file.c.ack_polls, _AWAITS)


@dataclass(frozen=True)
class File:
    id: int
    name: str
    body: bytes
    state: str
    ack_polls: int
    """Looks for its answer; after the answer, looks for a second one."""
    awaits_answer: bool


@dataclass(frozen=True)
class Attempt:
    """One attempt to bring a file to its name. `moving`: its rename may have been sent."""

    file_id: int
    number: int
    staged_name: str
    created_at: datetime
    moving: bool
    refused: bool
    site: str | None
    """The address of the site that it was made on."""


class Files:
    def __init__(self, database: Database, refunds: Refunds) -> None:
        self._database = database
        self._refunds = refunds

    # -- prepare

    def names(self) -> list[str]:
        """Every name ever given."""
        with self._database.reading() as connection:
            return list(connection.execute(sa.select(file.c.name)).scalars())

    def prepare(self, name: str, body: bytes, refund_ids: Sequence[int], lease: Lease, now: datetime) -> None:
        """Commit the file and move its refunds queued -> prepared, all or nothing."""
        with self._database.writing() as connection:
            require(connection, lease, now)
            file_id = self._insert(connection, name, body, now)
            moved = self._refunds.move(
                connection, refund_ids, State.QUEUED, State.PREPARED, f"Written into {name}.", now, file_id=file_id
            )
            if len(moved) != len(refund_ids):
                connection.rollback()

    def supersede(self, old: File, name: str, lease: Lease, now: datetime) -> None:
        """Somebody else's file stands under the old name: the same bytes go under a new one."""
        with self._database.writing() as connection:
            require(connection, lease, now)
            new_id = self._insert(connection, name, old.body, now)
            values = {"state": SUPERSEDED, "staged_left": True}
            connection.execute(sa.update(file).where(file.c.id == old.id).values(values))
            connection.execute(sa.update(refund).where(refund.c.file_id == old.id).values(file_id=new_id))

    @staticmethod
    def _insert(connection: sa.Connection, name: str, body: bytes, now: datetime) -> int:
        values = {
            "name": name,
            "body": body,
            "sha256": hashlib.sha256(body).hexdigest(),
            "state": PREPARED,
            "created_at": now,
            "staged_left": False,
            "ack_polls": 0,
        }
        key = connection.execute(sa.insert(file).values(values)).inserted_primary_key
        assert key is not None  # noqa: S101 - an insert of one row always has a key
        return int(key[0])

    # -- deliver

    def prepared(self) -> list[File]:
        return self._files(file.c.state == PREPARED)

    def attempts(self, file_id: int) -> list[Attempt]:
        """Oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(attempt).where(attempt.c.file_id == file_id).order_by(attempt.c.number)
            ).mappings()
            return [
                Attempt(
                    file_id,
                    row["number"],
                    row["staged_name"],
                    row["created_at"],
                    row["moving_at"] is not None,
                    row["refused_at"] is not None,
                    row["site"],
                )
                for row in rows
            ]

    def begin(self, of: File, staged_name: str, *, claims: bool, site: str, lease: Lease, now: datetime) -> Attempt:
        """Commit an attempt under the next number; `{number}` in the name becomes it."""
        with self._database.writing() as connection:
            require(connection, lease, now)
            last = sa.select(sa.func.max(attempt.c.number)).where(attempt.c.file_id == of.id)
            number = (connection.execute(last).scalar() or 0) + 1
            name = staged_name.format(number=number)
            row = {"file_id": of.id, "number": number, "staged_name": name, "claims": claims, "site": site}
            connection.execute(sa.insert(attempt).values(**row, created_at=now))
        return Attempt(of.id, number, name, now, moving=False, refused=False, site=site)

    def intend(self, of: Attempt, lease: Lease, now: datetime, until: datetime) -> None:
        """Commit "moving". Raises LeaseLost unless the lease is ours until then and the attempt is the newest."""
        with self._database.writing() as connection:
            require(connection, lease, until, newest=of.number, file_id=of.file_id)
            mine = (attempt.c.file_id == of.file_id, attempt.c.number == of.number)
            connection.execute(sa.update(attempt).where(*mine).values(moving_at=now))

    def refused(self, by: Attempt, lease: Lease, now: datetime) -> None:
        """The site answered that the newest attempt's move was not done: no move of the file can be under way."""
        with self._database.writing() as connection:
            require(connection, lease, now, newest=by.number, file_id=by.file_id)
            connection.execute(sa.update(attempt).where(attempt.c.file_id == by.file_id).values(refused_at=now))

    def delivered(self, of: File, now: datetime, *, staged_left: bool = True) -> None:
        """Commit that the file stood under its name, as the site has just said: true whoever holds the lease by now.

        `staged_left`: something may still lie under a staged name.
        """
        with self._database.writing() as connection:
            self._deliver(connection, of, now, staged_left=staged_left)

    def concluded(self, of: File, by: Attempt, lease: Lease, now: datetime) -> None:
        """Commit "delivered" because the file is under none of its staged names.

        That follows only for the newest attempt: a newer one may have taken the file in the meantime, and not moved
        it yet. Raises LeaseLost.
        """
        with self._database.writing() as connection:
            require(connection, lease, now, newest=by.number, file_id=of.id)
            self._deliver(connection, of, now)

    def _deliver(self, connection: sa.Connection, of: File, now: datetime, *, staged_left: bool = True) -> None:
        values = {"state": DELIVERED, "delivered_at": now, "staged_left": staged_left, "ack_due_at": now}
        connection.execute(sa.update(file).where(file.c.id == of.id, file.c.state == PREPARED).values(values))
        ids = connection.execute(sa.select(refund.c.id).where(refund.c.file_id == of.id)).scalars().all()
        message = f"{of.name} lies in JetRefunds on your FTP site."
        self._refunds.move(connection, ids, State.PREPARED, State.DELIVERED, message, now)

    def unclear(self, by: Attempt, lease: Lease, reason: str, now: datetime) -> None:
        """Leave the file to a person, with the reason on its refunds. Raises LeaseLost."""
        with self._database.writing() as connection:
            require(connection, lease, now, newest=by.number, file_id=by.file_id)
            values = {"state": UNCLEAR, "ack_due_at": now}
            connection.execute(sa.update(file).where(file.c.id == by.file_id).values(values))
            ids = list(connection.execute(sa.select(refund.c.id).where(refund.c.file_id == by.file_id)).scalars())
            self._refunds.ask(connection, ids, reason, now)

    def resolve(self, name: str, outcome: Outcome, now: datetime) -> list[int]:
        """A person settles an unclear file, or an unclear answer; returns its refunds. Raises NotFound, NotUnclear."""
        with self._database.writing() as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(file.c.name == name)).one_or_none()
            if row is None:
                raise NotFound(f"There is no file {name}.")
            found = File(*row)
            if outcome in ("accepted", "rejected"):
                return self._answered_by_person(connection, found, outcome, now)
            if found.state != UNCLEAR:
                raise NotUnclear(f"About {name} there is nothing to decide any more.")
            connection.execute(sa.update(file).where(file.c.id == found.id).values(state=PREPARED))
            if outcome == "delivered":
                self._deliver(connection, found, now)
            else:
                connection.execute(sa.update(attempt).where(attempt.c.file_id == found.id).values(refused_at=now))
            ids = list(connection.execute(sa.select(refund.c.id).where(refund.c.file_id == found.id)).scalars())
            self._refunds.decided(connection, ids, now, f"You said: {OUTCOMES[outcome]}.")
        return ids

    def _answered_by_person(
        self, connection: sa.Connection, of: File, result: Literal["accepted", "rejected"], now: datetime
    ) -> list[int]:
        """For the refunds whose answer nobody could understand."""
        unclear = (refund.c.file_id == of.id, refund.c.state == State.DELIVERED, refund.c.needs_person)
        ids = list(connection.execute(sa.select(refund.c.id).where(*unclear)).scalars())
        if not ids:
            raise NotUnclear(f"About {of.name} there is nothing to decide any more.")
        said = f"You said: {OUTCOMES[result]}."
        reason = said if result == "rejected" else None
        self._refunds.move(connection, ids, State.DELIVERED, State(result), said, now, reason=reason)
        connection.execute(sa.update(refund_line).where(refund_line.c.refund_id.in_(ids)).values(result=result))
        return ids

    def left_staged(self) -> list[File]:
        """Files that are settled, with staged names that may still lie on the site."""
        return self._files(file.c.staged_left.is_(True))

    def swept(self, of: File) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.update(file).where(file.c.id == of.id).values(staged_left=False))

    # -- collect

    def due(self, now: datetime) -> list[File]:
        """Files whose time to look for an answer, or for a second one, has come."""
        return self._files(_ANSWERABLE, file.c.ack_due_at <= now)

    def next_look(self) -> datetime | None:
        """When the first acknowledgement is due to be looked for."""
        with self._database.reading() as connection:
            first = sa.type_coerce(sa.func.min(file.c.ack_due_at), file.c.ack_due_at.type)
            return connection.execute(sa.select(first).where(_ANSWERABLE)).scalar()

    def look_again(self, of: File, due_at: datetime | None) -> None:
        """None: never."""
        with self._database.writing() as connection:
            values = {"ack_polls": of.ack_polls + 1, "ack_due_at": due_at}
            connection.execute(sa.update(file).where(file.c.id == of.id).values(values))

    def look_now(self, now: datetime) -> None:
        """Answers that are still awaited are due at once."""
        with self._database.writing() as connection:
            connection.execute(sa.update(file).where(_ANSWERABLE, _AWAITS).values(ack_due_at=now))

    def results(self, of: File) -> dict[Row, str | None]:
        """What was answered to each row so far."""
        with self._database.reading() as connection:
            columns = (refund.c.alt_refund_id, refund_line.c.order_item_id, refund_line.c.result)
            rows = connection.execute(sa.select(*columns).join(refund).where(refund.c.file_id == of.id)).all()
        return {Row(alt_refund_id, order_item_id): result for alt_refund_id, order_item_id, result in rows}

    def refunds_of(self, of: File) -> list[int]:
        return self._refund_ids(of.id)

    def _refund_ids(self, file_id: int) -> list[int]:
        with self._database.reading() as connection:
            return list(connection.execute(sa.select(refund.c.id).where(refund.c.file_id == file_id)).scalars())

    def keep_ack(self, of: File, name: str, body: bytes, verdict: str, now: datetime) -> None:
        """Keep the bytes as they came; the same bytes once."""
        with self._database.writing() as connection:
            self._keep_ack(connection, of, name, body, verdict, now)

    def has_ack(self, of: File, body: bytes) -> bool:
        """Whether these very bytes were read before."""
        with self._database.reading() as connection:
            return connection.execute(_same_ack(of, body)).first() is not None

    @staticmethod
    def _keep_ack(connection: sa.Connection, of: File, name: str, body: bytes, verdict: str, now: datetime) -> None:
        if connection.execute(_same_ack(of, body)).first() is None:
            digest = hashlib.sha256(body).hexdigest()
            values = {"file_id": of.id, "name": name, "body": body, "sha256": digest, "read_at": now}
            connection.execute(sa.insert(ack).values(verdict=verdict, **values))

    def answered(self, of: File, name: str, body: bytes, answers: Sequence[Answer], now: datetime) -> None:
        """Commit the processor's answers to every row, with the bytes they came in."""
        with self._database.writing() as connection:
            self._keep_ack(connection, of, name, body, "answered", now)
            connection.execute(sa.update(ack).where(ack.c.id.in_(_same_ack(of, body))).values(verdict="answered"))
            connection.execute(sa.update(file).where(file.c.id == of.id).values(ack_polls=0))
            unclear = sa.update(file).where(file.c.id == of.id, file.c.state == UNCLEAR)
            if connection.execute(unclear.values(state=PREPARED)).rowcount:
                self._deliver(connection, of, now)
            by_refund: dict[str, list[Answer]] = {}
            for answer in answers:
                by_refund.setdefault(answer.row.alt_refund_id, []).append(answer)
            rows = connection.execute(sa.select(refund.c.id, refund.c.alt_refund_id).where(refund.c.file_id == of.id))
            for refund_id, alt_refund_id in rows.all():
                self._settle(connection, refund_id, by_refund[alt_refund_id], now)

    def _settle(self, connection: sa.Connection, refund_id: int, answers: list[Answer], now: datetime) -> None:
        target, message, reason = _outcome(answers)
        if not self._refunds.move(connection, [refund_id], State.DELIVERED, target, message, now, reason=reason):
            return  # an earlier acknowledgement has settled it
        for answer in answers:
            row = (refund_line.c.refund_id == refund_id, refund_line.c.order_item_id == answer.row.order_item_id)
            values = {"result": answer.result, "error_message": answer.error_message}
            connection.execute(sa.update(refund_line).where(*row).values(values))

    def _files(self, *wanted: sa.ColumnElement[bool]) -> list[File]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(*_COLUMNS).where(*wanted).order_by(file.c.id)).all()
        return [File(*row) for row in rows]


def _same_ack(of: File, body: bytes) -> sa.Select[tuple[int]]:
    digest = hashlib.sha256(body).hexdigest()
    return sa.select(ack.c.id).where(ack.c.file_id == of.id, ack.c.sha256 == digest)


def _outcome(answers: Sequence[Answer]) -> tuple[State, str, str | None]:
    """(state, message, reason): the processor's own words are the reason of a refusal."""
    rejected = [answer for answer in answers if answer.result == "rejected"]
    if not rejected:
        return State.ACCEPTED, "Accepted by Solid Commerce.", None
    words = "; ".join(dict.fromkeys(answer.error_message or "no reason given" for answer in rejected))
    if len(rejected) < len(answers):
        return (
            State.PARTLY_ACCEPTED,
            f"Solid Commerce accepted {len(answers) - len(rejected)} of {len(answers)} items. It wrote: {words}",
            words,
        )
    return State.REJECTED, f"Rejected by Solid Commerce. It wrote: {words}", words
