"""Codes that are shown once, tokens and sessions that they are traded for. Only hashes are kept.

Two purposes: "pairing" (a browser's extension, 8 characters, 5 minutes, 5 tries) and "page" (the helper's own page,
a one-time link). A token lives until it is revoked, a page's session for twelve hours.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from jet_refunds.errors import WrongCode
from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.tables import code, token

Purpose = Literal["pairing", "page"]

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which people confuse."""
CODE_LENGTH = 8
CODE_LIFE = timedelta(minutes=5)
TRIES = 5
SESSION_LIFE = timedelta(hours=12)

_KNOWN = sa.select(token.c.expires_at, token.c.client).where(
    token.c.sha256 == sa.bindparam("sha256"), token.c.purpose == sa.bindparam("purpose"), token.c.revoked_at.is_(None)
)
"""Asked on every request: built once."""


@dataclass(frozen=True)
class Code:
    """`text` is said once and kept nowhere."""

    text: str
    expires_at: datetime


@dataclass(frozen=True)
class PairedBrowser:
    """`token_sha256` is its token's hash, by which it is revoked; `client` the name that it gave itself."""

    token_sha256: str
    client: str
    created_at: datetime


@dataclass(frozen=True)
class Holder:
    """Who has a token, for the log: the name that a browser gave itself, and the beginning of the token's hash."""

    client: str
    client_id: str


class Tokens:
    def __init__(self, database: Database) -> None:
        self._database = database

    def new_code(self, purpose: Purpose, now: datetime) -> Code:
        """A code to be shown to the seller, or, for the page, to be put into a link."""
        if purpose == "pairing":
            text = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        else:
            text = secrets.token_urlsafe(32)
        made = Code(text, now + CODE_LIFE)
        with self._database.writing() as connection:
            connection.execute(sa.delete(code).where(code.c.expires_at <= now))
            values = {"sha256": _hash(text), "purpose": purpose, "expires_at": made.expires_at, "tries_left": TRIES}
            connection.execute(sa.insert(code).values(values))
            log_when_committed(connection, f"{purpose} code made", expires_at=made.expires_at)
        return made

    def trade(self, text: str, purpose: Purpose, client: str, now: datetime) -> str:
        """A code for a token, once. Raises WrongCode; a wrong guess costs every open pairing code one of its tries.

        A link's code is too long to be guessed, and any web page may try one: that must not spoil the true one.
        """
        if purpose == "pairing":
            text = "".join(letter for letter in text.upper() if letter.isalnum())
        token_text = secrets.token_urlsafe(32)
        with self._database.writing() as connection:
            mine = (code.c.sha256 == _hash(text), code.c.purpose == purpose)
            row = connection.execute(sa.select(code).where(*mine)).one_or_none()
            if row is not None and row.expires_at > now and row.tries_left > 0:
                connection.execute(sa.delete(code).where(*mine))
                values = {"sha256": _hash(token_text), "purpose": purpose, "client": client, "created_at": now}
                expires_at = now + SESSION_LIFE if purpose == "page" else None
                connection.execute(sa.insert(token).values(expires_at=expires_at, **values))
                if purpose == "pairing":
                    log_when_committed(connection, "browser paired", client=client, client_id=_id(_hash(token_text)))
                else:
                    log_when_committed(connection, "page opened")
                return token_text
            if purpose == "page":
                raise WrongCode.link_is_over()
            open_ones = sa.and_(code.c.purpose == purpose, code.c.expires_at > now)
            connection.execute(sa.update(code).where(open_ones).values(tries_left=code.c.tries_left - 1))
            left = connection.execute(sa.select(sa.func.max(code.c.tries_left)).where(open_ones)).scalar()
        if row is not None and row.expires_at <= now:
            raise WrongCode.expired()
        if left is None or left <= 0:
            raise WrongCode.none_is_open()
        raise WrongCode.wrong(left)

    def knows(self, token_text: str, purpose: Purpose, now: datetime) -> bool:
        """Whether this token was given, is not revoked and has not expired."""
        return self.holder(token_text, purpose, now) is not None

    def holder(self, token_text: str, purpose: Purpose, now: datetime) -> Holder | None:
        """Who was given this token; None when nobody was, when it is revoked or has expired."""
        sha256 = _hash(token_text)
        with self._database.reading() as connection:
            row = connection.execute(_KNOWN, {"sha256": sha256, "purpose": purpose}).one_or_none()
        if row is None or (row.expires_at is not None and row.expires_at <= now):
            return None
        return Holder(row.client, _id(sha256))

    def paired_browsers(self) -> list[PairedBrowser]:
        """Newest first."""
        with self._database.reading() as connection:
            mine = (token.c.purpose == "pairing", token.c.revoked_at.is_(None))
            columns = (token.c.sha256, token.c.client, token.c.created_at)
            rows = connection.execute(sa.select(*columns).where(*mine).order_by(token.c.created_at.desc())).all()
        return [PairedBrowser(*row) for row in rows]

    def revoke(self, token_sha256: str, now: datetime) -> None:
        with self._database.writing() as connection:
            revoked = sa.update(token).where(token.c.sha256 == token_sha256).values(revoked_at=now)
            for client in connection.execute(revoked.returning(token.c.client)).scalars():
                log_when_committed(connection, "browser unpaired", client=client, client_id=_id(token_sha256))


def _id(sha256: str) -> str:
    return sha256[:8]


def _hash(text: str) -> str:
    """Plain SHA-256 is enough: tokens are 256 bits of chance, and a code lives for five minutes and five tries."""
    return hashlib.sha256(text.encode()).hexdigest()
