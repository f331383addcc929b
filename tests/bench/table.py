"""What a bench has found: a row a case, and the one line that ends it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`ours` and `peer` in seconds unless the case says otherwise; without a peer there is no ratio."""

    case: str
    ours: float
    peer: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.peer if self.peer else None

    def document(self) -> dict[str, object]:
        return {
            "case": self.case,
            "ours": round(self.ours, 6),
            "peer": None if self.peer is None else round(self.peer, 6),
            "ratio": None if self.ratio is None else round(self.ratio, 2),
        }

    def words(self) -> str:
        beside = f"  peer {self.peer:10.5f}  ratio {self.ratio:5.2f}" if self.peer and self.ratio else ""
        return f"{self.case:40} ours {self.ours:10.5f}{beside}"


def show(bench: str, rows: Sequence[Row], *, as_json: bool) -> None:
    """With `as_json` the last line is a document; else a table."""
    if as_json:
        print(json.dumps({"bench": bench, "rows": [row.document() for row in rows]}), flush=True)
    else:
        print("\n".join(row.words() for row in rows), flush=True)
