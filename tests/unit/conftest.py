"""A ledger in a temporary folder: the real one, on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jet_refunds.ledger import Ledger
from tests.support.ledgers import put_empty_ledger


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Iterator[Ledger]:
    put_empty_ledger(tmp_path)
    ledger = Ledger.in_folder(tmp_path)
    yield ledger
    ledger.close()
