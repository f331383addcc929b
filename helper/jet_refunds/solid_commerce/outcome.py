"""What an acknowledgement's answers mean for each refund in the file: its state, and the sentence on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jet_refunds.domain.refund import State
from jet_refunds.solid_commerce.answer import Answer


@dataclass(frozen=True)
class Outcome:
    alt_refund_id: str
    state: State
    """ACCEPTED, REJECTED or PARTLY_ACCEPTED."""
    message: str
    """For the timeline."""
    reason: str | None
    """The processor's own words where it has rejected a row."""
    answers: tuple[Answer, ...]


def outcomes(answers: Iterable[Answer]) -> list[Outcome]:
    """One a refund, in the order in which the answers name them."""
    by_refund: dict[str, list[Answer]] = {}
    for answer in answers:
        by_refund.setdefault(answer.row.alt_refund_id, []).append(answer)
    return [_outcome(alt_refund_id, of_refund) for alt_refund_id, of_refund in by_refund.items()]


def _outcome(alt_refund_id: str, answers: Sequence[Answer]) -> Outcome:
    """A refund is rejected when all its rows are; "partly" says that some rows were accepted."""
    rejected = [answer for answer in answers if answer.result == "rejected"]
    if not rejected:
        return Outcome(alt_refund_id, State.ACCEPTED, "Accepted by Solid Commerce.", None, tuple(answers))
    reason = "; ".join(dict.fromkeys(answer.error_message or "no reason given" for answer in rejected))
    if len(rejected) < len(answers):
        accepted = len(answers) - len(rejected)
        message = f"Solid Commerce accepted {accepted} of {len(answers)} items. It wrote: {reason}"
        return Outcome(alt_refund_id, State.PARTLY_ACCEPTED, message, reason, tuple(answers))
    message = f"Rejected by Solid Commerce. It wrote: {reason}"
    return Outcome(alt_refund_id, State.REJECTED, message, reason, tuple(answers))
