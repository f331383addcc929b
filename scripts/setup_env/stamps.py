"""A stamp is a file beside what was made, and says from what: so nothing is made twice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def read(stamp: Path) -> dict[str, str]:
    """What was written; nothing where there is no stamp, or one that cannot be read."""
    try:
        found: dict[str, str] = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def write(stamp: Path, made_from: dict[str, str]) -> None:
    stamp.write_text(json.dumps(made_from), encoding="utf-8")


def digest(path: Path) -> str:
    """Of the file's bytes, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
