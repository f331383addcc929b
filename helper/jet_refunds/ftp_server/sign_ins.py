"""Wrong guesses of the password: after some of them their address is locked for a time that grows.

The account itself is never locked, so nobody can lock the processor out by guessing from elsewhere. Nor from beside it,
behind one router: an address that has signed in of late is not locked. Whoever guesses there is answered late, as
everybody is who is wrong, and no guess beyond the free ones costs more than a comparison.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from jet_refunds.ftp_server.account import Account
from jet_refunds.ftp_server.addresses import counted

FREE = 5
"""Wrong guesses of an address that lock nothing: people mistype."""
FIRST_LOCK, LONGEST_LOCK = 60.0, 6 * 3600.0
"""Seconds. Each wrong guess after a lock doubles the next one."""
FORGOTTEN = 24 * 3600.0
"""Seconds after its last wrong guess, or its lock, until an address begins anew."""
OF_LATE = 7 * 24 * 3600.0
"""Seconds after its last sign-in during which an address is not locked."""
ADDRESSES, KNOWN = 10_000, 1_000
"""How many addresses are remembered, of guessers and of those who have signed in; the oldest are forgotten."""

_Kept = TypeVar("_Kept")


@dataclass
class _Guesses:
    wrong: int = 0
    locked_until: float = 0.0
    last: float = 0.0


class SignIns:
    """Of one site, for the life of its process. Not safe with threads: the site has one."""

    def __init__(self, account: Account, clock: Callable[[], float] = time.monotonic) -> None:
        self._account, self._clock = account, clock
        self._guesses: OrderedDict[str, _Guesses] = OrderedDict()
        self._signed_in_at: OrderedDict[str, float] = OrderedDict()
        self._key = secrets.token_bytes(32)
        self._right: bytes | None = None
        """Of the name and password that have signed in: a known address is told from it without the slow hash."""

    def locked_for(self, address: str) -> float:
        """Seconds; 0: it may try."""
        found = self._guesses.get(counted(address))
        if found is None or self.is_known(address):
            return 0.0
        return max(0.0, found.locked_until - self._clock())

    def is_known(self, address: str) -> bool:
        """It has signed in of late."""
        at = self._signed_in_at.get(counted(address))
        return at is not None and self._clock() - at < OF_LATE

    def try_from(self, address: str, user: str, password: str) -> bool:
        """Whether they are right. Nothing is looked at of a locked address."""
        if self.locked_for(address):
            return False
        is_right = self._is_right(user, password, may_hash=not self._is_spent(address))
        if is_right:
            self._right = self._digest(user, password)
            self._signed_in(counted(address))
        else:
            self._guessed_wrong(counted(address))
        return is_right

    def _is_right(self, user: str, password: str, *, may_hash: bool) -> bool:
        if self._right and hmac.compare_digest(self._digest(user, password), self._right):
            return True
        return may_hash and self._account.matches(user, password)

    def _is_spent(self, address: str) -> bool:
        """A known address has used its free guesses up."""
        found = self._guesses.get(counted(address))
        return found is not None and found.wrong > FREE and self.is_known(address)

    def _digest(self, user: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{user}\0{password}".encode(), hashlib.sha256)

    def _signed_in(self, key: str) -> None:
        self._guesses.pop(key, None)
        _renew(self._signed_in_at, key, self._clock(), KNOWN)

    def _guessed_wrong(self, key: str) -> None:
        now = self._clock()
        found = self._guesses.get(key) or _Guesses()
        if now - max(found.last, found.locked_until) > FORGOTTEN:
            found = _Guesses()
        found.wrong, found.last = found.wrong + 1, now
        if found.wrong > FREE:
            found.locked_until = now + min(LONGEST_LOCK, FIRST_LOCK * 2.0 ** min(found.wrong - FREE - 1, 30))
        _renew(self._guesses, key, found, ADDRESSES)


def _renew(kept: OrderedDict[str, _Kept], key: str, value: _Kept, most: int) -> None:
    """The newest stands last."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
