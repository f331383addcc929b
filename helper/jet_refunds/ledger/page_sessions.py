"""Who may see the helper's page: a link that is good once and for five minutes, and the session that it opens.

A session lives for twelve hours, and at a host of its own, so that its cookie goes nowhere else: cookies know no ports.
Of link and session only hashes are kept. What a paired browser has opened ends with its pairing.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from jet_refunds.errors import WrongCode
from jet_refunds.ledger.database import Database, log_when_committed
from jet_refunds.ledger.tables import browser, page_link, page_session

LINK_LIFE = timedelta(minutes=5)
SESSION_LIFE = timedelta(hours=12)
_BYTES = 32


@dataclass(frozen=True)
class Session:
    """`token` is said once, to the browser that has opened the page."""

    token: str
    expires_at: datetime


class PageSessions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def new_link(self, now: datetime, *, browser_id: str | None = None) -> str:
        """The code of a link. `browser_id`: the paired browser that asks for it."""
        code = secrets.token_urlsafe(_BYTES)
        with self._database.writing() as connection:
            for table in (page_link, page_session):
                connection.execute(sa.delete(table).where(table.c.expires_at <= now))
            values = {"sha256": _hash(code), "host": host_of(code), "browser": browser_id}
            connection.execute(sa.insert(page_link).values(expires_at=now + LINK_LIFE, **values))
            log_when_committed(connection, "page code made", expires_at=now + LINK_LIFE)
        return code

    def is_link(self, code: str, now: datetime) -> bool:
        """Whether it would open the page."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(sa.exists().where(*_link(code, now)))).scalar_one()

    def open(self, code: str, now: datetime) -> Session:
        """A session for a link's code, once. Raises WrongCode."""
        token = secrets.token_urlsafe(_BYTES)
        with self._database.writing() as connection:
            used = sa.delete(page_link).where(*_link(code, now)).returning(page_link.c.host, page_link.c.browser)
            link = connection.execute(used).one_or_none()
            if link is None:
                raise WrongCode.link_is_over()
            values = {"sha256": _hash(token), "host": link.host, "browser": link.browser}
            connection.execute(sa.insert(page_session).values(expires_at=now + SESSION_LIFE, **values))
            log_when_committed(connection, "page opened")
        return Session(token, now + SESSION_LIFE)

    def known(self, token: str, host: str, now: datetime) -> str | None:
        """The id of the session that this token opens at this host; None where there is none any more."""
        mine = (page_session.c.sha256 == _hash(token), page_session.c.host == host)
        with self._database.reading() as connection:
            found = sa.select(page_session.c.sha256).where(*mine, *_is_open(page_session, now))
            return connection.execute(found).scalar()

    def is_host(self, host: str, now: datetime) -> bool:
        """Whether a page is open, or may be opened, at this host."""
        mine = (sa.exists().where(table.c.host == host, *_is_open(table, now)) for table in (page_session, page_link))
        with self._database.reading() as connection:
            return connection.execute(sa.select(sa.or_(*mine))).scalar_one()

    def end_all(self) -> None:
        """Open pages and unused links."""
        with self._database.writing() as connection:
            for table in (page_link, page_session):
                connection.execute(sa.delete(table))


def host_of(code: str) -> str:
    """Where the page of this link is: a name that nobody guesses, and from which the code cannot be had.

    Browsers take all names below localhost for this computer (RFC 6761, section 6.3).
    """
    return f"jet-refunds-{_hash(f'host {code}')[:32]}.localhost"


def session_is_open(session: sa.ColumnElement[str], now: datetime) -> sa.ColumnElement[bool]:
    """Of the session with this id, in another table's row."""
    return sa.exists().where(page_session.c.sha256 == session, *_is_open(page_session, now))


def _link(code: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (page_link.c.sha256 == _hash(code), *_is_open(page_link, now))


def _is_open(table: sa.Table, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Not too old, and the browser that asked for it is paired still."""
    paired = sa.select(browser.c.id).where(browser.c.ended_at.is_(None))
    return (table.c.expires_at > now, sa.or_(table.c.browser.is_(None), table.c.browser.in_(paired)))


def _hash(text: str) -> str:
    """Plain SHA-256 is enough: what is hashed is 256 bits of chance."""
    return hashlib.sha256(text.encode()).hexdigest()
