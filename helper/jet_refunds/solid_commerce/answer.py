"""What an acknowledgement comes to: the values that the modules ack_* and outcome hand on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Result = Literal["accepted", "rejected"]


@dataclass(frozen=True)
class Row:
    """A row of the file that was sent, by its two ids."""

    alt_refund_id: str
    order_item_id: str
    columns: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """What else an answer may repeat of it: the CSV's columns, merchant_sku and reference_order_id, by these names."""


@dataclass(frozen=True)
class Answer:
    """What the processor says of one row; `error_message` in its own words."""

    row: Row
    result: Result
    error_message: str | None


@dataclass(frozen=True)
class NotReady:
    """Empty, the header only, or cut off: read it again later."""

    why: str


@dataclass(frozen=True)
class Unclear:
    """Something in it cannot be matched or understood: a person must read it. `answers`: what is certain of it."""

    why: str
    answers: tuple[Answer, ...] = ()


Reading = NotReady | Unclear | tuple[Answer, ...]
