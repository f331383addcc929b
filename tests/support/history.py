"""What the processor has answered, written into a real ledger without a site: for tests of what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

from jet_refunds.domain.refund import CsvRefund
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.lease import Lease
from jet_refunds.solid_commerce import csv_file, file_names
from jet_refunds.solid_commerce.answer import Answer, Result, Row
from jet_refunds.solid_commerce.outcome import outcomes

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
_minutes = count()


def lease_of(ledger: Ledger) -> Lease:
    lease = ledger.leases.take("test", NOW, NOW + timedelta(hours=1))
    assert lease is not None
    return lease


def settle(ledger: Ledger, refund_id: int, results: Mapping[str, Result]) -> None:
    """Bring a held refund to its answer: `results` is by order_item_id; whoever is not in it was accepted."""
    view = ledger.refund_views.get(refund_id)
    lease = lease_of(ledger)
    assert ledger.refunds.send(refund_id, NOW)
    name = file_names.refund_file(NOW.replace(tzinfo=None) + timedelta(minutes=next(_minutes)))
    body = csv_file.csv_bytes([CsvRefund(view.merchant_order_id, view.alt_refund_id, view.lines)])
    ledger.files.prepare(name, body, [refund_id], lease, NOW)
    (file,) = ledger.files.prepared()
    ledger.files.delivered(file, NOW)
    answers = [
        Answer(Row(view.alt_refund_id, line.order_item_id), results.get(line.order_item_id, "accepted"), None)
        for line in view.lines
    ]
    ledger.acks.answered(file, f"{name}_Ack", b"answer", outcomes(answers), NOW)
