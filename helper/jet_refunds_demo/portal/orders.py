"""An order of the marketplace: what was sold, what became of it, and its document at every moment of its history.

Prices are cents, as the document's item_price has them: whether a price is for one unit or for the line is the
order's secret (``Order.totals``), as it was in the real documents. Everything is invented; telephone numbers are of
the 555-01xx kind that nobody has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal

ABSENT: Final = "absent"
"""A price part whose key the document does not have at all."""

Part = int | None | Literal["absent"]
"""Cents; None is written as null: not charged."""

Status = Literal["created", "ready", "acknowledged", "inprogress", "complete", "hold"]
WORDS: dict[str, str] = {
    "created": "Created",
    "ready": "Ready",
    "acknowledged": "Acknowledged",
    "inprogress": "In Progress",
    "complete": "Completed",
    "hold": "On Hold",
}
"""The portal's word for each status of the document."""

Quirk = Literal[
    "seven fraction digits",
    "long number",
    "wrapped",
    "text around",
    "numeric strings",
    "empty strings",
    "extra fields",
    "no has_shipments",
    "short ids",
]
"""A way in which real documents differed from one another."""

PARTS = ("base_price", "item_tax", "item_shipping_cost", "item_shipping_tax")


@dataclass(frozen=True)
class Item:
    """One line of an order. ``price``: base price, tax, shipping, shipping tax."""

    merchant_sku: str
    product_title: str
    price: tuple[Part, Part, Part, Part]
    quantity: int = 1
    cancelled: int = 0
    """Units that the buyer took back before they were sent (request_order_cancel_qty)."""
    unavailable: int = 0
    """Units that the seller could not send (response_shipment_cancel_qty)."""
    adjustment: dict[str, int] | int | None = None
    """Money of the cancelled units, in cents (price_adjustment)."""
    shipments: tuple[int, ...] | None = None
    """Units in each parcel; None: all that is left, in one."""

    @property
    def left(self) -> int:
        return self.quantity - self.cancelled - self.unavailable

    def cents(self, part: int) -> int:
        value = self.price[part]
        return value if isinstance(value, int) else 0


@dataclass(frozen=True)
class Moment:
    """An entry of the order's HISTORY."""

    name: str
    at: datetime
    status: str
    parcels: int
    """Parcels sent so far."""
    cancelled: bool
    """Whether cancellations are known."""


@dataclass(frozen=True)
class Order:
    """``number`` is its place in the catalogue, from 1; ``days`` its age on ``today``.

    ``totals``: "unit" or "line" says which reading of the prices order_totals fit; "mixed": unit for the product
    price and line for the rest; "neither": unit, but for a product price that fits none; None: the document has no
    order_totals.
    """

    number: int
    today: date
    status: Status
    days: int
    items: tuple[Item, ...]
    totals: Literal["unit", "line", "mixed", "neither"] | None = "unit"
    exception_state: str | None = None
    quirks: frozenset[Quirk] = field(default_factory=frozenset)

    def token(self, what: str) -> str:
        """32 hexadecimal digits that are this order's for ever."""
        return hashlib.sha256(f"order {self.number} {what}".encode()).hexdigest()[:32]

    def digits(self, what: str, count: int) -> str:
        found = int(hashlib.sha256(f"order {self.number} {what}".encode()).hexdigest(), 16)
        return str(10 ** (count - 1) + found % (9 * 10 ** (count - 1)))

    @property
    def merchant_order_id(self) -> str:
        return self.token("merchant_order_id")

    @property
    def reference_order_id(self) -> str:
        """What people call the order number."""
        return self.digits("reference", 18 if "long number" in self.quirks else 12)

    def order_item_id(self, index: int) -> str:
        return f"1123-456-{index + 1:03}" if "short ids" in self.quirks else self.token(f"item {index}")

    @property
    def placed(self) -> datetime:
        """Between five in the morning and six in the evening, UTC; of one day, the smaller number last."""
        evening = datetime.combine(self.today - timedelta(days=self.days), time(18), UTC)
        return evening - timedelta(minutes=17 * self.number, microseconds=int(self.digits("micro", 6)))

    @property
    def word(self) -> str:
        return WORDS[self.status]

    @property
    def rejected(self) -> bool:
        """The seller took the order for one that cannot be sent."""
        return self.exception_state == "exception - order rejected"

    def parcels(self) -> list[list[tuple[Item, int]]]:
        """What each parcel holds: items and units."""
        if self.status not in ("inprogress", "complete") or self.rejected:
            return []
        plans = [(item, item.shipments if item.shipments is not None else (item.left,)) for item in self.items]
        count = max(len(plan) for _, plan in plans)
        held = [[(item, plan[n]) for item, plan in plans if n < len(plan) and plan[n]] for n in range(count)]
        return [parcel for parcel in held if parcel]

    def shipped(self, item: Item) -> int:
        """Units of this line (not of its SKU, which may be repeated)."""
        return sum(units for parcel in self.parcels() for held, units in parcel if held is item)

    def history(self) -> list[Moment]:
        return list(self._moments())

    def _moments(self) -> Iterator[Moment]:
        at = self.placed
        yield Moment("Created", at, "created", 0, cancelled=False)
        if self.status in ("created", "hold"):
            return
        yield Moment("Ready", at + timedelta(minutes=31), "ready", 0, cancelled=False)
        if self.status == "ready":
            return
        yield Moment("Acknowledged", at + timedelta(hours=2), "acknowledged", 0, cancelled=False)
        known = any(item.cancelled for item in self.items)
        if known:
            yield Moment("Cancelled", at + timedelta(hours=5, minutes=40), "acknowledged", 0, cancelled=True)
        if self.status == "acknowledged":
            return
        parcels = len(self.parcels())
        for parcel in range(1, parcels + 1):
            yield Moment("Shipped", at + timedelta(hours=6 + 20 * parcel), "inprogress", parcel, cancelled=True)
        if self.status == "complete":
            yield Moment("Completed", at + timedelta(days=4, hours=2), "complete", parcels, cancelled=True)

    def order_totals(self) -> dict[str, Any] | None:
        """Sums in cents by this order's reading of its prices, one for each part."""
        if self.totals is None:
            return None
        sums = []
        for part in range(4):
            by_unit = self.totals in ("unit", "neither") or (self.totals == "mixed" and part == 0)
            sums.append(sum(item.cents(part) * (item.quantity if by_unit else 1) for item in self.items))
        if self.totals == "neither":
            sums[0] -= 500  # as after a discount that the document does not explain
        return dict(zip(PARTS, sums, strict=True))
