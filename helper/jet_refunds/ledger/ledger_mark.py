"""The mark beside a ledger: by it a ledger that has vanished, or has become an older one, is told from a new one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

MARK = "ledger.mark"


@dataclass(frozen=True)
class LedgerMark:
    """What was last known of the ledger: its name, and the id of its newest refund, 0 before the first."""

    ledger: str
    newest_refund: int


def read(data_dir: Path) -> LedgerMark | None:
    """None where there is none, or none that can be read."""
    try:
        found = json.loads((data_dir / MARK).read_text("utf-8"))
        return LedgerMark(str(found["ledger"]), int(found["newest_refund"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write(data_dir: Path, mark: LedgerMark) -> None:
    """Whole or not at all. Raises OSError."""
    part = data_dir / f"{MARK}.part"
    part.write_text(json.dumps(vars(mark)), "utf-8")
    part.replace(data_dir / MARK)


def remove(data_dir: Path) -> None:
    (data_dir / MARK).unlink(missing_ok=True)
