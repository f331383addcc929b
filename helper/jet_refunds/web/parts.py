"""What the pages and routes stand on: handed in by app.py."""

from __future__ import annotations

from dataclasses import dataclass

from jet_refunds.courier import Courier
from jet_refunds.health import Health
from jet_refunds.intake import Intake
from jet_refunds.ledger import Ledger
from jet_refunds.ports import Clock
from jet_refunds.seller_site import SellerSite


@dataclass(frozen=True)
class Parts:
    ledger: Ledger
    intake: Intake
    courier: Courier
    health: Health
    seller_site: SellerSite
    clock: Clock
