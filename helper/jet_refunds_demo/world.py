"""The embedded world in one piece: site, processor and portal, started together and stopped together."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jet_refunds_demo.ftp_site import FtpSite
from jet_refunds_demo.portal.catalogue import REFUSED, catalogue
from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.portal.server import Portal
from jet_refunds_demo.solid_commerce.processor import SolidCommerce


class World:
    """Everything under ``folder``; ``site``, ``processor`` and ``portal`` say their addresses once entered.

    ``delay``: seconds from a file to its acknowledgement; ``raw_data_delay``: seconds until the portal's raw data
    arrive; ``prepared``: whether JetRefunds/ and Acks/ are there from the start; ``portal``: one that runs already and
    goes on afterwards, instead of a new one. Further arguments go to the processor.
    """

    def __init__(
        self,
        folder: Path,
        *,
        today: date | None = None,
        delay: float = 1.5,
        raw_data_delay: float = 0.3,
        prepared: bool = True,
        portal: Portal | None = None,
        **processor: Any,
    ) -> None:
        self.orders = portal.orders if portal else catalogue(today or datetime.now(UTC).date())
        refused = self.order(REFUSED)
        rejections = {
            refused.merchant_order_id: f"Order {refused.reference_order_id} was not found in your account. "
            "Import the order into Solid Commerce first."
        }
        self.site = FtpSite(folder / "ftp", prepared=prepared)
        self.processor = SolidCommerce(self.site.folder, **{"delay": delay, "rejections": rejections, **processor})
        self.portal = portal or Portal(self.orders, raw_data_delay=raw_data_delay)
        self._actors = (self.site, self.processor, *(() if portal else (self.portal,)))
        self._stack = ExitStack()

    def order(self, number: int) -> Order:
        """The order of the catalogue with this number, from 1."""
        return self.orders[number - 1]

    def __enter__(self) -> Self:
        for actor in self._actors:
            self._stack.enter_context(actor)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()
