"""The data folder is its owner's alone: what others of the computer may read or write there is closed to them.

What is new is made so by the umask of every command (cli/commands.py); what an older version or another program has
left open is mended when a command starts. On Windows the folder has the rights of the seller's profile, where it lies.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

UMASK = 0o077
"""The rights that nobody but the owner has."""
_OURS = (
    "config.*",
    "helper.*",
    "ledger.*",
    "ledger-*",
    "seat*",
    "site-server.*",
    "site-test.lock",
    "backups",
    "backups/ledger-*",
)
"""What the helper keeps in its folder; somebody may have named a folder in which other things lie, too."""


def mend(data_dir: Path) -> list[Path]:
    """Returns what stays open, since the system does not let us close it.

    Links are not followed, what belongs to somebody else is left, and a folder that all share stays shared.
    """
    if sys.platform == "win32":
        return []
    return [path for path in _kept(data_dir) if _is_open(path) and not _closed(path)]


def _kept(data_dir: Path) -> Iterator[Path]:
    if data_dir.is_dir():
        yield data_dir
        for pattern in _OURS:
            yield from data_dir.glob(pattern)


def _is_open(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:  # it went meanwhile
        return False
    is_ours = found.st_uid == os.geteuid() and not stat.S_ISLNK(found.st_mode)
    return is_ours and bool(found.st_mode & UMASK) and not found.st_mode & stat.S_ISVTX


def _closed(path: Path) -> bool:
    try:
        path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~UMASK)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not _is_open(path)
