"""All that is said on a terminal, of 80 columns; moments in the seller's local time.

Only here is anything printed: whatever it quotes, nothing in it acts on the terminal (plain_text.py).
"""

from __future__ import annotations

import sys
import textwrap
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import click

from jet_refunds.domain.labels import SHORT_STATE_LABELS
from jet_refunds.domain.money import dollars
from jet_refunds.domain.refund_view import LineView, RefundPage, RefundView
from jet_refunds.plain_text import plain, plain_json, plain_lines

WIDTH = 80


def say(text: str, *, is_error: bool = False) -> None:
    """One line, also where what it quotes has more."""
    click.echo(plain(text), err=is_error)


def say_lines(text: str) -> None:
    """Lines whose ends are ours: what is quoted in them was made plain before it was put there."""
    click.echo(plain_lines(text))


def say_json(document: object) -> None:
    """For programs: what was given, in ASCII: whatever the terminal's code page, nothing is replaced."""
    click.echo(plain_json(document))


def ask_secretly(question: str) -> str:
    """What a person types, without showing it."""
    return str(click.prompt(plain(question), hide_input=True))


@contextmanager
def plain_usage_errors() -> Iterator[None]:
    """What was typed wrong is quoted by click as it was typed, or as a pattern of the shell has put it there."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:  # its lines are our help
        raise
    except click.UsageError as error:
        raise click.UsageError(plain(error.format_message()), error.ctx) from error


def say_defect(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    """sys.excepthook: a traceback that may quote anything."""
    sys.stderr.write(plain_lines("".join(traceback.format_exception(kind, error, at))))


def table(page: RefundPage) -> str:
    """One line a refund; a reason on the line below."""
    if not page.refunds:
        return "No refunds yet."
    lines = [f"{'id':>5}  {'refund':<10} {'order':<18} {'amount':>9}  {'state':<20} time"]
    for refund in page.refunds:
        lines.append(
            wrapped(
                f"{refund.id:>5}  {refund.alt_refund_id:<10} {refund.reference_order_id:<18} "
                f"{'$' + dollars(refund.total):>9}  {SHORT_STATE_LABELS[refund.state]:<20} "
                f"{refund.created_at.astimezone():%b %d}"
            )
        )
        if refund.reason:
            lines.append(wrapped(refund.reason, indent="       ", hanging=0))
    if page.after:
        lines.append(f"More: jet-refunds list --after {page.after}")
    return "\n".join(lines)


def story(refund: RefundView) -> str:
    """A refund with its lines and its timeline."""
    lines = [
        wrapped(
            f"Refund {refund.alt_refund_id} of order {refund.reference_order_id}: "
            f"${dollars(refund.total)}, {SHORT_STATE_LABELS[refund.state]}"
        ),
    ]
    for line in refund.lines:
        lines.append(wrapped(f"{line.order_return_refund_qty} x {line.product_title}", indent="  "))
        lines.append(wrapped(_why(line), indent="    ", hanging=0))
        amounts = ", ".join(f"{name} {dollars(amount)}" for name, amount in line.refund_amount.items())
        lines.append(wrapped(amounts, indent="    "))
    if refund.file:
        lines.append(wrapped(f"File {refund.file.name}"))
    if refund.ack:
        lines.append(wrapped(f"Acknowledgement {refund.ack.name}"))
    if refund.reason:
        lines.append(wrapped(refund.reason))
    events = (f"{event.at.astimezone():%Y-%m-%d %H:%M:%S}  {event.message}" for event in refund.timeline)
    return "\n".join([*lines, *(wrapped(event, indent="  ", hanging=21) for event in events)])


def _why(line: LineView) -> str:
    texts = (line.refund_reason, line.refund_feedback, line.notes, line.error_message)
    return "; ".join(text for text in texts if text)


def wrapped(text: str, indent: str = "", hanging: int = 2, *, whole_words: bool = False) -> str:
    """`hanging`: by how many columns the later lines are moved in."""
    later = indent + " " * hanging
    return textwrap.fill(
        plain(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=later,
        break_long_words=not whole_words,
        break_on_hyphens=not whole_words,
    )


def finding(mark: str, part: str, message: str) -> str:
    """A line of the doctor's, or of the site's trial. A long word stays whole: fingerprints are copied."""
    return wrapped(f"{mark:<4}  {part}: {message}", hanging=6, whole_words=True)
