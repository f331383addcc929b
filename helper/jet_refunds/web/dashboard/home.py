"""The page, and a refund's own page with its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from jet_refunds.domain.refund import WAITING, State
from jet_refunds.domain.refund_view import OpenRefund
from jet_refunds.errors import BadSettings
from jet_refunds.web.dashboard.template_filters import WAITING_REASONS
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


@dataclass(frozen=True)
class SiteFields:
    """What the site's form shows. The password is never shown."""

    url: str = ""
    tls: str = "auto"


@dataclass(frozen=True)
class WaitingGroup:
    """Open refunds that have the same reason."""

    reason: str
    needs_you: bool
    is_of_site: bool
    """The reason is what the site is blamed for: its settings may help."""
    refunds: tuple[OpenRefund, ...]
    """Oldest first."""

    @property
    def unclear_files(self) -> list[str]:
        """Names of files of which a person must say whether they were delivered."""
        return self._files(State.PREPARED)

    @property
    def unclear_answers(self) -> list[str]:
        """Names of files of which a person must say what was answered."""
        return self._files(State.DELIVERED)

    @property
    def to_be_seen(self) -> list[int]:
        """Ids of answered refunds, of which a person must see the reason."""
        return [refund.id for refund in self.refunds if refund.needs_person and refund.state not in WAITING]

    def _files(self, state: State) -> list[str]:
        """The files of those that need a person, each once."""
        names = [refund.file_name for refund in self.refunds if refund.needs_person and refund.state == state]
        return list(dict.fromkeys(name for name in names if name))


def render(services: Services, **form_results: object) -> str:
    """The whole page; `form_results` say what a form has just done."""
    health = services.health.parts()
    try:
        address = services.seller_site.address()
    except BadSettings:  # health says what is wrong in config.toml
        address = None
    values: dict[str, object] = {
        "overall": services.health.overall(),
        "health": health,
        "groups": _groups(
            services.ledger.refund_views.open_refunds(),
            {part.reason for part in health if part.part == "site" and part.state == "needs_you"},
        ),
        "stray_acks": services.ledger.unmatched_acks.newest(STRAYS),
        "waiting_states": WAITING,
        "page": services.ledger.refund_views.page(after=_after(), size=SHOWN),
        "browsers": services.ledger.pairings.browsers(),
        "site_is_set": address is not None,
        "paused": services.courier.paused,
        "copied": services.courier.copied,
        "saved": "saved" in request.args,
        "site_test": services.site_tests.seen(),
        "site": SiteFields(address.url, address.tls) if address else SiteFields(),
    }
    return render_template("home.html", **{**values, **form_results})


def _groups(waiting: Sequence[OpenRefund], site_reasons: set[str | None]) -> list[WaitingGroup]:
    """What waits, by its reason: what needs a person first, then the oldest."""
    groups: dict[tuple[bool, str], list[OpenRefund]] = {}
    for refund in waiting:
        reason = refund.reason or WAITING_REASONS[refund.state]
        groups.setdefault((refund.needs_person or reason in site_reasons, reason), []).append(refund)
    return sorted(
        (
            WaitingGroup(reason, needs_you, reason in site_reasons, tuple(refunds))
            for (needs_you, reason), refunds in groups.items()
        ),
        key=lambda group: (not group.needs_you, group.refunds[0].id),
    )


def _after() -> int | None:
    text = request.args.get("after")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(400, "bad_request", "Not a number", "The page before ends with a link to the older refunds.")
    return int(text)
