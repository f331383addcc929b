"""The one user of the site. Of the password only a salted scrypt hash is kept, in a file that only its owner reads."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from jet_refunds.errors import BadSettings

FILE = "site-server.json"
_COST = {"n": 2**14, "r": 8, "p": 1}
"""About 40 ms: the server does nothing else meanwhile, and lets nobody try often."""
LEAST = 12
"""Characters. The site may be reached by anybody, for ever."""


@dataclass(frozen=True)
class Account:
    user: str
    salt: bytes
    hash: bytes

    @classmethod
    def of(cls, user: str, password: str) -> Account:
        """Raises BadSettings."""
        if not user or any(letter.isspace() or letter in ":/@" for letter in user):
            raise BadSettings("The user's name must not hold spaces, colons, slashes or @.")
        if len(password) < LEAST:
            raise BadSettings(f"The password is too short: take {LEAST} characters or more.")
        salt = secrets.token_bytes(16)
        return cls(user, salt, _hashed(password, salt))

    def matches(self, user: str, password: str) -> bool:
        """Takes as long for a wrong name as for a wrong password."""
        same = hmac.compare_digest(_hashed(password, self.salt), self.hash)
        return hmac.compare_digest(user.encode(), self.user.encode()) and same

    def keep(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = folder / f"{FILE}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"user": self.user, "salt": self.salt.hex(), "scrypt": self.hash.hex()}, file)
        new.replace(folder / FILE)

    @classmethod
    def kept(cls, folder: Path) -> Account | None:
        path = folder / FILE
        if not path.exists():
            return None
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(found["user"], bytes.fromhex(found["salt"]), bytes.fromhex(found["scrypt"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BadSettings(f"{path} cannot be read. Delete it, and enter the password again.") from error


def _hashed(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, maxmem=64 * 1024 * 1024, **_COST)
