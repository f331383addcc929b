"""A ledger in which every text of others is hostile: titles, SKUs, notes, answers, files' and browsers' names."""

from __future__ import annotations

from datetime import UTC, datetime

from jet_refunds import proofs
from jet_refunds.domain.refund import CsvRefund
from jet_refunds.ledger import Ledger
from jet_refunds.refund_service import RefundService
from jet_refunds.solid_commerce import csv_file, file_names
from jet_refunds.solid_commerce.answer import Answer, Row
from jet_refunds.solid_commerce.outcome import outcomes
from jet_refunds.web import from_document
from tests.support import documents as doc
from tests.support.history import NOW, lease_of
from tests.support.hostile_texts import HOSTILE, LEGIT

TITLES = (*HOSTILE.values(), *LEGIT)
NOTE = "two\nlines, gpj.\u202eexe pay\u200bpal \u2028of it"
"""A note has no control characters, by its schema."""


def fill(ledger: Ledger, service: RefundService) -> int:
    """The id of a refund of as many items as there are texts, rejected with each of them; another one waits for one."""
    numbers = range(1, len(TITLES) + 1)
    items = [doc.item(n, product_title=title, merchant_sku=title) for n, title in zip(numbers, TITLES, strict=True)]
    refund = service.take(
        from_document.refund(doc.refund(*(doc.line(n, notes=NOTE) for n in numbers), of=doc.order(*items)))
    )
    view = ledger.refund_views.get(refund.refund.id)
    ledger.refunds.send(view.id, NOW)
    name = file_names.refund_file(NOW.replace(tzinfo=None))
    body = csv_file.csv_bytes([CsvRefund(view.merchant_order_id, view.alt_refund_id, view.lines)])
    ledger.files.prepare(name, body, [view.id], lease_of(ledger), NOW)
    (file,) = ledger.files.prepared()
    ledger.files.delivered(file, NOW)
    answers = [
        Answer(Row(view.alt_refund_id, line.order_item_id), "rejected", title)
        for line, title in zip(view.lines, TITLES, strict=True)
    ]
    ledger.acks.answered(file, f"{name}_Ack{HOSTILE['title bar']}", b"answer", outcomes(answers), NOW)
    waits = service.take(from_document.refund(doc.refund(of=doc.order(merchant_order_id="cd" * 16)))).refund.id
    ledger.refunds.remark([waits], " ".join(TITLES), NOW, needs_person=True)
    for number, text in enumerate(TITLES):
        ledger.unmatched_acks.keep(f"{text}{number}", text.encode(), NOW)
        named(ledger, text, datetime.now(UTC))
    return view.id


def named(ledger: Ledger, client: str, now: datetime) -> None:
    """A browser that calls itself so is paired."""
    ledger.pairings.new_code(now, rounds=1)
    code = ledger.pairings.open_code(now)
    assert code
    ledger.pairings.pair(code, client, proofs.verifier(bytes(32)), now)
