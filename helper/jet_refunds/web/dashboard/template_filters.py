"""States, moments and sums for the eye. "Accepted" is by Solid Commerce: whether Jet has paid, nobody here knows."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from markupsafe import Markup

from jet_refunds.clock import parse_time
from jet_refunds.solid_commerce import ack_file

STATES = {
    "held": "Can still be undone",
    "queued": "Waits to be sent",
    "prepared": "Being sent",
    "delivered": "Sent, no answer yet",
    "accepted": "Accepted by Solid Commerce",
    "rejected": "Rejected by Solid Commerce",
    "partly_accepted": "Partly accepted",
    "cancelled": "Taken back",
}
WAITS = {
    "held": "They can still be undone, and then go out by themselves.",
    "queued": "They go out in a moment.",
    "prepared": "They are on their way to the FTP site.",
    "delivered": "They lie on the FTP site. Solid Commerce has not answered yet.",
}
"""Why a refund waits when nothing is wrong."""

PARTS = {"ledger": "Records", "site": "FTP site", "courier": "Deliveries", "keychain": "Keychain"}
MOODS = {"fine": "Fine", "waiting": "Waiting", "needs_you": "Needs you"}
AMOUNTS = {
    "principal": "Product price",
    "tax": "Sales tax",
    "shipping_cost": "Shipping",
    "shipping_tax": "Shipping tax",
}

EXCERPT = 300
"""Bytes of an answer that nobody expected."""


def install(pages: Blueprint) -> None:
    pages.add_app_template_filter(moment)
    pages.add_app_template_filter(counted)
    pages.add_app_template_filter(excerpt)

    @pages.app_context_processor
    def values() -> dict[str, object]:
        return {"states": STATES, "part_names": PARTS, "moods": MOODS, "amount_names": AMOUNTS}


def moment(said: str | datetime, *, exact: bool = False) -> Markup:
    """RFC 3339 as a <time>: the seller's local time to read, with the day where it is not today; UTC in the title."""
    utc = parse_time(said) if isinstance(said, str) else said
    local, today = utc.astimezone(), datetime.now().astimezone()
    day = "" if local.date() == today.date() else f"{local.day} {local:%b} "
    year = "" if local.year == today.year else f"{local:%Y} "
    clock = f"{local:%H:%M:%S}" if exact else f"{local:%H:%M}"
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        f"{utc:%Y-%m-%dT%H:%M:%SZ}", f"{utc:%Y-%m-%d %H:%M:%S}", f"{day}{year}{clock}"
    )


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def excerpt(body: bytes) -> str:
    """The beginning of an acknowledgement, whatever it holds."""
    text = ack_file.decoded(body[:EXCERPT])
    return text + (" …" if len(body) > EXCERPT else "")
