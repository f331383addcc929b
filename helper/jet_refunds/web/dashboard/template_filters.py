"""States, moments and sums for the eye. "Accepted" is by Solid Commerce: whether Jet has paid, nobody here knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from jet_refunds.clock import format_time
from jet_refunds.domain.labels import AMOUNT_LABELS, STATE_LABELS
from jet_refunds.domain.money import dollars
from jet_refunds.domain.refund import State
from jet_refunds.plain_text import plain_lines
from jet_refunds.solid_commerce import ack_table

WAITING_REASONS: Mapping[State, str] = {
    State.HELD: "They can still be undone, and then go out by themselves.",
    State.QUEUED: "They go out in a moment.",
    State.PREPARED: "They are on their way to the FTP site.",
    State.DELIVERED: "They lie on the FTP site. Solid Commerce has not answered yet.",
}
"""Why refunds wait when nothing is wrong."""

HEALTH_PART_LABELS = {"ledger": "Records", "site": "FTP site", "courier": "Deliveries", "keychain": "Keychain"}
MOOD_LABELS = {"fine": "Fine", "waiting": "Waiting", "needs_you": "Needs you"}

EXCERPT = 300
"""Bytes of an answer that nobody expected."""


def install(pages: Blueprint) -> None:
    pages.add_app_template_filter(moment)
    pages.add_app_template_filter(counted)
    pages.add_app_template_filter(excerpt)
    pages.add_app_template_filter(dollars)
    pages.add_app_template_filter(format_time)

    @pages.record_once
    def finish(state: BlueprintSetupState) -> None:
        state.app.jinja_env.finalize = shown

    @pages.app_context_processor
    def values() -> dict[str, object]:
        return {
            "state_labels": STATE_LABELS,
            "health_part_labels": HEALTH_PART_LABELS,
            "mood_labels": MOOD_LABELS,
            "amount_labels": AMOUNT_LABELS,
        }


def shown(value: object) -> object:
    """Everything that a template shows goes through here: text of others acts on nothing around it (plain_text.py)."""
    return plain_lines(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def moment(utc: datetime, *, exact: bool = False) -> Markup:
    """As a <time>: the seller's local time to read, with the day where it is not today; UTC in the title."""
    local, today = utc.astimezone(), datetime.now().astimezone()
    day = "" if local.date() == today.date() else f"{local.day} {local:%b} "
    year = "" if local.year == today.year else f"{local:%Y} "
    clock = f"{local:%H:%M:%S}" if exact else f"{local:%H:%M}"
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        f"{utc:%Y-%m-%dT%H:%M:%SZ}", f"{utc:%Y-%m-%d %H:%M:%S}", f"{day}{year}{clock}"
    )


def counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def excerpt(body: bytes) -> str:
    """The beginning of an acknowledgement, whatever it holds."""
    text = ack_table.decoded(body[:EXCERPT])
    return text + (" …" if len(body) > EXCERPT else "")
