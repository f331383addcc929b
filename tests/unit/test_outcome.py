"""What an acknowledgement's answers mean for a refund, in the seller's sentences."""

from __future__ import annotations

import pytest

from jet_refunds.domain.refund import State
from jet_refunds.solid_commerce.answer import Answer, Result, Row
from jet_refunds.solid_commerce.outcome import Outcome, outcomes


def answer(item: int, result: Result = "accepted", message: str | None = None, refund: str = "JR-00001") -> Answer:
    return Answer(Row(refund, f"{item:032x}"), result, message)


ACCEPTED = (answer(1), answer(2))
REJECTED = (answer(1, "rejected", "Too late"), answer(2, "rejected", "Too late"))
SILENT = (answer(1, "rejected"), answer(2, "rejected", "Too late"))
PARTLY = (answer(1), answer(2, "rejected", "Too late"), answer(3))


@pytest.mark.parametrize(
    ("answers", "state", "message", "reason"),
    [
        (ACCEPTED, State.ACCEPTED, "Accepted by Solid Commerce.", None),
        (REJECTED, State.REJECTED, "Rejected by Solid Commerce. It wrote: Too late", "Too late"),
        (
            SILENT,
            State.REJECTED,
            "Rejected by Solid Commerce. It wrote: no reason given; Too late",
            "no reason given; Too late",
        ),
        (
            PARTLY,
            State.PARTLY_ACCEPTED,
            "Solid Commerce accepted 2 of 3 items. It wrote: Too late",
            "Too late",
        ),
    ],
)
def test_the_processor_s_own_words_are_the_reason_each_said_once(
    answers: tuple[Answer, ...], state: State, message: str, reason: str | None
) -> None:
    assert outcomes(answers) == [Outcome("JR-00001", state, message, reason, answers)]


def test_refunds_that_share_a_file_have_an_outcome_each() -> None:
    answers = (answer(1), answer(1, "rejected", "No", "JR-00002"), answer(2), answer(2, "accepted", None, "JR-00002"))
    assert [(each.alt_refund_id, each.state, len(each.answers)) for each in outcomes(answers)] == [
        ("JR-00001", State.ACCEPTED, 2),
        ("JR-00002", State.PARTLY_ACCEPTED, 2),
    ]


def test_a_file_without_answers_has_no_outcome() -> None:
    assert outcomes(()) == []
