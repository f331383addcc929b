"""How each part is, with its reason: for the extension, the page and the tray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jet_refunds.delivery.courier import Courier
from jet_refunds.errors import BadSettings, SiteUnclear, SiteUnreachable
from jet_refunds.interfaces import Secrets
from jet_refunds.ledger import Ledger
from jet_refunds.site.seller_site import SellerSite

Mood = Literal["fine", "waiting", "needs_you"]


@dataclass(frozen=True)
class Part:
    part: str
    state: Mood
    reason: str | None = None

    def document(self) -> dict[str, str | None]:
        return dict(vars(self))


@dataclass(frozen=True)
class Health:
    ledger: Ledger
    courier: Courier
    seller_site: SellerSite
    secrets: Secrets

    def waiting(self) -> int:
        """Refunds that have no answer yet."""
        return self.ledger.refund_views.waiting()[0]

    def parts(self) -> list[Part]:
        return [self._ledger(), self._site(), self._courier(), self._keychain()]

    def mood(self) -> tuple[Mood, str]:
        """The worst of all parts, in a few words."""
        for part in self.parts():
            if part.state == "needs_you":
                return "needs_you", part.reason or "Look at the page"
        count = self.waiting()
        if self.courier.paused:
            return "waiting", f"Paused, {count} waiting" if count else "Paused"
        return ("waiting", f"{count} waiting") if count else ("fine", "Nothing waits")

    def _ledger(self) -> Part:
        trouble = self.ledger.database.trouble
        return Part("ledger", "needs_you" if trouble else "fine", trouble)

    def _site(self) -> Part:
        try:
            if self.seller_site.address() is None:
                return Part("site", "needs_you", "No FTP site is set yet.")
        except BadSettings as error:
            return Part("site", "needs_you", str(error))
        trouble = self.courier.trouble
        if trouble is None:
            return Part("site", "fine")
        passing = isinstance(trouble, SiteUnreachable | SiteUnclear)
        return Part("site", "waiting" if passing else "needs_you", str(trouble))

    def _courier(self) -> Part:
        count, reason, needs_person = self.ledger.refund_views.waiting()
        if self.courier.paused and not needs_person:
            return Part("courier", "waiting", "Sending is paused.")
        return Part("courier", "needs_you" if needs_person else "waiting" if count else "fine", reason)

    def _keychain(self) -> Part:
        trouble = self.secrets.state()
        return Part("keychain", "needs_you" if trouble else "fine", trouble)
