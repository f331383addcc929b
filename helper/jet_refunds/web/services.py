"""What the pages and routes stand on: handed in by app.py."""

from __future__ import annotations

from dataclasses import dataclass

from jet_refunds.delivery.courier import Courier
from jet_refunds.diagnostics.health import Health
from jet_refunds.interfaces import Clock
from jet_refunds.ledger import Ledger
from jet_refunds.refund_service import RefundService
from jet_refunds.site.seller_site import SellerSite
from jet_refunds.site.site_tests import SiteTests


@dataclass(frozen=True)
class Services:
    ledger: Ledger
    refund_service: RefundService
    courier: Courier
    health: Health
    seller_site: SellerSite
    site_tests: SiteTests
    clock: Clock
