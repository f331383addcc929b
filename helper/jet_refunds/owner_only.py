"""The data folder is its owner's alone: what others of the computer may read or write there is closed to them.

What is new is made so by the umask of every command (cli/commands.py); what an older version or another program has
left open is mended when a command starts. On Windows a new folder is made so by its mode; a folder with the rights of
the one above it gets its own: the seller's, the system's and the administrators'.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
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

_SYSTEM, _ADMINISTRATORS = "S-1-5-18", "S-1-5-32-544"  # Windows' well-known security identifiers
_TAKEN_OVER = ":(I)"  # of an entry in what icacls lists: inherited


def make_folder(folder: Path) -> None:
    """With those above it, where they are missing. Windows knows this mode alone. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def mend(data_dir: Path) -> list[Path]:
    """Returns what stays open, since the system does not let us close it.

    Links are not followed, what belongs to somebody else is left, and a folder that all share stays shared.
    """
    if sys.platform == "win32":
        return [] if not data_dir.is_dir() or _closed_on_windows(data_dir) else [data_dir]
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


def _closed_on_windows(folder: Path) -> bool:
    """By the system's own commands. The seller is named: the owner may be an administrator, who made the folder."""
    try:
        if _TAKEN_OVER in _windows("icacls", folder):
            found = re.search(r"S-1-[0-9-]+", _windows("whoami", "/user", "/fo", "csv", "/nh"))
            if found is None:
                return False
            rights = [f"*{who}:(OI)(CI)F" for who in (found[0], _SYSTEM, _ADMINISTRATORS)]
            _windows("icacls", folder, "/inheritance:r", "/grant:r", *rights)
            return _TAKEN_OVER not in _windows("icacls", folder)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _windows(command: str, *words: str | Path) -> str:
    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", f"{command}.exe")
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    done = subprocess.run(  # noqa: S603  the system's own
        [program, *words], check=True, capture_output=True, timeout=20, creationflags=flags
    )
    return done.stdout.decode(errors="replace")
