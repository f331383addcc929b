"""The sentences of a refund's timeline: what has happened to it, for the seller. Pure.

Accepted is by Solid Commerce: whether Jet has paid, nobody here knows.
"""

from __future__ import annotations

from typing import Literal

Settlement = Literal["delivered", "send_again"]
"""What a person says of a file when nobody could find out whether it was moved."""
SETTLEMENTS: dict[Settlement, str] = {
    "delivered": "Solid Commerce has this file",
    "send_again": "Solid Commerce does not have this file, send it again",
}

ASKED = "You asked for this refund."
UNDO_IS_OVER = "The time to undo is over; it will be sent."
UNDONE = "You took it back. Nothing was sent."
SENT_AT_ONCE = "You asked to send it at once."


def written_into(file_name: str) -> str:
    return f"Written into {file_name}."


def delivered(file_name: str) -> str:
    return f"{file_name} lies in JetRefunds on your FTP site."


def said(sentence: str) -> str:
    """A person has said it, and not the site."""
    return f"You said: {sentence}"


def settled(settlement: Settlement) -> str:
    return said(f"{SETTLEMENTS[settlement]}.")


def ack_settled(result: str) -> str:
    """A person has said what an acknowledgement meant that nobody could understand: "accepted" or "rejected"."""
    return said(f"Solid Commerce has {result} it.")
