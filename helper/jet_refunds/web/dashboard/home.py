"""The page, and a refund's own page with its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from jet_refunds.domain.refund import WAITING, State
from jet_refunds.errors import BadSettings
from jet_refunds.ledger.refund_views import Waits
from jet_refunds.web.dashboard.template_filters import WAITS
from jet_refunds.web.problems import Refused
from jet_refunds.web.services import Services

SHOWN = 20
"""Refunds on one page; the older ones are a link away."""
STRAYS = 5
"""Answers to unknown files, the newest."""


def install(pages: Blueprint, services: Services) -> None:
    @pages.get("/")
    def home() -> ResponseReturnValue:
        return render(services)

    @pages.get("/refunds/<int:refund_id>")
    def refund(refund_id: int) -> ResponseReturnValue:
        return render_template("refund.html", refund=services.ledger.refund_views.get(refund_id))


def render(services: Services, **more: Any) -> str:
    """The whole page; `more` says what a form has just done."""
    mood, words = services.health.mood()
    health = services.health.parts()
    try:
        address = services.seller_site.address()
    except BadSettings:  # health says what is wrong in config.toml
        address = None
    values = {
        "mood": mood,
        "words": words,
        "health": health,
        "groups": _groups(
            services.ledger.refund_views.waits(),
            {part.reason for part in health if part.part == "site" and part.state == "needs_you"},
        ),
        "stray_acks": services.ledger.unmatched_acks.newest(STRAYS),
        "waiting_states": WAITING,
        "page": services.ledger.refund_views.page(after=_after(), size=SHOWN),
        "clients": services.ledger.tokens.clients(),
        "site_is_set": address is not None,
        "paused": services.courier.paused,
        "saved": "saved" in request.args,
        "site": {"url": address.url if address else "", "tls": address.tls if address else "auto"},
        **more,
    }
    return render_template("home.html", **values)


def _groups(waiting: Sequence[Waits], site_reasons: set[str | None]) -> list[dict[str, Any]]:
    """What waits, by its reason: what needs a person first, then the oldest."""
    groups: dict[tuple[bool, str], list[Waits]] = {}
    for refund in waiting:
        reason = refund.reason or WAITS[refund.state]
        groups.setdefault((refund.needs_person or reason in site_reasons, reason), []).append(refund)
    return [
        {
            "needs_you": needs_you,
            "reason": reason,
            "of_the_site": reason in site_reasons,
            "refunds": refunds,
            "unclear_files": _files(refunds, State.PREPARED),
            "unclear_answers": _files(refunds, State.DELIVERED),
            "to_be_seen": [each.id for each in refunds if each.needs_person and each.state not in WAITING],
        }
        for (needs_you, reason), refunds in sorted(groups.items(), key=_urgency)
    ]


def _files(refunds: Sequence[Waits], state: State) -> list[str]:
    """The files of those that need a person, each once."""
    found = [each.file_name for each in refunds if each.needs_person and each.state == state]
    return list(dict.fromkeys(name for name in found if name))


def _urgency(group: tuple[tuple[bool, str], list[Waits]]) -> tuple[bool, int]:
    (needs_you, _), refunds = group
    return not needs_you, refunds[0].id


def _after() -> int | None:
    text = request.args.get("after")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(400, "bad_request", "Not a number", "The page before ends with a link to the older refunds.")
    return int(text)
