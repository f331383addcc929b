"""How each part is, with its reason: for the extension, the page and the tray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jet_refunds.delivery.courier import COPIED, Courier
from jet_refunds.errors import BadSettings, SiteUnclear, SiteUnreachable
from jet_refunds.interfaces import Secrets
from jet_refunds.ledger import Ledger
from jet_refunds.site.seller_site import SellerSite

Mood = Literal["fine", "waiting", "needs_you"]
PartName = Literal["ledger", "site", "courier", "keychain"]

MOVED = (
    "This data folder was copied here, or moved. So no browser is paired with it any more: pair each browser once more."
)
STANDS_STILL = "Deliveries have stood still for {seconds:.0f} seconds. Quit Jet Refunds and start it again."


@dataclass(frozen=True)
class Part:
    part: PartName
    state: Mood
    reason: str | None = None


@dataclass(frozen=True)
class Overall:
    """The worst of all parts; `summary` is short enough for a tray's menu."""

    mood: Mood
    summary: str


@dataclass(frozen=True)
class Health:
    ledger: Ledger
    courier: Courier
    seller_site: SellerSite
    secrets: Secrets

    def waiting(self) -> int:
        """Refunds that have no answer yet."""
        return self.ledger.refund_views.waiting().count

    def parts(self) -> list[Part]:
        return [self._ledger(), self._site(), self._courier(), self._keychain()]

    def overall(self) -> Overall:
        for part in self.parts():
            if part.state == "needs_you":
                return Overall("needs_you", part.reason or "Look at the page")
        count = self.waiting()
        if self.courier.paused:
            return Overall("waiting", f"Paused, {count} waiting" if count else "Paused")
        return Overall("waiting", f"{count} waiting") if count else Overall("fine", "Nothing waits")

    def _ledger(self) -> Part:
        trouble = self.ledger.database.trouble or (MOVED if self.ledger.flags.moved() else None)
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
        silence = self.courier.heartbeat.silence()
        if silence is not None:
            return Part("courier", "needs_you", STANDS_STILL.format(seconds=silence))
        if self.courier.copied:
            return Part("courier", "needs_you", COPIED)
        waiting = self.ledger.refund_views.waiting()
        if self.courier.paused and not waiting.needs_person:
            return Part("courier", "waiting", "Sending is paused.")
        state: Mood = "needs_you" if waiting.needs_person else "waiting" if waiting.count else "fine"
        return Part("courier", state, waiting.reason)

    def _keychain(self) -> Part:
        trouble = self.secrets.state()
        return Part("keychain", "needs_you" if trouble else "fine", trouble)
