"""Refunds in words, for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jet_refunds.clock import parse_time

WIDTH = 80
WORDS = {
    "held": "can be undone",
    "queued": "waits to be sent",
    "prepared": "is being sent",
    "delivered": "waits for the answer",
    "accepted": "accepted",
    "rejected": "rejected",
    "partly_accepted": "partly accepted",
    "cancelled": "undone",
}
"""A state in a seller's words. Accepted is by Solid Commerce; nobody here knows whether Jet has paid."""


def table(page: Mapping[str, Any]) -> str:
    """One line a refund; a reason on the line below."""
    if not page["refunds"]:
        return "No refunds yet."
    lines = [f"{'id':>5}  {'refund':<10} {'order':<18} {'amount':>9}  {'state':<20} time"]
    for refund in page["refunds"]:
        lines.append(
            wrapped(
                f"{refund['id']:>5}  {refund['alt_refund_id']:<10} {refund['reference_order_id']:<18} "
                f"{'$' + refund['total']:>9}  {WORDS[refund['state']]:<20} {_local(refund['created_at']):%b %d}"
            )
        )
        if refund["reason"]:
            lines.append(wrapped(refund["reason"], indent="       ", hanging=0))
    if page["after"]:
        lines.append(f"More: jet-refunds list --after {page['after']}")
    return "\n".join(lines)


def story(status: Mapping[str, Any]) -> str:
    """A refund with its lines and its timeline."""
    lines = [
        wrapped(
            f"Refund {status['alt_refund_id']} of order {status['reference_order_id']}: "
            f"${status['total']}, {WORDS[status['state']]}"
        ),
    ]
    for line in status["lines"]:
        lines.append(wrapped(f"{line['order_return_refund_qty']} x {line['product_title']}", indent="  "))
        lines.append(wrapped(_why(line), indent="    ", hanging=0))
        amounts = ", ".join(f"{part} {amount}" for part, amount in line["refund_amount"].items())
        lines.append(wrapped(amounts, indent="    "))
    if status["file"]:
        lines.append(f"File {status['file']['name']}")
    if status["ack"]:
        lines.append(wrapped(f"Acknowledgement {status['ack']['name']}"))
    if status["reason"]:
        lines.append(wrapped(status["reason"], hanging=0))
    events = (f"{_local(event['at']):%Y-%m-%d %H:%M:%S}  {event['message']}" for event in status["timeline"])
    return "\n".join([*lines, *(wrapped(event, indent="  ", hanging=21) for event in events)])


def _why(line: Mapping[str, Any]) -> str:
    said = [line["refund_reason"], line["refund_feedback"], line["notes"], line["error_message"]]
    return "; ".join(word for word in said if word)


def wrapped(text: str, indent: str = "", hanging: int = 2, *, whole_words: bool = False) -> str:
    """`hanging`: by how many columns the later lines are moved in."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)  # a title must not command the terminal
    later = indent + " " * hanging
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=later,
        break_long_words=not whole_words,
        break_on_hyphens=not whole_words,
    )


def finding(mark: str, part: str, message: str) -> str:
    """A line of the doctor's, or of the site's trial. A long word stays whole: fingerprints are copied."""
    return wrapped(f"{mark:<4}  {part}: {message}", hanging=6, whole_words=True)


def _local(moment: str) -> datetime:
    return parse_time(moment).astimezone()
