"""An order as the portal showed it (schemas/order.json), read into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from jet_refunds.clock import parse_time
from jet_refunds.domain.money import PARTS

PRICE_NAMES = dict(
    zip(PARTS, ("base_price", "item_tax", "item_shipping_cost", "item_shipping_tax"), strict=True),
)
"""A part's name in the refund -> its name in the order's item_price."""

Prices = dict[str, Decimal]
"""Dollars as the raw data have them, by part; what was not charged is 0."""


@dataclass(frozen=True)
class Item:
    order_item_id: str
    merchant_sku: str
    product_title: str
    request_order_quantity: int
    request_order_cancel_qty: int
    shipped_quantity: int | None
    item_price: Prices
    price_adjustment: Prices

    @property
    def kept_quantity(self) -> int:
        """Ordered, less cancelled: the units that the buyer paid for."""
        return max(self.request_order_quantity - self.request_order_cancel_qty, 0)

    @property
    def name(self) -> str:
        """The product in a sentence: in quotes, and short enough to be read."""
        title = self.product_title or self.merchant_sku or self.order_item_id
        return f"“{title if len(title) <= 60 else title[:59] + '…'}”"


@dataclass(frozen=True)
class Order:
    merchant_order_id: str
    reference_order_id: str
    status: str | None
    status_source: str
    exception_state: str | None
    order_placed_date: datetime | None
    order_totals: Prices | None
    order_items: tuple[Item, ...]


def read(document: Mapping[str, Any]) -> Order:
    """From a document that has passed schemas/order.json."""
    placed, totals = document["order_placed_date"], document["order_totals"]
    return Order(
        merchant_order_id=document["merchant_order_id"],
        reference_order_id=document["reference_order_id"],
        status=document["status"],
        status_source=document["status_source"],
        exception_state=document["exception_state"] or None,
        order_placed_date=parse_time(placed) if placed else None,
        order_totals=_prices(totals["item_price"], PRICE_NAMES) if totals else None,
        order_items=tuple(_item(item) for item in document["order_items"]),
    )


def _item(document: Mapping[str, Any]) -> Item:
    fields = (
        "order_item_id",
        "merchant_sku",
        "product_title",
        "request_order_quantity",
        "request_order_cancel_qty",
        "shipped_quantity",
    )
    return Item(
        **{field: document[field] for field in fields},
        item_price=_prices(document["item_price"], PRICE_NAMES),
        price_adjustment=_prices(document["price_adjustment"] or {}, {part: part for part in PARTS}),
    )


def _prices(document: Mapping[str, str | None], names: Mapping[str, str]) -> Prices:
    return {part: Decimal(document.get(name) or "0") for part, name in names.items()}
