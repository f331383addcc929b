"""The helper's nonces: good once and for a minute, for the browser and the nonce that they were made for.

Nothing is kept of one that was given: it carries its own moment and a proof that it is ours, so that strangers who ask
for many fill no memory. Kept are those that a paired browser has used, for as long as they could be used again. A
helper that was started anew knows none of the nonces of before: what was sent to it cannot be sent again.
"""

from __future__ import annotations

import hmac
import secrets
import struct
import threading

from jet_refunds.proofs import NONCE_BYTES, bytes_of, text_of

LIFE = 60.0
"""Seconds."""
_MOMENT = struct.Struct(">d")
_SEAL_BYTES = 16


class Nonces:
    """`now`: seconds of a clock that nobody sets (Clock.running)."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._used: dict[str, float] = {}
        self._turn = threading.Lock()

    def new(self, browser: str, client_nonce: str, now: float) -> str:
        head = _MOMENT.pack(now) + secrets.token_bytes(NONCE_BYTES)
        return text_of(head + self._seal(head, browser, client_nonce))

    def is_fresh(self, nonce: str, browser: str, client_nonce: str, now: float) -> bool:
        """Whether it was made for them, not too long ago. Whether it was used before is for `use` to say."""
        try:
            made = bytes_of(nonce)
        except ValueError:
            return False
        head, seal = made[:-_SEAL_BYTES], made[-_SEAL_BYTES:]
        if text_of(made) != nonce or len(head) != _MOMENT.size + NONCE_BYTES:
            return False
        (moment,) = _MOMENT.unpack_from(head)
        return hmac.compare_digest(seal, self._seal(head, browser, client_nonce)) and 0 <= now - moment < LIFE

    def use(self, nonce: str, now: float) -> bool:
        """Whether it was not used before. Asked once the browser has proved itself."""
        with self._turn:
            if nonce in self._used:
                return False
            self._used[nonce] = now
            while now - self._used[oldest := next(iter(self._used))] >= LIFE:
                del self._used[oldest]
            return True

    def _seal(self, head: bytes, browser: str, client_nonce: str) -> bytes:
        return hmac.digest(self._key, head + f"{browser}\n{client_nonce}".encode(), "sha256")[:_SEAL_BYTES]
