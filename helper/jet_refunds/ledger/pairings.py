"""Which browsers are paired, and the code that pairs one. Kept is what checks a secret, never the secret (proofs.py).

The code has 8 of 32 characters, 40 bits, and lives for five minutes. Nobody sees it on the way. Whoever asks gets a
proof of the helper's by it, and so may search for it alone: 300,000 rounds of PBKDF2 a guess are 30,000 guesses a
second on a large graphics card, in five minutes one code of 120,000. Who asks the helper gets through some hundred
guesses a second. A wrong guess costs the code nothing, so that no stranger can spend the seller's tries.

One code is open at a time: a new one ends the one before.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from jet_refunds import proofs
from jet_refunds.errors import WrongCode
from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.flags import MOVED, turn
from jet_refunds.ledger.page_sessions import session_is_open
from jet_refunds.ledger.tables import browser, pairing_code
from jet_refunds.proofs import Verifier

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which people confuse."""
CODE_LENGTH = 8
CODE_LIFE = timedelta(minutes=5)
_ID_BYTES = _SALT_BYTES = 16

_KNOWN = sa.select(browser).where(browser.c.id == sa.bindparam("id"))
"""Asked on every request: built once."""


@dataclass(frozen=True)
class Code:
    """`text` is said once and kept nowhere."""

    text: str
    expires_at: datetime


@dataclass(frozen=True)
class OpenCode:
    """What is kept of a code: with salt and rounds of PBKDF2 its secret is made anew by who knows it."""

    salt: bytes
    rounds: int
    verifier: Verifier


@dataclass(frozen=True)
class Browser:
    """`client`: the name that it gave itself."""

    id: str
    client: str
    verifier: Verifier
    created_at: datetime
    is_ended: bool


class Pairings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def new_code(self, now: datetime, *, session: str | None = None, rounds: int = proofs.CODE_ROUNDS) -> Code:
        """A code to be shown to the seller. `session`: the page's that shows it, with which it ends."""
        text, salt = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)), secrets.token_bytes(_SALT_BYTES)
        kept = proofs.verifier(proofs.secret_of_code(text, salt, rounds))
        made = Code(text, now + CODE_LIFE)
        with self._database.writing() as connection:
            connection.execute(sa.delete(pairing_code))
            values = {"salt": salt, "rounds": rounds, "expires_at": made.expires_at, "session": session}
            connection.execute(sa.insert(pairing_code).values(**vars(kept), **values))
            log_when_committed(connection, "pairing code made", expires_at=made.expires_at)
        return made

    def open_code(self, now: datetime) -> OpenCode | None:
        is_open = sa.and_(
            pairing_code.c.expires_at > now,
            sa.or_(pairing_code.c.session.is_(None), session_is_open(pairing_code.c.session, now)),
        )
        with self._database.reading() as connection:
            row = connection.execute(sa.select(pairing_code).where(is_open)).one_or_none()
        return OpenCode(row.salt, row.rounds, Verifier(row.stored_key, row.server_key)) if row else None

    def pair(self, code: OpenCode, client: str, verifier: Verifier, now: datetime) -> str:
        """The id of a new browser, for a code that is good once. Raises WrongCode."""
        browser_id = secrets.token_urlsafe(_ID_BYTES)
        with self._database.writing() as connection:
            if not connection.execute(sa.delete(pairing_code).where(pairing_code.c.salt == code.salt)).rowcount:
                raise WrongCode.for_pairing()
            values = {"id": browser_id, "client": client, "created_at": now, **vars(verifier)}
            connection.execute(sa.insert(browser).values(values))
            turn(connection, MOVED, on=False)
            log_when_committed(connection, "browser paired", client=client, client_id=log_id(browser_id))
        return browser_id

    def browser(self, browser_id: str) -> Browser | None:
        """Also one whose pairing was ended: it is to hear that from us, and not from anybody."""
        with self._database.reading() as connection:
            row = connection.execute(_KNOWN, {"id": browser_id}).one_or_none()
        return _browser(row) if row else None

    def browsers(self) -> list[Browser]:
        """Those that are paired now, newest first."""
        with self._database.reading() as connection:
            paired = sa.select(browser).where(browser.c.ended_at.is_(None)).order_by(browser.c.created_at.desc())
            return [_browser(row) for row in connection.execute(paired).all()]

    def end(self, browser_id: str, now: datetime) -> None:
        """With it end the pages that it opened, its unused links, and the codes that those pages show."""
        with self._database.writing() as connection:
            _end(connection, browser.c.id == browser_id, now)

    def end_all(self, now: datetime, *, moved: bool = False) -> int:
        """How many were ended. `moved`: since the folder is another one; the seller hears of it until one is paired."""
        with self._database.writing() as connection:
            ended = _end(connection, sa.true(), now)
            connection.execute(sa.delete(pairing_code))
            if ended and moved:
                turn(connection, MOVED, on=True)
                log_when_committed(connection, "data folder moved", pairings_ended=ended)
        return ended


def _end(connection: sa.Connection, which: sa.ColumnElement[bool], now: datetime) -> int:
    ended = sa.update(browser).where(which, browser.c.ended_at.is_(None)).values(ended_at=now)
    rows = connection.execute(ended.returning(browser.c.id, browser.c.client)).all()
    for row in rows:
        log_when_committed(connection, "browser unpaired", client=row.client, client_id=log_id(row.id))
    return len(rows)


def log_id(browser_id: str) -> str:
    """Enough to tell browsers apart."""
    return browser_id[:8]


def _browser(row: sa.Row[tuple[object, ...]]) -> Browser:
    verifier = Verifier(row.stored_key, row.server_key)
    return Browser(row.id, row.client, verifier, row.created_at, row.ended_at is not None)
