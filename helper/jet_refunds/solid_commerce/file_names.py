"""Where this processor looks, and what it calls things: folders, refund files by the minute, acknowledgements. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

REFUNDS = "JetRefunds"
ACKS = "JetRefunds/Acks"
"""The two folders that the seed asks for, directly inside the site."""

MARKS = ".jet-refunds"
"""Beside them, where computers that use one site leave what the others must know; the processor does not look there."""

_STEM = r"JET_REFUND_\d{12}"
REFUND_FILE = re.compile(rf"{_STEM}\.csv", re.ASCII)
ACK_FILE = re.compile(rf"({_STEM})(?:_Ack\.csv|\.csv_Ack)", re.ASCII | re.IGNORECASE)
STAGED_FILE = re.compile(rf"\.?({_STEM}\.csv)\.[^ .]+\.\d+\.part", re.ASCII)


def refund_file(minute: datetime) -> str:
    """JET_REFUND_MMDDYYHHMMSS.csv by the seller's local time, seconds always 00 (seed, step 10)."""
    return f"JET_REFUND_{minute:%m%d%y%H%M}00.csv"


def minute_of(name: str) -> datetime | None:
    """refund_file undone, by the local time that it was made of; None for another name, or no such minute."""
    if not REFUND_FILE.fullmatch(name):
        return None
    try:
        return datetime.strptime(name, "JET_REFUND_%m%d%y%H%M%S.csv")  # noqa: DTZ007 - names carry no zone
    except ValueError:
        return None


@dataclass(frozen=True)
class FreeName:
    """A refund file's name that nobody has, and the minute, local time without a zone, that it is made of."""

    minute: datetime
    name: str


def free_names(start: datetime, taken: Iterable[str]) -> Iterator[FreeName]:
    """From the minute of `start` on, without end: names that are not taken in any case of letters."""
    taken = {name.casefold() for name in taken}
    minute = start.replace(second=0, microsecond=0)
    while True:
        name = refund_file(minute)
        if name.casefold() not in taken:
            yield FreeName(minute, name)
        minute += timedelta(minutes=1)


def ack_files(refund_file_name: str) -> tuple[str, str]:
    """The two names that a file's acknowledgement may have. Compare without regard to case."""
    stem, dot, suffix = refund_file_name.rpartition(".")
    return f"{stem}_Ack{dot}{suffix}", f"{refund_file_name}_Ack"


def acknowledged_file(ack_name: str) -> str | None:
    """The name of the file that an acknowledgement of this name is for; None when it is no such name."""
    match = ACK_FILE.fullmatch(ack_name)
    return f"{match[1].upper()}.csv" if match else None


def staged_file(refund_file_name: str, drawn: str) -> str:
    """The name under which a file is uploaded, with {number} for the attempt's.

    What is `drawn` by chance keeps computers apart that use one site, also where one's ledger is a copy of another's.
    """
    return f"{refund_file_name}.{drawn}.{{number}}.part"


def without_staged_names(text: str) -> str:
    """A reason, with each file called as the seller knows it."""
    return STAGED_FILE.sub(r"\1", text)
