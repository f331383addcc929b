"""The files that carry refunds, and the attempts to deliver them.

A file's name, bytes and sha256 are committed before a byte is sent, and never change. What the courier may do next
follows from the attempts alone; every write here asks whether the lease is still ours.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from jet_refunds.domain import timeline
from jet_refunds.domain.refund import State
from jet_refunds.domain.timeline import Settlement
from jet_refunds.errors import NotFound, NotUnclear
from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.flags import COPIED, turn
from jet_refunds.ledger.lease import Lease, require
from jet_refunds.ledger.refunds import Refunds
from jet_refunds.ledger.tables import attempt, counter, file, refund

PREPARED, UNCLEAR, DELIVERED, SUPERSEDED = "prepared", "unclear", "delivered", "superseded"
"""A file's own states. unclear: whether it was moved is not known, a witness is looked for, then a person is asked;
superseded: its name was taken, another file carries the same bytes."""

AWAITS = sa.or_(
    file.c.state == UNCLEAR, sa.exists().where(refund.c.file_id == file.c.id, refund.c.state == State.DELIVERED)
)
_COLUMNS = (file.c.id, file.c.name, file.c.body, file.c.state, file.c.doubt, file.c.ack_polls, AWAITS)


@dataclass(frozen=True)
class File:
    id: int
    name: str
    body: bytes
    state: str
    doubt: str | None
    """Of an unclear one: what was seen."""
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


DOUBTED = "doubted"
"""The counter's name for the id of the newest refund that a copy of this ledger may have sent."""
COPY_MAY_HAVE_SENT = "Another copy of this ledger may have sent it."


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
            doubted = connection.execute(sa.select(counter.c.value).where(counter.c.name == DOUBTED)).scalar()
            if doubted is not None and min(refund_ids) <= doubted:
                values = {"state": UNCLEAR, "doubt": COPY_MAY_HAVE_SENT, "ack_due_at": now}
                connection.execute(sa.update(file).where(file.c.id == file_id).values(values))
            moved = self._refunds.move(
                connection,
                refund_ids,
                State.QUEUED,
                State.PREPARED,
                timeline.written_into(name),
                now,
                logged={"file": name},
                file_id=file_id,
            )
            log_when_committed(connection, "file prepared", file=name, bytes=len(body), refunds=list(refund_ids))
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
            log_when_committed(connection, "file superseded", file=old.name, by_file=name)

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
        """What was tried least comes first: one that the site breaks off at does not hold up the others."""
        tried = sa.select(sa.func.count()).where(attempt.c.file_id == file.c.id).scalar_subquery()
        return self.select(file.c.state == PREPARED, order=tried)

    def has_prepared(self) -> bool:
        return self._is_any(file.c.state == PREPARED)

    def _is_any(self, wanted: sa.ColumnElement[bool]) -> bool:
        with self._database.reading() as connection:
            return connection.execute(sa.select(file.c.id).where(wanted).limit(1)).first() is not None

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

    def begin(self, sent: File, staged_name: str, *, claims: bool, site: str, lease: Lease, now: datetime) -> Attempt:
        """Commit an attempt under the next number; `{number}` in the name becomes it."""
        with self._database.writing() as connection:
            require(connection, lease, now)
            last = sa.select(sa.func.max(attempt.c.number)).where(attempt.c.file_id == sent.id)
            number = (connection.execute(last).scalar() or 0) + 1
            name = staged_name.format(number=number)
            row = {"file_id": sent.id, "number": number, "staged_name": name, "claims": claims, "site": site}
            connection.execute(sa.insert(attempt).values(**row, created_at=now))
            log_when_committed(
                connection,
                "attempt begun",
                file=sent.name,
                attempt=number,
                staged=name,
                site=site,
                claims=claims,
            )
        return Attempt(sent.id, number, name, now, moving=False, refused=False, site=site)

    def intend(self, current: Attempt, lease: Lease, now: datetime, until: datetime) -> str:
        """Commit "moving", and the mark that the move is to leave on the site: its number and what no copy draws.

        Raises LeaseLost unless the lease is ours until then and the attempt is the newest.
        """
        with self._database.writing() as connection:
            require(connection, lease, until, newest=current.number, file_id=current.file_id)
            mine = (attempt.c.file_id == current.file_id, attempt.c.number == current.number)
            last = connection.execute(sa.select(sa.func.max(attempt.c.mark))).scalar() or "0"
            mark = f"{int(last.partition('-')[0]) + 1:09}-{secrets.token_hex(4)}"
            connection.execute(sa.update(attempt).where(*mine).values(moving_at=now, mark=mark))
        return mark

    def unknown_marks(self, marks: Sequence[str]) -> set[str]:
        """Those of moves that another copy of this ledger has made."""
        with self._database.reading() as connection:
            known = connection.execute(sa.select(attempt.c.mark).where(attempt.c.mark.in_(marks))).scalars()
            return set(marks) - set(known)

    def doubt_all(self) -> None:
        """Another copy of this ledger may have sent whatever waits here: nothing is sent, each file is asked about."""
        with self._database.writing() as connection:
            turn(connection, COPIED, on=True)
            newest = connection.execute(sa.select(sa.func.max(refund.c.id))).scalar()
            connection.execute(sa.delete(counter).where(counter.c.name == DOUBTED))
            connection.execute(sa.insert(counter).values(name=DOUBTED, value=newest))
            values = {"state": UNCLEAR, "doubt": COPY_MAY_HAVE_SENT, "ack_polls": 0, "ack_due_at": file.c.created_at}
            connection.execute(sa.update(file).where(file.c.state == PREPARED).values(values))
            log_when_committed(connection, "ledger copied")

    def refused(self, current: Attempt, lease: Lease, now: datetime) -> None:
        """The site answered that the newest attempt's move was not done: no move of the file can be under way."""
        with self._database.writing() as connection:
            require(connection, lease, now, newest=current.number, file_id=current.file_id)
            connection.execute(sa.update(attempt).where(attempt.c.file_id == current.file_id).values(refused_at=now))

    def delivered(self, sent: File, now: datetime, *, staged_left: bool = True) -> None:
        """Commit that the file stood under its name, as the site has just said: true whoever holds the lease by now.

        `staged_left`: something may still lie under a staged name.
        """
        with self._database.writing() as connection:
            self._deliver(connection, sent, now, staged_left=staged_left)

    def _deliver(self, connection: sa.Connection, sent: File, now: datetime, *, staged_left: bool = True) -> None:
        values = {"state": DELIVERED, "delivered_at": now, "staged_left": staged_left, "ack_due_at": now}
        open_file = (file.c.id == sent.id, file.c.state.in_((PREPARED, UNCLEAR)))
        connection.execute(sa.update(file).where(*open_file).values(values))
        ids = connection.execute(sa.select(refund.c.id).where(refund.c.file_id == sent.id)).scalars().all()
        message, logged = timeline.delivered(sent.name), {"file": sent.name}
        self._refunds.move(connection, ids, State.PREPARED, State.DELIVERED, message, now, logged=logged)

    def unclear(self, sent: File, current: Attempt, lease: Lease, doubt: str, now: datetime) -> None:
        """Send nothing more of the file until somebody knows whether it was moved. Raises LeaseLost."""
        with self._database.writing() as connection:
            require(connection, lease, now, newest=current.number, file_id=sent.id)
            values = {"state": UNCLEAR, "doubt": doubt, "ack_polls": 0, "ack_due_at": now}
            connection.execute(sa.update(file).where(file.c.id == sent.id).values(values))

    def resolve(self, name: str, settlement: Settlement, now: datetime) -> list[int]:
        """A person settles an unclear file; returns its refunds. Raises NotFound, NotUnclear."""
        with self._database.writing() as connection:
            found = self.named(connection, name)
            if found.state != UNCLEAR:
                raise NotUnclear(name)
            log_when_committed(connection, "file settled", file=found.name, settlement=settlement)
            if settlement == "delivered":
                self._deliver(connection, found, now)
            else:
                connection.execute(sa.update(file).where(file.c.id == found.id).values(state=PREPARED))
                connection.execute(sa.update(attempt).where(attempt.c.file_id == found.id).values(refused_at=now))
            ids = list(connection.execute(sa.select(refund.c.id).where(refund.c.file_id == found.id)).scalars())
            self._refunds.decided(connection, ids, now, timeline.settled(settlement))
        return ids

    def left_staged(self) -> list[File]:
        """Files that are settled, with staged names that may still lie on the site."""
        return self.select(file.c.staged_left.is_(True))

    def has_left_staged(self) -> bool:
        return self._is_any(file.c.staged_left.is_(True))

    def swept(self, sent: File) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.update(file).where(file.c.id == sent.id).values(staged_left=False))

    @staticmethod
    def named(connection: sa.Connection, name: str) -> File:
        """Raises NotFound."""
        row = connection.execute(sa.select(*_COLUMNS).where(file.c.name == name)).one_or_none()
        if row is None:
            raise NotFound.file(name)
        return File(*row)

    def refunds_of(self, sent: File) -> list[int]:
        return self._refund_ids(sent.id)

    def _refund_ids(self, file_id: int) -> list[int]:
        with self._database.reading() as connection:
            return list(connection.execute(sa.select(refund.c.id).where(refund.c.file_id == file_id)).scalars())

    def select(self, *wanted: sa.ColumnElement[bool], order: sa.ColumnElement[int] | None = None) -> list[File]:
        """By `order`, then the oldest first."""
        orders = (file.c.id,) if order is None else (order, file.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(*_COLUMNS).where(*wanted).order_by(*orders)).all()
        return [File(*row) for row in rows]
