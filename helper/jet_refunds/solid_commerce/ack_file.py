"""The acknowledgement: bytes -> what the processor says of each row, or "not ready". Pure.

Known are the columns Status (TRUE or FALSE) and ErrorMessage, and the name: `_Ack` at the end of the file's name
(seed, "Viewing Your Results"). It may echo every row or give one line for the file. Anything else in Status is
unknown, and never success. Nothing is guessed: what cannot be told is a person's to say (Unclear).
"""

from __future__ import annotations

from collections.abc import Sequence

from jet_refunds.solid_commerce import ack_match, ack_table
from jet_refunds.solid_commerce.ack_match import Matching
from jet_refunds.solid_commerce.ack_table import MESSAGE, STATUS, Record, Table
from jet_refunds.solid_commerce.answer import Answer, NotReady, Reading, Result, Row, Unclear

RESULTS: dict[str, Result] = {"TRUE": "accepted", "FALSE": "rejected"}
MESSAGE_LIMIT = 500
"""Letters; of a longer one the beginning is kept."""


def read(body: bytes, sent: Sequence[Row]) -> Reading:
    """The answers in the order of `sent`, the file's rows in theirs: one a row."""
    table = _whole_table(body)
    if not isinstance(table, Table):
        return table
    matching = _matched(table, sent)
    answers, doubts = [], dict(matching.doubts)
    for row in filter(matching.records.get, sent):
        answer = _answer(row, matching.records[row])
        if isinstance(answer, Answer):
            answers.append(answer)
        else:
            doubts[row] = answer
    if doubts:
        return Unclear(next(iter(doubts.values())), tuple(answers))
    missing = next((row for row in sent if row not in matching.records), None)
    if missing is None:
        return tuple(answers)
    if None in table.records:
        return Unclear("the fields of one of its lines cannot be told apart", tuple(answers))
    return NotReady(f"it does not mention {missing.alt_refund_id} {missing.order_item_id} yet")


def may_go_on(body: bytes, sent: Sequence[Row]) -> bool:
    """A line of it speaks of several rows: a longer answer may begin so, and say something else of one of them."""
    table = _whole_table(body)
    return isinstance(table, Table) and _matched(table, sent).several


def _whole_table(body: bytes) -> Table | NotReady | Unclear:
    table = ack_table.table(body, ack_match.COLUMNS)
    if not isinstance(table, Table):
        return table
    if not table.records:
        return NotReady("it has a header only")
    if not table.has_end and _cut_off(table.records[-1], table.columns[-1]):
        return NotReady("its last line is cut off")
    return table


def _cut_off(last: Record | None, column: str) -> bool:
    """The file ends within a line, and that line is not whole: a field, an id or a part of TRUE or FALSE is missing."""
    if last is None:
        return False
    is_empty_id = column in ack_match.NAMES and column not in last.cells
    return last.is_short or is_empty_id or last.cells.get(STATUS, "").upper() not in RESULTS


def _matched(table: Table, sent: Sequence[Row]) -> Matching:
    return ack_match.matched([record for record in table.records if record], sent)


def _answer(row: Row, record: Record) -> Answer | str:
    """Or why it is none."""
    status = record.cells.get(STATUS, "")
    result = RESULTS.get(status.upper())
    if result is None:
        return f"its Status says “{status[:MESSAGE_LIMIT]}”, neither TRUE nor FALSE"
    return Answer(row, result, _shortened(record.cells.get(MESSAGE)))


def _shortened(message: str | None) -> str | None:
    if message is None or len(message) <= MESSAGE_LIMIT:
        return message
    return f"{message[:MESSAGE_LIMIT]} … (the rest is in the acknowledgement)"
