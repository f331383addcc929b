"""An empty ledger, made once a process: its migrations cost more than most of what a test asks of it."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from jet_refunds.ledger import Ledger

FILE = "ledger.db"


def put_empty_ledger(data_dir: Path) -> None:
    """As the first start would make it; the folder is made with it. tests/unit/test_ledger_upgrade.py makes it anew."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data_dir / FILE).write_bytes(_empty_ledger())


@functools.cache
def _empty_ledger() -> bytes:
    with tempfile.TemporaryDirectory() as made:
        Ledger.in_folder(Path(made)).close()
        assert [path.name for path in Path(made).iterdir()] == [FILE], "all of it is in one file once it is closed"
        return (Path(made) / FILE).read_bytes()
