"""The site's own log, site-server.log: who came, what was stored, moved and fetched; never a password.

An entry is one line, whatever names it quotes; a traceback follows on lines that are moved in.
"""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from jet_refunds.plain_text import plain

LOG = "site-server.log"
LIBRARY = "pyftpdlib"
"""The logger that the FTP library writes to, and this package too."""
_BYTES, _FILES = 1_000_000, 5
_TRACEBACK = "Traceback (most recent call last):\n"


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text, _, traceback = record.getMessage().partition(_TRACEBACK)  # the library logs some of them as messages
        if record.exc_info:
            traceback = self.formatException(record.exc_info).removeprefix(_TRACEBACK)
        told = [f"    {plain(line)}" for line in (_TRACEBACK + traceback).splitlines()] if traceback else []
        entry = f"{self.formatTime(record)} {record.levelname} {plain(text)}".rstrip()
        return "\n".join([entry, *told])


def write_to(folder: Path) -> None:
    """From now on, for the life of this process."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = logging.handlers.RotatingFileHandler(folder / LOG, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    handler.setFormatter(_Lines())
    logger = logging.getLogger(LIBRARY)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
