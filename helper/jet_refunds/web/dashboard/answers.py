"""What was answered to a file, and a person who says of each row what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jet_refunds.ledger.acks import WaitingRow
from jet_refunds.solid_commerce import ack_table
from jet_refunds.solid_commerce.ack_file import MESSAGE_LIMIT
from jet_refunds.solid_commerce.answer import Answer, Row
from jet_refunds.web.services import Services

LINES, COLUMNS = 200, 30
"""Of an answer, as it is shown."""


def install(pages: Blueprint, services: Services) -> None:
    @pages.get("/files/<name>/answer")
    def answer(name: str) -> ResponseReturnValue:
        acks = services.ledger.acks
        return render_template(
            "answer.html",
            file=name,
            rows=acks.waiting_rows(name),
            answers=[ack_table.preview(body, lines=LINES, columns=COLUMNS) for body in acks.bodies(name)],
            words_limit=MESSAGE_LIMIT,
        )

    @pages.post("/files/<name>/answer")
    def resolve_rows(name: str) -> ResponseReturnValue:
        services.refund_service.resolve(name, tuple(_said(services.ledger.acks.waiting_rows(name))))
        return redirect(url_for("dashboard.home", _anchor="waiting"), 303)


def _said(rows: Iterable[WaitingRow]) -> Iterator[Answer]:
    """By the form's fields NAME:ALT_REFUND_ID:ORDER_ITEM_ID; of some rows nothing may be said."""
    for row in rows:
        field = f"{row.alt_refund_id}:{row.order_item_id}"
        words = request.form.get(f"words:{field}", "").strip()[:MESSAGE_LIMIT]
        match request.form.get(f"result:{field}"):
            case "accepted" | "rejected" as result:
                yield Answer(Row(row.alt_refund_id, row.order_item_id), result, words or None)
